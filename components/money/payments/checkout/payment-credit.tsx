import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { PayableInvoice } from "@/lib/money/payments/checkout/queries";
import type { PaymentCredit } from "@/lib/money/payments/queries";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";
import { CreditForm } from "./credit-form";

interface Props {
  credit: PaymentCredit;
  formId: string;
  invoices: readonly PayableInvoice[];
  /** The viewer may spend the company's money. */
  canApply: boolean;
  supportMailbox: string;
  code: boolean;
}

/** What is left of one payment, and the form that applies it to an invoice. */
export function PaymentCreditPanel({ credit, formId, invoices, canApply, supportMailbox, code }: Props) {
  return (
    <Panel
      title={
        <>
          <Money value={credit.left} code={code} className="text-base" /> left
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-sm text-muted">
          {PAYMENT_METHOD_WORDS[credit.method]}{" "}
          {credit.reference && <Reference source={credit.source} reference={credit.reference} />} of{" "}
          <Money value={credit.amount} code={code} />, received <Day value={credit.receivedOn} />
        </p>
        {!canApply ? (
          <p className="text-sm text-muted">
            For the right to use credits, write to{" "}
            <TextLink href={`mailto:${supportMailbox}`}>{supportMailbox}</TextLink>.
          </p>
        ) : invoices.length === 0 ? (
          <p className="text-sm text-muted">
            You have no open invoice in {credit.left.currency} to use it for. It stays here until you have.
          </p>
        ) : (
          <CreditForm
            formId={formId}
            paymentId={credit.paymentId}
            reference={credit.reference}
            left={credit.left}
            invoices={invoices}
            code={code}
          />
        )}
      </div>
    </Panel>
  );
}

function Reference({ source, reference }: { source: PaymentCredit["source"]; reference: string }) {
  if (source === "erp") return <span className="tabular text-ink">{reference}</span>;
  return (
    <TextLink href={routes.payment(reference)} className="tabular">
      {reference}
    </TextLink>
  );
}
