import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Choices } from "./choices";
import { Action, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { Said } from "./thread-parts";

interface ResourcePublishedProps {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly product: string | null;
}

export const resourcePublished: MailTemplate<ResourcePublishedProps> = {
  subject: ({ title }) => `New in Resources: ${title}`,
  body: ({ id, title, summary, product }, context) => (
    <BrandedMail
      brand={context.brand}
      title={title}
      preheader="You asked to be told of it."
      footer={<Choices context={context} />}
    >
      <Greeting name={context.toName} />
      <Paragraph>
        {product ? `There is something new in Resources about ${product}` : "There is something new in Resources"}. You
        asked to be told.
      </Paragraph>
      <Said text={summary} />
      <Action brand={context.brand} href={`${context.brand.origin}${routes.resource(id)}`} label="See resource" />
    </BrandedMail>
  ),
};
