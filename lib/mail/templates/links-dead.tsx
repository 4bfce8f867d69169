import { BrandedMail } from "./branded-mail";
import { Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface LinksDeadProps {
  readonly place: string;
  readonly links: readonly { readonly url: string; readonly fault: string }[];
}

const titleOf = (count: number) => (count === 1 ? "A link is dead" : `${count} links are dead`);

export const linksDead: MailTemplate<LinksDeadProps> = {
  subject: ({ links, place }) => `${titleOf(links.length)} (${place})`,
  body: ({ links, place }, { brand }) => (
    <BrandedMail brand={brand} title={titleOf(links.length)} preheader={`Found at night on the ${place}.`}>
      <Paragraph>
        The portal asked after the links of the {place} and found no page behind these. Marketing can put it right in
        the editor, which lists them until they answer.
      </Paragraph>
      <Facts rows={links.map(({ url, fault }) => [url, fault] as const)} />
    </BrandedMail>
  ),
};
