import { Day, Instant, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant } from "@/lib/kit/time";
import type { PaymentOnInvoice } from "@/lib/money/payments/queries";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";
import { PaymentButtons } from "./payment-buttons";

interface Props {
  inProgress: readonly PaymentOnInvoice[];
  code: boolean;
  /** IANA zone of the viewer. */
  zone: string;
  mayPay: boolean;
}

/** Payments of an invoice that have not arrived: started by somebody, or a bank debit that is clearing. */
export function PaymentProgress({ inProgress, code, zone, mayPay }: Props) {
  if (inProgress.length === 0) return null;
  return (
    <Panel className="no-print">
      <ul className="grid divide-y divide-line">
        {inProgress.map((payment) => (
          <li
            key={payment.id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-3 first:pt-0 last:pb-0"
          >
            <div className="grid min-w-0 gap-1 text-sm">
              <p className="font-semibold">
                <StatusDot tone={payment.state === "started" ? "info" : "warning"}>
                  {payment.state === "started" ? "Payment started" : "Processing"}
                </StatusDot>
              </p>
              {payment.state === "started" ? (
                <Started payment={payment} code={code} zone={zone} />
              ) : (
                <Processing payment={payment} code={code} />
              )}
            </div>
            {payment.state === "started" && payment.reference && (
              <PaymentButtons
                paymentId={payment.id}
                reference={payment.reference}
                isOwn={payment.isOwn}
                mayPay={mayPay}
              />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Started({ payment, code, zone }: { payment: PaymentOnInvoice; code: boolean; zone: string }) {
  return (
    <p className="text-muted">
      By {payment.isOwn ? "you" : (payment.contactName ?? "a colleague")} on{" "}
      <Instant value={businessInstant(payment.startedAt).toString()} zone={zone} />:{" "}
      <Part payment={payment} code={code} />. Nothing is charged yet.
    </p>
  );
}

function Processing({ payment, code }: { payment: PaymentOnInvoice; code: boolean }) {
  return (
    <p className="text-muted">
      {PAYMENT_METHOD_WORDS[payment.method]} of <Part payment={payment} code={code} />
      {payment.expectedOn ? (
        <>
          , expected to clear by <Day value={payment.expectedOn} />
        </>
      ) : (
        ", still clearing"
      )}
      .
    </p>
  );
}

/** `$40.00 (part of $100.00), CP-…`. */
function Part({ payment, code }: { payment: PaymentOnInvoice; code: boolean }) {
  return (
    <>
      <Money value={payment.part} code={code} className="text-ink" />
      {payment.part.minor !== payment.amount.minor && (
        <>
          {" "}
          of <Money value={payment.amount} code={code} /> in all
        </>
      )}
      {payment.reference && (
        <>
          , reference{" "}
          {payment.source === "portal" ? (
            <TextLink href={routes.payment(payment.reference)} className="tabular">
              {payment.reference}
            </TextLink>
          ) : (
            <span className="tabular">{payment.reference}</span>
          )}
        </>
      )}
    </>
  );
}
