import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Greeting, MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

export const passwordChanged: MailTemplate<object> = {
  subject: (_props, { brand }) => `Your password for the ${brand.name} client portal was changed`,
  body: (_props, { brand, toName }) => (
    <BrandedMail brand={brand} title="Your password was changed" preheader="If it was you, there is nothing to do.">
      <Greeting name={toName} />
      <Paragraph>
        The password of your account on the {brand.name} client portal was changed, and every other session of the
        account was ended. If it was you, there is nothing to do.
      </Paragraph>
      <Paragraph>
        If it was not you, set a new password at once at{" "}
        <MailLink brand={brand} href={`${brand.origin}${routes.resetPassword}`} /> and tell portal support:{" "}
        {brand.supportMailbox}.
      </Paragraph>
    </BrandedMail>
  ),
};
