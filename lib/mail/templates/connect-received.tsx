import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Facts, MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface ConnectReceivedProps {
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string | null;
  readonly need: string | null;
  readonly standing: "new" | "again" | "client";
}

const STANDINGS: Readonly<Record<ConnectReceivedProps["standing"], string>> = {
  new: "The portal has mailed a link that confirms the address. Until it is opened, nobody knows whose address this is.",
  again: "Somebody with this address waits already. The words were added there.",
  client: "The address has an account. The portal has mailed a link for the first sign-in, or for a new password.",
};

export const connectReceived: MailTemplate<ConnectReceivedProps> = {
  subject: ({ name, company }) => `Connect with Us: ${name}, ${company}`,
  body: ({ name, company, email, phone, need, standing }, { brand }) => (
    <BrandedMail
      brand={brand}
      title="A visitor wants to connect"
      preheader="From the form Connect with Us. Your reply goes to the visitor."
    >
      <Paragraph>
        This was typed into Connect with Us on the {brand.name} home page. {STANDINGS[standing]} A reply to this mail
        goes to the address.
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
      {standing !== "client" && (
        <Paragraph quiet>
          Who waits: <MailLink brand={brand} href={`${brand.origin}${routes.staffWaiting}`} />
        </Paragraph>
      )}
    </BrandedMail>
  ),
};
