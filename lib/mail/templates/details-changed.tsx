import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Greeting, MailLink, Paragraph } from "./parts";
import type { MailTemplate } from "./template";

interface DetailsChangedProps {
  readonly what: "phone" | "address";
}

const WORDS = { phone: "phone numbers", address: "addresses" } as const;

export const detailsChanged: MailTemplate<DetailsChangedProps> = {
  subject: ({ what }, { brand }) => `Your ${WORDS[what]} on the ${brand.name} client portal were changed`,
  body: ({ what }, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title={`Your ${WORDS[what]} were changed`}
      preheader="If it was you, there is nothing to do."
    >
      <Greeting name={toName} />
      <Paragraph>
        The {WORDS[what]} of your account on the {brand.name} client portal were changed in its Settings. You find them
        there: <MailLink brand={brand} href={`${brand.origin}${routes.settings}`} />
      </Paragraph>
      <Paragraph>
        If it was not you, set a new password at once at{" "}
        <MailLink brand={brand} href={`${brand.origin}${routes.resetPassword}`} /> and tell portal support:{" "}
        {brand.supportMailbox}.
      </Paragraph>
    </BrandedMail>
  ),
};
