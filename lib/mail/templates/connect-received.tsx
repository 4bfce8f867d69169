import { BrandedMail } from "./branded-mail";
import { Facts, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface ConnectReceivedProps {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string | null;
  readonly need: string | null;
}

export const connectReceived: MailTemplate<ConnectReceivedProps> = {
  subject: ({ name, company }) => `Connect with Us: ${name}, ${company}`,
  body: ({ name, company, email, phone, need }, { brand }) => (
    <BrandedMail
      brand={brand}
      title="A visitor wants to connect"
      preheader="From the form Connect with Us. Your reply goes to the visitor."
    >
      <Paragraph>
        This was typed into Connect with Us on the {brand.name} home page. The address is not confirmed. A reply to this
        mail goes to it.
      </Paragraph>
      <Facts
        rows={[
          ["Name", name],
          ["Company", company],
          ["Email", email],
          ["Phone", phone ?? "Not given"],
          ["What do you need", need ?? "Not given"],
        ]}
      />
    </BrandedMail>
  ),
};
