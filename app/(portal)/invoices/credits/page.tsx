import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { needsCode } from "@/components/money/invoices/mixed";
import { CreditNotesPanel } from "@/components/money/payments/checkout/credit-notes";
import { PaymentCreditPanel } from "@/components/money/payments/checkout/payment-credit";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { businessToday } from "@/lib/kit/time";
import { mayPay } from "@/lib/money/payments/checkout/policy";
import { listPayable } from "@/lib/money/payments/checkout/queries";
import { listOpenCreditNotes, listPaymentCredits } from "@/lib/money/payments/queries";
import { readsMoney } from "@/lib/people/companies/policy";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Credits" };

/** Rows shown of each kind of credit. There is a limit because every row has a form of its own. */
const MOST_SHOWN = 50;

/** Cuts a list that was read with one row more than is shown, by which `hasMore` is known. */
function cut<T>(rows: readonly T[]) {
  return { shown: rows.slice(0, MOST_SHOWN), hasMore: rows.length > MOST_SHOWN };
}

export default async function CreditsPage() {
  const read = await asViewer("client", async (context, { brand, viewer }) => {
    if (!readsMoney(viewer)) notFound();
    const { shown: credits, hasMore } = cut(await listPaymentCredits(context, MOST_SHOWN + 1));
    const currencies = [...new Set(credits.map((credit) => credit.left.currency))];
    const payable = new Map(
      await Promise.all(
        currencies.map(async (currency) => {
          const [group] = await listPayable(context, businessToday(brand.zone), currency);
          return [currency, group?.invoices ?? []] as const;
        }),
      ),
    );
    const { shown: notes, hasMore: hasMoreNotes } = cut(await listOpenCreditNotes(context, MOST_SHOWN + 1));
    return { brand, canApply: mayPay(viewer), credits, hasMore, notes, hasMoreNotes, payable };
  });
  const { brand, canApply, credits, notes, payable } = read;
  const code = needsCode([...credits.map((credit) => credit.left), ...notes.map((note) => note.left)], brand.currency);
  return (
    <>
      <PageHeader back={{ href: routes.invoices, label: "Invoices" }} title="Credits" />
      <div className="grid gap-6">
        {credits.length + notes.length === 0 && (
          <Panel flush>
            <EmptyState
              title="No credit is left to use"
              action={<ButtonLink href={routes.invoices}>Back to invoices</ButtonLink>}
            >
              When a payment brings more than its invoices take, the rest is shown here for you to use.
            </EmptyState>
          </Panel>
        )}
        {read.hasMore && (
          <Callout>These are the {MOST_SHOWN} oldest credits. Newer ones appear here as these are used up.</Callout>
        )}
        {credits.map((credit) => (
          <PaymentCreditPanel
            key={credit.paymentId}
            credit={credit}
            formId={uuidv7()}
            invoices={payable.get(credit.left.currency) ?? []}
            canApply={canApply}
            supportMailbox={brand.supportMailbox}
            code={code}
          />
        ))}
        {notes.length > 0 && (
          <CreditNotesPanel notes={notes} hasMore={read.hasMoreNotes} remitTo={brand.remitTo} code={code} />
        )}
      </div>
    </>
  );
}
