import type { Metadata } from "next";
import { headers } from "next/headers";
import { ConfirmAddressForm } from "@/components/gate/confirm-address-form";
import { AuthFrame } from "@/components/layout/auth-frame";
import { TextLink } from "@/components/ui/text-link";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { readAddressLink } from "@/lib/gate/auth/new-address";
import { requireBrand } from "@/lib/gate/brand/current";
import { systemNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Confirm your sign-in email", robots: { index: false, follow: false } };

/** Opening the page changes nothing, because mail scanners open links too; sending the form does. */
export default async function ConfirmAddressPage({ params }: PageProps<"/confirm-address/[token]">) {
  const brand = await requireBrand();
  const { token } = await params;
  const link = await readAddressLink(brand, token, { address: clientAddress(await headers()), now: systemNow() });
  const back = <TextLink href={routes.login}>Back to log in</TextLink>;
  if (link.state === "wait") {
    return (
      <AuthFrame brand={brand} title="Too many links were tried" after={back}>
        <p className="text-sm">
          Too many links that don't work were opened from your network. Wait 15 minutes, then open yours again.
        </p>
      </AuthFrame>
    );
  }
  if (link.state === "gone") {
    return (
      <AuthFrame brand={brand} title="This link no longer works" after={back}>
        <p className="text-sm">
          A link works once, for three days, on the portal that sent it, and only the newest one works. You log in with
          the address that you had. To have it changed, ask again in Settings, or write to{" "}
          <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>.
        </p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      brand={brand}
      title="Confirm your sign-in email"
      lead={`From then on you log in with ${link.address}. Wherever you are logged in now, you are logged out, and you set a new password.`}
      after={back}
    >
      <ConfirmAddressForm token={token} />
    </AuthFrame>
  );
}
