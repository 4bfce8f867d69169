import type { Metadata } from "next";
import { Message } from "@/components/layout/message";
import { OpenState } from "@/components/site/hours/open-state";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { requireBrand } from "@/lib/gate/brand/current";
import { describeHours } from "@/lib/kit/time";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Message sent", robots: { index: false } };

export default async function ConnectThanksPage() {
  const brand = await requireBrand();
  return (
    <Message
      kicker="Connect with Us"
      title="Your message is with portal support"
      actions={
        <>
          <ButtonLink href={routes.home} variant="primary">
            Back to the home page
          </ButtonLink>
          <ButtonLink href={routes.faq}>Read the FAQ guide</ButtonLink>
        </>
      }
    >
      <p>
        We answer by mail from <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>. If
        nothing arrives, look in your spam filter and release mail from that address.
      </p>
      <p>{describeHours(brand.supportCalendar)}.</p>
      <OpenState brand={brand} kind="portal_support" />
    </Message>
  );
}
