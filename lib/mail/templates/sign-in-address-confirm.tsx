import { BrandedMail } from "./branded-mail";
import { Action, Greeting, Paragraph } from "./parts";
import { requireLink } from "./require-link";
import type { MailTemplate } from "./template";

export const signInAddressConfirm: MailTemplate<object> = {
  subject: (_props, { brand }) => `Confirm your new sign-in email for the ${brand.name} client portal`,
  body: (_props, { brand, toName, link }) => (
    <BrandedMail
      brand={brand}
      title="Confirm your new sign-in email"
      preheader="Until you confirm it, you log in with the address that you had."
    >
      <Greeting name={toName} />
      <Paragraph>
        This address shall be the one that you log in with on the {brand.name} client portal. Confirm that it is yours.
        Until then you log in with the address that you had.
      </Paragraph>
      <Action brand={brand} href={requireLink(link)} label="Confirm this address" />
      <Paragraph>
        The link works once, for three days. When you have confirmed, set a new password with the new address: the old
        one no longer works then.
      </Paragraph>
      <Paragraph quiet>
        You know nothing of this? Then do not confirm, and tell portal support: {brand.supportMailbox}.
      </Paragraph>
    </BrandedMail>
  ),
};
