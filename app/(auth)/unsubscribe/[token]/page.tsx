import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { AuthFrame } from "@/components/layout/auth-frame";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { requireBrand } from "@/lib/gate/brand/current";
import { firstParameter } from "@/lib/kit/lists/address";
import { unsubscribeAction } from "@/lib/mail/notices/unsubscribe/actions";
import { readUnsubscribe } from "@/lib/mail/unsubscribe/stop";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Stop these mails", robots: { index: false, follow: false } };

/** Opening the page changes nothing, because mail scanners open links too; sending the form does. */
export default async function UnsubscribePage({ params, searchParams }: PageProps<"/unsubscribe/[token]">) {
  const brand = await requireBrand();
  const { token } = await params;
  const found = await readUnsubscribe(brand, token);
  const all = (
    <span>
      All your choices stand under <TextLink href={`${routes.settings}#email`}>Email preferences</TextLink> in Settings.
    </span>
  );
  if (!found) {
    return (
      <AuthFrame brand={brand} title="This link does not work" after={all}>
        <p className="text-sm">It is not whole, or it belongs to another portal. Open it again from your mail.</p>
      </AuthFrame>
    );
  }
  const isDone = found.isOff || firstParameter(await searchParams, "done") !== null;
  if (isDone) {
    return (
      <AuthFrame brand={brand} title="These mails have stopped" after={all}>
        <p className="text-sm" role="status">
          You get no more mails of the kind “{found.label}”. The portal still shows you what they would have told.
        </p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      brand={brand}
      title="Stop these mails"
      lead={`You get no more mails of the kind “${found.label}”. The portal still shows you what they would have told.`}
      after={all}
    >
      <ActionForm action={unsubscribeAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton pendingLabel="Stopping">Stop these mails</SubmitButton>
      </ActionForm>
    </AuthFrame>
  );
}
