import { BrandedMail } from "./branded-mail";
import { Action, Greeting, Paragraph } from "./parts";
import { requireLink } from "./require-link";
import type { MailTemplate } from "./template";

export const passwordReset: MailTemplate<object> = {
  subject: (_props, { brand }) => `Set a new password for the ${brand.name} client portal`,
  body: (_props, { brand, toName, link }) => (
    <BrandedMail brand={brand} title="Set a new password" preheader="Your link works once, for 60 minutes.">
      <Greeting name={toName} />
      <Paragraph>
        A new password was asked for on the {brand.name} client portal, for the account with this email address.
      </Paragraph>
      <Action brand={brand} href={requireLink(link)} label="Set password" />
      <Paragraph>
        The link works once, for 60 minutes after it was first asked for. If you ask again within ten minutes, the same
        link comes once more; later a new one comes, and only the newest works.
      </Paragraph>
      <Paragraph quiet>
        You did not ask? Then there is nothing to do: your password stays as it is. If such mails keep coming, write to{" "}
        {brand.supportMailbox}.
      </Paragraph>
    </BrandedMail>
  ),
};
