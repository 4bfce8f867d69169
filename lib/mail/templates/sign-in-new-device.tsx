import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Facts, Greeting, MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface SignInNewDeviceProps {
  /** For example `Chrome on Windows`. */
  readonly device: string;
  readonly at: string;
}

export const signInNewDevice: MailTemplate<SignInNewDeviceProps> = {
  subject: (_props, { brand }) => `New device logged in to your account on the ${brand.name} client portal`,
  body: ({ device, at }, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title="A new device logged in"
      preheader="If it was you, there is nothing to do. If not, set a new password now."
    >
      <Greeting name={toName} />
      <Paragraph>
        Somebody logged in to your account on the {brand.name} client portal with your password, in a browser that has
        not been used for it before.
      </Paragraph>
      <Facts
        rows={[
          ["Device", device],
          ["Time", at],
        ]}
      />
      <Paragraph>
        If it was not you, set a new password at once at{" "}
        <MailLink brand={brand} href={`${brand.origin}${routes.resetPassword}`} /> and tell portal support:{" "}
        {brand.supportMailbox}. A new password ends every session of your account.
      </Paragraph>
      <Paragraph quiet>If it was you, there is nothing to do.</Paragraph>
    </BrandedMail>
  ),
};
