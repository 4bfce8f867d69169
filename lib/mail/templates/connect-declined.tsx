import { BrandedMail } from "./branded-mail";
import { Greeting, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface ConnectDeclinedProps {
  readonly sentence: string;
}

export const connectDeclined: MailTemplate<ConnectDeclinedProps> = {
  subject: (_props, { brand }) => `Your request to ${brand.name}`,
  body: ({ sentence }, { brand, toName }) => (
    <BrandedMail brand={brand} title="About your request" preheader="An answer of portal support.">
      <Greeting name={toName} />
      <Paragraph>You asked for an account on the {brand.name} client portal. Portal support answers:</Paragraph>
      <Paragraph>{sentence}</Paragraph>
      <Paragraph quiet>No account was opened. With questions, write to {brand.supportMailbox}.</Paragraph>
    </BrandedMail>
  ),
};
