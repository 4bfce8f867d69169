import { RequestResetForm } from "@/components/gate/request-reset-form";
import { AuthFrame } from "@/components/layout/auth-frame";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { requireBrand } from "@/lib/gate/brand/current";
import { routes } from "@/lib/routes";

export const metadata = { title: "Reset your password" };

export default async function ResetPasswordPage({ searchParams }: PageProps<"/reset-password">) {
  const brand = await requireBrand();
  const { sent } = await searchParams;
  const back = <TextLink href={routes.login}>Back to log in</TextLink>;
  if (sent === "1") {
    return (
      <AuthFrame brand={brand} title="Check your mail" after={back}>
        <div className="grid gap-5">
          <Callout tone="success" role="status">
            If that address has an account on this portal, a mail with a link is on its way.
          </Callout>
          <div className="grid gap-3 text-sm">
            <p>
              It comes from <strong className="break-all font-semibold">{brand.resetSender}</strong>. If it has not come
              within a few minutes, look in your spam folder and release mail from that sender.
            </p>
            <p>The link works once, for 60 minutes. If you ask again, only the newest link works.</p>
            <p>
              <TextLink href={routes.resetPassword}>Ask for another mail</TextLink>
            </p>
          </div>
        </div>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      brand={brand}
      title="Reset your password"
      lead="Enter the email address of your account. You get a link to set a new password, or your first one."
      after={back}
    >
      <RequestResetForm />
    </AuthFrame>
  );
}
