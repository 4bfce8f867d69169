import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Day, Instant, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Refresh } from "@/components/ui/refresh";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import type { PaymentState } from "@/db/schema/constants";
import { formatMoney } from "@/lib/kit/money";
import { businessInstant } from "@/lib/kit/time";
import { plainAmount } from "@/lib/money/payments/checkout/rules";
import { payAgainHref } from "@/lib/money/payments/checkout/schema";
import type { PortalPayment } from "@/lib/money/payments/detail/queries";
import { failureWords, moneyCame, PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";
import { PaymentButtons } from "./payment-buttons";

const tones: Record<PaymentState, Tone> = {
  started: "info",
  processing: "warning",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
  refunded: "neutral",
  partly_refunded: "neutral",
  disputed: "danger",
};

interface Props {
  payment: PortalPayment;
  code: boolean;
  /** IANA zone of the viewer. */
  zone: string;
  mayPay: boolean;
  /** Another attempt can be made: **Pay** is offered on this brand. */
  payAgain: boolean;
  /** The viewer just returned from the checkout, and Stripe has not reported yet. */
  isWaiting: boolean;
  /** Address that got the receipt; null for viewers who must not know it. */
  receiptTo: string | null;
}

/** State of a payment in words, and what can be done about it. About money it says only what Stripe has reported. */
export function PaymentStatePanel({ payment, code, zone, mayPay, payAgain, isWaiting, receiptTo }: Props) {
  const { state, reference } = payment;
  const again = payAgain && (state === "failed" || state === "cancelled") && (
    <ButtonLink href={againHref(payment)} variant="primary">
      Pay again
    </ButtonLink>
  );
  return (
    <Panel>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div className="grid min-w-0 max-w-reading gap-2 text-sm">
          <p className="text-base font-semibold" role="status">
            <StatusDot tone={isWaiting ? "info" : tones[state]}>
              {isWaiting ? "Waiting for Stripe" : state === "started" ? "Payment started" : PAYMENT_STATE_WORDS[state]}
            </StatusDot>
          </p>
          <div className="grid gap-2">
            {isWaiting ? <Waiting reference={reference} /> : <Words payment={payment} code={code} zone={zone} />}
            {moneyCame(state) && receiptTo && (
              <p className="text-muted">
                The receipt goes to <span className="wrap-anywhere text-ink">{receiptTo}</span> by mail.
              </p>
            )}
          </div>
        </div>
        {state === "started" && !isWaiting && (
          <PaymentButtons paymentId={payment.id} reference={reference} isOwn={payment.isOwn} mayPay={mayPay} />
        )}
        {again}
      </div>
    </Panel>
  );
}

function Waiting({ reference }: { reference: string }) {
  return (
    <>
      <p>Stripe has not told us yet what became of this payment. It usually takes a few seconds.</p>
      <p className="text-muted">
        This page refreshes by itself. You can also leave: the payment goes on without it, and its mail comes all the
        same. <TextLink href={routes.payment(reference)}>I did not finish paying</TextLink>
      </p>
      <Refresh />
      <noscript>
        <meta httpEquiv="refresh" content="3" />
      </noscript>
    </>
  );
}

function Words({ payment, code, zone }: { payment: PortalPayment; code: boolean; zone: string }): ReactNode {
  const amount = <Money value={payment.amount} code={code} className="font-semibold" />;
  switch (payment.state) {
    case "started":
      return (
        <>
          <p>
            {payment.isOwn ? "You" : (payment.contactName ?? "A colleague")} started this payment of {amount} on{" "}
            <Instant value={businessInstant(payment.startedAt).toString()} zone={zone} />. Nothing is charged yet.
          </p>
          {payment.failureCode && <p>{sentences(payment.failureCode)}</p>}
        </>
      );
    case "processing":
      return (
        <p>
          Your bank is sending {amount}.{" "}
          {payment.expectedOn ? (
            <>
              It is expected to clear by <Day value={payment.expectedOn} />.
            </>
          ) : (
            "A bank debit takes about four business days to clear."
          )}{" "}
          The balance goes down when the money is here.
        </p>
      );
    case "succeeded":
      return (
        <p>
          We received {amount} on <Day value={payment.receivedOn} />.
          {payment.disputeState === "won" && " A dispute about it ended in our favor."}
        </p>
      );
    case "failed":
      return <p>{sentences(payment.failureCode)} Nothing was paid: the balance of your invoices is as it was.</p>;
    case "cancelled":
      return <p>This payment was cancelled or ran out of time. Nothing was charged.</p>;
    case "refunded":
      return <p>All of {amount} went back to you.</p>;
    case "partly_refunded":
      return (
        <p>
          We received {amount} on <Day value={payment.receivedOn} />, and {returned(payment, code)} of it went back to
          you.
        </p>
      );
    case "disputed":
      return (
        <p>
          We received {amount} on <Day value={payment.receivedOn} />, and it has been disputed with the bank. The
          invoices stay as paid until the dispute is decided.
        </p>
      );
  }
}

function againHref({ lines, poNumber, note }: PortalPayment): string {
  return payAgainHref({
    lines: lines.map(({ number, amount }) => ({ number, amount: plainAmount(amount.minor, amount.currency) })),
    poNumber,
    note,
  });
}

function sentences(code: string | null): string {
  const { what, todo } = failureWords(code);
  return `${what} ${todo}`;
}

function returned(payment: PortalPayment, code: boolean): string {
  const minor = payment.returns.reduce((sum, entry) => sum + entry.amount.minor, 0);
  return formatMoney({ minor, currency: payment.amount.currency }, { code });
}
