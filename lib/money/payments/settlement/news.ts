import type { DisputeState, PaymentState, RefundKind } from "@/db/schema/constants";
import { moneyCame } from "@/lib/money/payments/rules";
import { type AllocatedInvoice, type Allocation, compareNumbers, type Taken } from "./allocation";

/* What a change of the ledger reports: to the payer by mail, and to the audit log. */

/** A refund or lost dispute as Stripe reports it. */
export interface RefundFacts {
  readonly kind: RefundKind;
  readonly stripeId: string;
  readonly amountMinor: number;
  readonly refundedOn: string;
}

interface Before {
  readonly payment: {
    readonly state: PaymentState;
    readonly amountMinor: number;
    readonly disputeState: DisputeState | null;
  };
  readonly invoices: readonly AllocatedInvoice[];
  readonly refunds: readonly RefundFacts[];
}

export interface MailLine {
  readonly number: string;
  readonly amountMinor: number;
}

/** What the payer is mailed, each once. */
export type PaymentNews =
  | { readonly kind: "receipt" | "processing" | "failed"; readonly lines: readonly MailLine[] }
  | { readonly kind: "refunded"; readonly refund: RefundFacts; readonly lines: readonly MailLine[] };

/** An entry for the audit log. */
export interface PaymentAudit {
  readonly action: "processing" | "succeeded" | "failed" | "cancelled" | "refunded" | "disputed";
  readonly details: Readonly<Record<string, unknown>>;
}

export function auditState(wanted: PaymentState, from: PaymentState, failureCode: string | null): PaymentAudit[] {
  if (wanted !== "processing" && wanted !== "failed" && wanted !== "cancelled") return [];
  return [{ action: wanted, details: { from, ...(wanted === "failed" ? { failureCode } : {}) } }];
}

/** The payer is mailed about refunds. Of a lost dispute they learn from their own bank. */
export function refundNews(before: Before, refunds: readonly RefundFacts[], taken: readonly Taken[]): PaymentNews[] {
  return refunds
    .filter(({ kind, stripeId }) => kind === "refund" && !before.refunds.some((known) => known.stripeId === stripeId))
    .map((refund) => ({
      kind: "refunded",
      refund,
      lines: taken.flatMap(({ stripeId, invoiceId, amountMinor }) => {
        const invoice = before.invoices.find(({ id }) => id === invoiceId);
        return stripeId === refund.stripeId && invoice ? [{ number: invoice.number, amountMinor }] : [];
      }),
    }));
}

export function auditMoney(
  { payment, refunds: before }: Before,
  { amountMinor, disputeState }: { readonly amountMinor: number; readonly disputeState: DisputeState | null },
  refunds: readonly RefundFacts[],
): PaymentAudit[] {
  const audits: PaymentAudit[] = [];
  if (!moneyCame(payment.state) || amountMinor !== payment.amountMinor) {
    audits.push({ action: "succeeded", details: { from: payment.state, amountMinor } });
  }
  if (JSON.stringify(refundKeys(before)) !== JSON.stringify(refundKeys(refunds))) {
    const refundedMinor = refunds.reduce((total, refund) => total + refund.amountMinor, 0);
    audits.push({ action: "refunded", details: { refundedMinor, refunds: refunds.map(({ stripeId }) => stripeId) } });
  }
  if (payment.disputeState !== disputeState) {
    audits.push({ action: "disputed", details: { dispute: disputeState } });
  }
  return audits;
}

const refundKeys = (refunds: readonly RefundFacts[]) =>
  refunds.map(({ stripeId, amountMinor }) => `${stripeId} ${amountMinor}`).sort();

export function linesOf(
  parts: readonly Allocation[],
  invoices: readonly AllocatedInvoice[],
  take: (part: Allocation) => boolean,
): MailLine[] {
  const byId = new Map(invoices.map(({ id, number }) => [id, number]));
  return parts
    .filter(take)
    .map((part) => ({ number: byId.get(part.invoiceId) ?? "", amountMinor: part.amountMinor }))
    .sort((a, b) => compareNumbers(a.number, b.number));
}
