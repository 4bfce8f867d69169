import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "@/components/gate/login-form";
import { AuthFrame } from "@/components/layout/auth-frame";
import { NoticeBanner } from "@/components/site/home-page/notice-banner";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { loginSentence } from "@/lib/gate/auth/login-sentences";
import { getSession } from "@/lib/gate/auth/session";
import { requireBrand } from "@/lib/gate/brand/current";
import { businessNow } from "@/lib/kit/time";
import { routes, safeNextPath } from "@/lib/routes";
import { noticeFor } from "@/lib/site/home-page/rules";

export async function generateMetadata(): Promise<Metadata> {
  const { name } = await requireBrand();
  return {
    title: "Log in",
    description: `Log in to the ${name} Client Portal, or set your first password if you are a customer without one.`,
  };
}

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const brand = await requireBrand();
  const query = await searchParams;
  const next = typeof query.next === "string" ? safeNextPath(query.next, brand.origin) : null;
  const signedIn = await getSession();
  if (signedIn) redirect(next ?? (signedIn.viewer.kind === "staff" ? routes.staff : routes.dashboard));
  const sentence = loginSentence(query.notice);
  return (
    <AuthFrame
      brand={brand}
      title="Log in"
      notice={<NoticeBanner notice={noticeFor(brand, "visitor", businessNow())} />}
      lead={next ? "Log in to go on to the page you asked for." : undefined}
      after={
        <>
          <p>
            <TextLink href={routes.resetPassword}>Don't remember your password?</TextLink>
          </p>
          <p>New to the portal, and already a customer? Use the same link to set your first password.</p>
        </>
      }
    >
      <div className="grid gap-5">
        {sentence && (
          <Callout tone="success" role="status">
            {sentence}
          </Callout>
        )}
        <LoginForm next={next} />
      </div>
    </AuthFrame>
  );
}
