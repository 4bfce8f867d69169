import { describeHours } from "@/lib/kit/open-words";
import { BrandedMail } from "./branded-mail";
import { Paragraph } from "./parts";
import type { MailTemplate } from "./template";

/**
 * The mail has nothing that the visitor typed, not even a name: nobody may use the form to write to a stranger through
 * us.
 */
export const connectAcknowledged: MailTemplate<object> = {
  subject: (_props, { brand }) => `Your request has reached ${brand.name}`,
  body: (_props, { brand }) => (
    <BrandedMail
      brand={brand}
      title="Your request has arrived"
      preheader="Portal support reads it and answers by mail."
    >
      <Paragraph>Hello,</Paragraph>
      <Paragraph>
        Thank you for writing to {brand.name} through Connect with Us. Your words were added to what you sent before:
        portal support reads them and answers to this address. You need not send them again.
      </Paragraph>
      <Paragraph>Portal support is there {describeHours(brand.supportCalendar)}.</Paragraph>
      <Paragraph quiet>
        You did not write to us? Somebody may have typed your address by mistake. There is nothing to do; to tell us,
        write to {brand.supportMailbox}.
      </Paragraph>
    </BrandedMail>
  ),
};
