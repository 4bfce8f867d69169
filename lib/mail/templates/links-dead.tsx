import type { LinkPlace } from "@/db/schema/content-constants";
import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Action, Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface LinksDeadProps {
  readonly place: LinkPlace;
  readonly links: readonly { readonly url: string; readonly fault: string }[];
}

const PLACES: Readonly<Record<LinkPlace, { readonly words: string; readonly href: string }>> = {
  "home-page": { words: "home page", href: routes.staffHomePage },
  faq: { words: "FAQ", href: routes.staffFaq },
  resources: { words: "resource library", href: routes.staffResources },
};

const titleOf = (count: number) => (count === 1 ? "A link is dead" : `${count} links are dead`);

/** The addresses are words: a mail of ours links to the portal alone. */
export const linksDead: MailTemplate<LinksDeadProps> = {
  subject: ({ links, place }) => `${titleOf(links.length)} (${PLACES[place].words})`,
  body: ({ links, place }, { brand }) => (
    <BrandedMail brand={brand} title={titleOf(links.length)} preheader="Found at night.">
      <Paragraph>
        The portal asked after the links of the {PLACES[place].words} and found nothing behind these. Marketing can put
        it right in the editor, which lists them until they answer.
      </Paragraph>
      <Facts rows={links.map(({ url, fault }) => [url.replace(/^https?:\/\//, ""), fault] as const)} />
      <Action brand={brand} href={`${brand.origin}${PLACES[place].href}`} label="Open the editor" />
    </BrandedMail>
  ),
};
