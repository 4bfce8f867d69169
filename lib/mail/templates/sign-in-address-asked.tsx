import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Facts, Greeting, MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface SignInAddressAskedProps {
  /** Number of the request for the change. */
  readonly number: string;
  readonly currentAddress: string;
  readonly wantedAddress: string;
}

export const signInAddressAsked: MailTemplate<SignInAddressAskedProps> = {
  subject: (_props, { brand }) => `A change of your sign-in email for the ${brand.name} client portal was asked for`,
  body: ({ number, currentAddress, wantedAddress }, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title="A change of your sign-in email was asked for"
      preheader="Nothing has changed yet. If it was not you, tell portal support now."
    >
      <Greeting name={toName} />
      <Paragraph>
        Somebody who is logged in to your account on the {brand.name} client portal asked to change the email address
        that you sign in with. Nothing has changed yet: portal support looks at the request first.
      </Paragraph>
      <Facts
        rows={[
          ["Request", number],
          ["Address now", currentAddress],
          ["Address asked for", wantedAddress],
        ]}
      />
      <Paragraph>
        You did not ask for this? Tell portal support at once, before the change is made: {brand.supportMailbox}. Then
        set a new password at <MailLink brand={brand} href={`${brand.origin}${routes.resetPassword}`} />
      </Paragraph>
      <Paragraph quiet>If you asked for it, there is nothing to do.</Paragraph>
    </BrandedMail>
  ),
};
