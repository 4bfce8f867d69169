import type { PaymentMethod } from "@/db/schema/constants";
import type { Money } from "@/lib/kit/money";
import { formatDay } from "@/lib/kit/time";
import type { Ageing } from "@/lib/money/invoices/ageing/rules";

/**
 * What moves the account of a company, in the order in which movements of one day are shown: documents, what was paid
 * on them, what went back of that.
 */
export const MOVEMENT_KINDS = [
  "invoice",
  "invoice_void",
  "credit_note",
  "credit_note_void",
  "payment",
  "refund",
  "chargeback",
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export const MOVEMENT_WORDS: Readonly<Record<MovementKind, string>> = {
  invoice: "Invoice",
  credit_note_void: "Credit note voided",
  refund: "Refund",
  chargeback: "Chargeback",
  invoice_void: "Invoice voided",
  credit_note: "Credit note",
  payment: "Payment",
};

/** A payment on a statement, by how it came. */
export const PAYMENT_BY_WORDS: Readonly<Record<PaymentMethod, string>> = {
  card: "Payment by card",
  bank_debit: "Payment by bank debit",
  check: "Payment by check",
  wire: "Payment by wire transfer",
  ach: "Payment by ACH transfer",
  other: "Payment",
};

/** Movements that the page shows; the rest is in the CSV. */
export const PAGE_MOVEMENTS = 500;
/** Movements that one PDF holds: about seventy pages. */
export const PDF_MOVEMENTS = 2_000;
export const CSV_MOVEMENTS = 100_000;

/** One line of a statement. */
export interface Movement {
  /** Unlike any other movement's of the same statement. */
  readonly key: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly kind: MovementKind;
  /** `Invoice`, `Payment by card, disputed`. */
  readonly words: string;
  /** Number of the document, or reference of the payment as both sides know it. */
  readonly reference: string;
  /** Number of the document where it has a page of its own. */
  readonly documentNumber: string | null;
  /** Reference of a payment that was made in the portal and so has a page of its own. */
  readonly paymentReference: string | null;
  /** What it adds to the balance; a payment carries a minus. */
  readonly amount: Money;
  /** What was owed after it. */
  readonly balance: Money;
}

/** A company's account in one currency over a period: the movements, and what the closing balance is made of. */
export interface Statement {
  readonly companyName: string | null;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** All currencies that the company has a movement in. */
  readonly currencies: readonly string[];
  /** Owed at the start of `from`; negative is in the company's favour. */
  readonly opening: Money;
  readonly charges: Money;
  /** What lowered the balance, without a minus. */
  readonly payments: Money;
  /** Owed at the end of `to`: opening and charges, less payments. */
  readonly closing: Money;
  /** How many movements the period has; `movements` may hold fewer. */
  readonly count: number;
  readonly movements: readonly Movement[];
  /** Open invoices at the end of `to` by days past due. */
  readonly ageing: Ageing;
  /** Credit not yet used at the end of `to`. */
  readonly credit: Money;
  /**
   * Documents and payments that are in already and dated after `to`: the list of today shows them, the statement does
   * not. Always zero for a day that has passed. Closing = ageing's total − credit − this.
   */
  readonly datedLater: Money;
  /** Bank debits that are clearing, which are no movement yet; zero on a statement of a day that has passed. */
  readonly onItsWay: Money;
}

/** What a movement adds to the balance, as a charge; null when it takes away. */
export function chargeOf({ amount }: Pick<Movement, "amount">): Money | null {
  return amount.minor >= 0 ? amount : null;
}

/** What a movement takes off the balance, without its minus; null when it adds. */
export function paymentOf({ amount }: Pick<Movement, "amount">): Money | null {
  return amount.minor < 0 ? { ...amount, minor: -amount.minor } : null;
}

/** What the closing balance is made of, each with the sign that it is added with. */
export function tieOutSums({
  ageing,
  credit,
  datedLater,
  to,
}: Pick<Statement, "ageing" | "credit" | "datedLater" | "to">): { term: string; value: Money }[] {
  const less = (value: Money) => ({ ...value, minor: 0 - value.minor });
  return [
    { term: "Open invoices", value: ageing.total },
    { term: "Less credit not used", value: less(credit) },
    ...(datedLater.minor === 0 ? [] : [{ term: `Less dated after ${formatDay(to)}`, value: less(datedLater) }]),
  ];
}

/** Why there is no file of so many movements, and what to do. `file` begins the sentence: `A PDF`. */
export function tooManyMovements(file: string, most: number, count: number): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return `${file} holds ${number(most)} movements, and this period has ${number(count)}. Choose a shorter period.`;
}
