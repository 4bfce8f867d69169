import { BrandedMail } from "./branded-mail";
import { Choices } from "./choices";
import { Action, Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";
import { beginningOf } from "./thread-parts";

interface ReminderProps {
  readonly title: string;
  readonly path: string;
}

/** A reminder by itself. People get its line in the daily mail; staff read it in the log of mails. */
export const reminder: MailTemplate<ReminderProps> = {
  subject: ({ title }) => title,
  body: ({ title, path }, context) => (
    <BrandedMail
      brand={context.brand}
      title="A day to keep in mind"
      preheader={beginningOf(title)}
      footer={<Choices context={context} />}
    >
      <Greeting name={context.toName} />
      <Paragraph>{title}</Paragraph>
      <Action brand={context.brand} href={`${context.brand.origin}${path}`} label="See it" />
    </BrandedMail>
  ),
};
