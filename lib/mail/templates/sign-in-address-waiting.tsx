import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Facts, Greeting, MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface SignInAddressWaitingProps {
  readonly currentAddress: string;
  readonly newAddress: string;
}

export const signInAddressWaiting: MailTemplate<SignInAddressWaitingProps> = {
  subject: (_props, { brand }) => `A new sign-in email for the ${brand.name} client portal waits to be confirmed`,
  body: ({ currentAddress, newAddress }, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title="A new sign-in email waits to be confirmed"
      preheader="Until it is confirmed, you log in with this address."
    >
      <Greeting name={toName} />
      <Paragraph>
        The email address that you log in with on the {brand.name} client portal shall change. We have sent a link to
        the new address. Until it is confirmed there, within three days, you log in with this one.
      </Paragraph>
      <Facts
        rows={[
          ["Address now", currentAddress],
          ["New address", newAddress],
        ]}
      />
      <Paragraph>
        The new address is not yours? Tell portal support at once: {brand.supportMailbox}. Then set a new password at{" "}
        <MailLink brand={brand} href={`${brand.origin}${routes.resetPassword}`} />
      </Paragraph>
    </BrandedMail>
  ),
};
