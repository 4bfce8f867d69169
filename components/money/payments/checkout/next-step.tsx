import { FileDown } from "lucide-react";
import { ButtonLink, buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { PrintButton } from "@/components/ui/print-button";
import { invoicesWithStatusHref } from "@/lib/money/invoices/schema";
import type { PortalPayment } from "@/lib/money/payments/detail/queries";
import { moneyCame } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";

interface Props {
  payment: PortalPayment;
  /** How many invoices are overdue now. */
  overdue: number;
}

/** After paying: the receipt, what is next, and the way back to what was open. Nothing for a payment that goes on. */
export function NextStep({ payment, overdue }: Props) {
  const came = moneyCame(payment.state);
  if (!came && payment.state !== "processing") return null;
  const [only] = payment.lines;
  return (
    <Panel title="What is next">
      <div className="grid gap-4 text-sm">
        <p>
          {overdue === 0
            ? "Nothing is overdue."
            : `${overdue.toLocaleString("en-US")} ${overdue === 1 ? "invoice is" : "invoices are"} still overdue.`}{" "}
          {!came && "The receipt comes when the money is here."}
        </p>
        <div className="no-print flex flex-wrap gap-2">
          {overdue > 0 && (
            <ButtonLink href={invoicesWithStatusHref("overdue")} variant="primary">
              See what is overdue
            </ButtonLink>
          )}
          {only && payment.lines.length === 1 ? (
            <ButtonLink href={routes.invoice(only.number)}>Back to {only.number}</ButtonLink>
          ) : (
            <ButtonLink href={invoicesWithStatusHref("open")}>Open invoices</ButtonLink>
          )}
          {came && (
            <>
              <a href={routes.paymentPdf(payment.reference)} className={buttonClass()}>
                <FileDown aria-hidden size={16} />
                Receipt as PDF
              </a>
              <PrintButton />
            </>
          )}
        </div>
      </div>
    </Panel>
  );
}
