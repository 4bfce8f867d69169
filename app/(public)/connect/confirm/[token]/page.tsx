import type { Metadata } from "next";
import { headers } from "next/headers";
import { Message } from "@/components/layout/message";
import { ConfirmForm } from "@/components/people/connect/confirm-form";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { requireBrand } from "@/lib/gate/brand/current";
import { systemNow } from "@/lib/kit/time";
import { readConfirmation } from "@/lib/people/connect/service";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Confirm your address", robots: { index: false, follow: false } };

const KICKER = "Connect with Us";

/** Opening the page changes nothing, because mail scanners open links too; sending the form does. */
export default async function ConnectConfirmPage({ params }: PageProps<"/connect/confirm/[token]">) {
  const brand = await requireBrand();
  const { token } = await params;
  const state = await readConfirmation(brand, token, { address: clientAddress(await headers()), now: systemNow() });
  if (state === "wait") {
    return (
      <Message kicker={KICKER} title="Too many links were tried">
        <p>Too many links that don't work were opened from your network. Wait 15 minutes, then open yours again.</p>
      </Message>
    );
  }
  if (state === "gone") {
    return (
      <Message
        kicker={KICKER}
        title="This link no longer works"
        actions={<ButtonLink href={`${routes.home}#connect`}>Connect with Us</ButtonLink>}
      >
        <p>
          A link works once, for three days, on the portal that sent it. If you have confirmed your address already,
          there is nothing to do: portal support answers by mail. Otherwise send the form again, or write to{" "}
          <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>.
        </p>
      </Message>
    );
  }
  return (
    <Message kicker={KICKER} title="Confirm your address">
      <p>
        Press the button to tell portal support that this address is yours and that you wrote to {brand.name}. If you
        did not, close this page: then nothing happens.
      </p>
      <ConfirmForm token={token} />
    </Message>
  );
}
