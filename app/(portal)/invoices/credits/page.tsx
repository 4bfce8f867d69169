import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { CreditNotesPanel } from "@/components/checkout/credit-notes";
import { PaymentCreditPanel } from "@/components/checkout/payment-credit";
import { needsCode } from "@/components/invoices/mixed";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/actions/context";
import { mayPay } from "@/lib/checkout/policy";
import { listPayable } from "@/lib/checkout/queries";
import { readsMoney } from "@/lib/companies/policy";
import { listOpenCreditNotes, listPaymentCredits } from "@/lib/payments/queries";
import { routes } from "@/lib/routes";
import { businessToday } from "@/lib/time";

export const metadata: Metadata = { title: "Credits" };

export default async function CreditsPage() {
  const { brand, canApply, credits, notes, payable } = await asViewer("client", async (context, { brand, viewer }) => {
    if (!readsMoney(viewer)) notFound();
    const credits = await listPaymentCredits(context);
    const currencies = [...new Set(credits.map((credit) => credit.left.currency))];
    const payable = new Map(
      await Promise.all(
        currencies.map(async (currency) => {
          const [group] = await listPayable(context, businessToday(brand.zone), currency);
          return [currency, group?.invoices ?? []] as const;
        }),
      ),
    );
    return { brand, canApply: mayPay(viewer), credits, notes: await listOpenCreditNotes(context), payable };
  });
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
        {notes.length > 0 && <CreditNotesPanel notes={notes} remitTo={brand.remitTo} code={code} />}
      </div>
    </>
  );
}
