import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Facts, Greeting, MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface SignInAddressChangedProps {
  readonly oldAddress: string;
  readonly newAddress: string;
}

export const signInAddressChanged: MailTemplate<SignInAddressChangedProps> = {
  subject: (_props, { brand }) => `Your sign-in email for the ${brand.name} client portal was changed`,
  body: ({ oldAddress, newAddress }, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title="Your sign-in email was changed"
      preheader="The old address no longer works for signing in."
    >
      <Greeting name={toName} />
      <Paragraph>
        The email address that you sign in with on the {brand.name} client portal was changed: the new one was confirmed
        by the link that we sent there. Every session of your account was ended, and the old password no longer works.
      </Paragraph>
      <Facts
        rows={[
          ["Old address", oldAddress],
          ["New address", newAddress],
        ]}
      />
      <Paragraph>
        Set a new password with the new address at{" "}
        <MailLink brand={brand} href={`${brand.origin}${routes.resetPassword}`} />
      </Paragraph>
      <Paragraph>You did not want this? Tell portal support at once: {brand.supportMailbox}.</Paragraph>
    </BrandedMail>
  ),
};
