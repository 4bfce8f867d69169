import type { Metadata } from "next";
import { headers } from "next/headers";
import { SetPasswordForm } from "@/components/gate/set-password-form";
import { AuthFrame } from "@/components/layout/auth-frame";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { linkState } from "@/lib/gate/auth/reset";
import { requireBrand } from "@/lib/gate/brand/current";
import { systemNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Set your password", robots: { index: false, follow: false } };

/** Opening the page does not use the link up, because mail scanners open links too; sending the form does. */
export default async function SetPasswordPage({ params }: PageProps<"/reset-password/[token]">) {
  const brand = await requireBrand();
  const { token } = await params;
  const state = await linkState(brand, token, { address: clientAddress(await headers()), now: systemNow() });
  const back = <TextLink href={routes.login}>Back to log in</TextLink>;
  if (state === "wait") {
    return (
      <AuthFrame brand={brand} title="Too many links were tried" after={back}>
        <p className="text-sm">
          Too many links that don't work were opened from your network. Wait 15 minutes, then open yours again.
        </p>
      </AuthFrame>
    );
  }
  if (state === "gone") {
    return (
      <AuthFrame brand={brand} title="This link no longer works" after={back}>
        <div className="grid justify-items-start gap-5 text-sm">
          <p>
            A link works once, for 60 minutes, on the portal that sent it, and only the newest one works. Ask for a new
            one to go on.
          </p>
          <ButtonLink href={routes.resetPassword} variant="primary">
            Ask for a new link
          </ButtonLink>
        </div>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      brand={brand}
      title="Set your password"
      lead="Afterwards you log in with it. Wherever you are logged in now, you are logged out."
      after={back}
    >
      <SetPasswordForm token={token} />
    </AuthFrame>
  );
}
