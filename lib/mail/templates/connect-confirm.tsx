import { BrandedMail } from "./branded-mail";
import { Action, Paragraph } from "./parts";
import { requireLink } from "./require-link";
import type { MailTemplate } from "./template";

/**
 * The mail has nothing that the visitor typed, not even a name: nobody may use the form to write to a stranger through
 * us.
 */
export const connectConfirm: MailTemplate<object> = {
  subject: (_props, { brand }) => `Confirm your address for ${brand.name}`,
  body: (_props, { brand, link }) => (
    <BrandedMail brand={brand} title="Confirm your address" preheader="Then portal support knows where to answer you.">
      <Paragraph>Hello,</Paragraph>
      <Paragraph>
        Thank you for writing to {brand.name} through Connect with Us. Confirm that this address is yours, so that
        portal support can answer you and open your account.
      </Paragraph>
      <Action brand={brand} href={requireLink(link)} label="Confirm this address" />
      <Paragraph>The link works once, for three days. You need not send the form again.</Paragraph>
      <Paragraph quiet>
        You did not write to us? Somebody may have typed your address by mistake. There is nothing to do; to tell us,
        write to {brand.supportMailbox}.
      </Paragraph>
    </BrandedMail>
  ),
};
