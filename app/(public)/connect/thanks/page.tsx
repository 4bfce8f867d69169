import type { Metadata } from "next";
import { Message } from "@/components/layout/message";
import { OpenState } from "@/components/site/hours/open-state";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { requireBrand } from "@/lib/gate/brand/current";
import { firstParameter } from "@/lib/kit/lists/address";
import { describeHours } from "@/lib/kit/open-words";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Message sent", robots: { index: false } };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The same for everybody who sends the form: only the mailbox learns whether its address is known. */
export default async function ConnectThanksPage({ searchParams }: Props) {
  const brand = await requireBrand();
  const isConfirmed = firstParameter(await searchParams, "confirmed") !== null;
  return (
    <Message
      kicker="Connect with Us"
      title={isConfirmed ? "Your address is confirmed" : "Your message is with portal support"}
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
        {isConfirmed
          ? "Portal support looks at your request next. Once your account is open, a mail brings you to your first sign-in."
          : "We have sent a mail to your address. Open its link to go on: it shows us that the address is yours."}
      </p>
      <p>
        We answer by mail from <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>. If
        nothing arrives, look in your spam filter and release mail from that address.
      </p>
      <p>{describeHours(brand.supportCalendar)}.</p>
      <OpenState brand={brand} kind="portal_support" />
    </Message>
  );
}
