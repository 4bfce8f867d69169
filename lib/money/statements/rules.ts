import type { PaymentMethod } from "@/db/schema/constants";
import type { Money } from "@/lib/kit/money";
import { formatDay } from "@/lib/kit/time";
import type { Ageing } from "@/lib/money/invoices/ageing/rules";

/**
 * Kinds of movements on the account of a company, in the order in which movements of one day are shown: documents,
 * payments, then money that went back.
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

/** Words for a payment on a statement, by method. */
export const PAYMENT_BY_WORDS: Readonly<Record<PaymentMethod, string>> = {
  card: "Payment by card",
  bank_debit: "Payment by bank debit",
  check: "Payment by check",
  wire: "Payment by wire transfer",
  ach: "Payment by ACH transfer",
  other: "Payment",
};

/** The most movements on the page; the CSV has all. */
export const PAGE_MOVEMENTS = 500;
/** The most movements in one PDF, which are about seventy pages. */
export const PDF_MOVEMENTS = 2_000;
export const CSV_MOVEMENTS = 100_000;

/** One line of a statement. */
export interface Movement {
  /** Unique among the movements of the statement. */
  readonly key: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly kind: MovementKind;
  /** `Invoice`, `Payment by card, disputed`. */
  readonly words: string;
  /** Number of the document, or the reference by which client and firm know the payment. */
  readonly reference: string;
  /** Number of the document if it has a page. */
  readonly documentNumber: string | null;
  /** Reference of a payment that was made in the portal and so has a page. */
  readonly paymentReference: string | null;
  /** The amount that the movement adds to the balance; negative for a payment. */
  readonly amount: Money;
  /** The balance after the movement. */
  readonly balance: Money;
}

/** A company's account in one currency over a period: the movements, and the parts of the closing balance. */
export interface Statement {
  readonly companyName: string | null;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** All currencies in which the company has a movement. */
  readonly currencies: readonly string[];
  /** The amount owed at the start of `from`; negative if the firm owes the company. */
  readonly opening: Money;
  readonly charges: Money;
  /** The sum of what lowered the balance, as a positive amount. */
  readonly payments: Money;
  /** The amount owed at the end of `to`: opening balance and charges, less payments. */
  readonly closing: Money;
  /** Number of movements in the period; `movements` may hold fewer. */
  readonly count: number;
  readonly movements: readonly Movement[];
  /** Open invoices at the end of `to` by days past due. */
  readonly ageing: Ageing;
  /** Unused credit at the end of `to`. */
  readonly credit: Money;
  /**
   * Documents and payments that are stored already but dated after `to`. Today's invoice list includes them, the
   * statement does not. Always zero for a past day. Closing balance = total of the ageing − credit − this.
   */
  readonly datedLater: Money;
  /** Bank debits that have not cleared and are no movement yet; zero on a statement of a past day. */
  readonly onItsWay: Money;
}

/** The amount of a movement that adds to the balance; null for one that lowers it. */
export function chargeOf({ amount }: Pick<Movement, "amount">): Money | null {
  return amount.minor >= 0 ? amount : null;
}

/** The amount of a movement that lowers the balance, as a positive amount; null for one that adds to it. */
export function paymentOf({ amount }: Pick<Movement, "amount">): Money | null {
  return amount.minor < 0 ? { ...amount, minor: -amount.minor } : null;
}

/** The parts of the closing balance, each with the sign with which it is added. */
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

/** Why a file of so many movements is not made, and what to do instead. `file` begins the sentence: `A PDF`. */
export function tooManyMovements(file: string, most: number, count: number): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return `${file} holds ${number(most)} movements, and this period has ${number(count)}. Choose a shorter period.`;
}
