import type { InvoiceKind } from "@/db/schema/constants";
import { type Money, money } from "@/lib/kit/money";
import { daysBetween } from "@/lib/kit/time";

export const INVOICE_STATUSES = [
  "Open",
  "Overdue",
  "Partly paid",
  "Processing",
  "Paid",
  "Refunded",
  "Disputed",
  "Void",
] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

type CreditNoteStatus = "Available" | "Partly applied" | "Applied" | "Void";

export type DocumentStatus = InvoiceStatus | CreditNoteStatus;

/** The facts that decide the status. Amounts are in minor units; the database keeps the sums from the ledger. */
export interface DocumentFacts {
  readonly kind: InvoiceKind;
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly dueOn: string;
  readonly voidedOn: string | null;
  readonly totalMinor: number;
  readonly allocatedMinor: number;
  readonly pendingMinor: number;
  readonly disputedMinor: number;
  readonly refundedMinor: number;
  readonly balanceMinor: number;
}

/**
 * Status of an invoice on `today` (`YYYY-MM-DD` in the brand's zone). The first of these that applies: Void; Disputed
 * while any part is disputed; Processing while there is a balance and a payment has not cleared; Paid without a
 * balance; Refunded when all that was paid went back; Overdue from the day after the due date; Partly paid; Open.
 */
export function invoiceStatus(facts: Omit<DocumentFacts, "kind">, today: string): InvoiceStatus {
  if (facts.voidedOn !== null) return "Void";
  if (facts.disputedMinor > 0) return "Disputed";
  if (facts.pendingMinor > 0 && facts.balanceMinor > 0) return "Processing";
  if (facts.balanceMinor === 0) return "Paid";
  if (facts.refundedMinor > 0 && facts.allocatedMinor === 0) return "Refunded";
  if (facts.dueOn < today) return "Overdue";
  return facts.allocatedMinor > 0 ? "Partly paid" : "Open";
}

/** Status of a credit note, by how much of it has been allocated to invoices. */
function creditNoteStatus(
  facts: Pick<DocumentFacts, "voidedOn" | "balanceMinor" | "allocatedMinor">,
): CreditNoteStatus {
  if (facts.voidedOn !== null) return "Void";
  if (facts.balanceMinor === 0) return "Applied";
  return facts.allocatedMinor > 0 ? "Partly applied" : "Available";
}

/** Status of either kind of document. */
export function documentStatus(facts: DocumentFacts, today: string): DocumentStatus {
  return facts.kind === "credit_note" ? creditNoteStatus(facts) : invoiceStatus(facts, today);
}

/** Statuses in which the client still has to pay. Only in these the due date is of interest. */
const WAITS_ON_PAYMENT: readonly DocumentStatus[] = ["Open", "Overdue", "Partly paid"];

/**
 * `Overdue by 12 days` / `Due today` / `Due tomorrow` / `Due in 5 days`; null when nothing is left to pay. A refunded
 * invoice owes again, and says `12 days past due`: it is not among those that are overdue.
 */
export function dueWords(status: DocumentStatus, dueOn: string, today: string): string | null {
  if (!WAITS_ON_PAYMENT.includes(status) && status !== "Refunded") return null;
  const days = daysBetween(today, dueOn);
  if (days < 0 && status === "Refunded") return days === -1 ? "1 day past due" : `${-days} days past due`;
  if (days < 0) return days === -1 ? "Overdue by 1 day" : `Overdue by ${-days} days`;
  if (days === 0) return "Due today";
  return days === 1 ? "Due tomorrow" : `Due in ${days} days`;
}

/**
 * An amount of a document with its sign: negative for a credit note. Zero stays as it is, because JavaScript's negative
 * zero would be printed with a minus.
 */
export function signedMoney(kind: InvoiceKind, minor: number, currency: string): Money {
  return money(kind === "credit_note" && minor !== 0 ? -minor : minor, currency);
}

/**
 * The amount still to be paid: the balance of an invoice, zero for a credit note. A credit note never lowers the sum of
 * open balances.
 */
export function payableMoney(kind: InvoiceKind, balanceMinor: number, currency: string): Money {
  return money(kind === "credit_note" ? 0 : balanceMinor, currency);
}

/** A line of an invoice, a credit note or an estimate. */
export interface DocumentLine {
  readonly lineNumber: number;
  readonly description: string;
  /** A plain decimal without trailing zeros. */
  readonly quantity: string;
  readonly unitPrice: Money;
  readonly amount: Money;
}

/** `1.0000` -> `1`, `2.5000` -> `2.5`. */
export function plainDecimal(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
