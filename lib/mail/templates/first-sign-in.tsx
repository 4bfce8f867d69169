import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Action, Greeting, MailLink, Paragraph } from "./parts";
import { requireLink } from "./require-link";
import type { MailTemplate } from "./template";

export const firstSignIn: MailTemplate<object> = {
  subject: (_props, { brand }) => `Your first sign-in to the ${brand.name} client portal`,
  body: (_props, { brand, toName, link }) => (
    <BrandedMail brand={brand} title="Set your first password" preheader="Your link works once, for 60 minutes.">
      <Greeting name={toName} />
      <Paragraph>
        You have an account on the {brand.name} client portal under this email address, without a password so far. Set
        one, then log in with it.
      </Paragraph>
      <Action brand={brand} href={requireLink(link)} label="Set password" />
      <Paragraph>
        The link works once, for 60 minutes after it was first asked for. Too late? Ask for a new one here:{" "}
        <MailLink brand={brand} href={`${brand.origin}${routes.resetPassword}`} />
      </Paragraph>
      <Paragraph quiet>
        You did not expect this mail? Then there is nothing to do. With questions, write to {brand.supportMailbox}.
      </Paragraph>
    </BrandedMail>
  ),
};
