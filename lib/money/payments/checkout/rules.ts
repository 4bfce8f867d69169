import { currencyDigits, formatMoney, money, parseMinor } from "@/lib/kit/money";

/** Limits of a charge by Stripe's Checkout, in minor units of any currency, and of the lines in one session. */
const LEAST_CHARGE_MINOR = 50;
const LARGEST_CHARGE_MINOR = 99_999_999;
export const MOST_INVOICES = 100;

/** What a brand says about paying an invoice in parts. */
export interface PartPaymentRule {
  readonly partPayments: boolean;
  /** In minor units; null means one whole unit of the currency. */
  readonly minPartPaymentMinor: number | null;
}

/** The smallest part payment of an invoice in minor units of `currency`; null if only whole balances can be paid. */
export function leastPart(rule: PartPaymentRule, currency: string): number | null {
  if (!rule.partPayments) return null;
  return rule.minPartPaymentMinor ?? 10 ** currencyDigits(currency);
}

/** The facts that an amount is judged by. */
export interface AmountRule {
  readonly balanceMinor: number;
  readonly currency: string;
  /** From `leastPart`. */
  readonly leastPartMinor: number | null;
}

export type JudgedAmount = { readonly minor: number } | { readonly fault: string };

/** Minor units of an amount as typed, with or without a currency sign; null if it is no amount. */
export function readAmount(text: string, currency: string): number | null {
  return parseMinor(text.replace(/^\s*[$€£]\s*/u, ""), currency);
}

/**
 * Judges an amount typed for one invoice: it must be above zero, have no more decimal places than the currency, be at
 * most the balance, and be either the whole balance or at least the least part. The fault tells the client what to do.
 */
export function judgeAmount(text: string, { balanceMinor, currency, leastPartMinor }: AmountRule): JudgedAmount {
  const balance = formatMoney(money(balanceMinor, currency));
  const minor = readAmount(text, currency);
  if (minor === null) {
    return { fault: `Enter an amount such as ${groupedAmount(balanceMinor, currency)}.` };
  }
  if (minor <= 0) return { fault: "Enter an amount above zero." };
  if (minor > balanceMinor) return { fault: `Enter at most the balance, ${balance}.` };
  if (minor === balanceMinor) return { minor };
  if (leastPartMinor === null) return { fault: `This invoice is paid as a whole: enter ${balance}.` };
  if (minor < leastPartMinor) {
    return { fault: `Enter at least ${formatMoney(money(leastPartMinor, currency))}, or all of ${balance}.` };
  }
  return { minor };
}

/**
 * Currencies whose minor units are the same at Stripe as here. An amount in ISK, for example, has two decimals at
 * Stripe and none here, so a hundredth of it would be charged.
 */
const CHARGED_CURRENCIES: ReadonlySet<string> = new Set(
  "USD CAD EUR GBP AUD NZD CHF MXN SGD HKD DKK NOK SEK PLN CZK JPY".split(" "),
);

/** Why one charge cannot have this sum (minor units of `currency`); null when it can. */
export function totalFault(minor: number, currency: string): string | null {
  if (!CHARGED_CURRENCIES.has(currency)) {
    return `Invoices in ${currency} are not paid online. Send the money as the invoice says.`;
  }
  if (minor < LEAST_CHARGE_MINOR) {
    return `A payment is at least ${formatMoney(money(LEAST_CHARGE_MINOR, currency), { code: true })}. Add another invoice.`;
  }
  if (minor > LARGEST_CHARGE_MINOR) {
    const most = formatMoney(money(LARGEST_CHARGE_MINOR, currency), { code: true });
    return `One payment is at most ${most}. Pay less now and the rest in another payment.`;
  }
  return null;
}

/** Minor units as a plain decimal for an input field: `12480.00`. */
export function plainAmount(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(minor).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The same as it stands in a field at first, with the groups that people read: `12,480.00`. */
export function groupedAmount(minor: number, currency: string): string {
  return plainAmount(minor, currency).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
}

/** One line of a payment's plan: an invoice and the amount that the payment is meant to pay of it. */
export interface PlanLine {
  readonly invoiceId: string;
  readonly amountMinor: number;
}

/** Whether both plans have the same invoices with the same amounts, in any order. */
export function isSamePlan(one: readonly PlanLine[], other: readonly PlanLine[]): boolean {
  if (one.length !== other.length) return false;
  const amounts = new Map(one.map((line) => [line.invoiceId, line.amountMinor]));
  return amounts.size === one.length && other.every((line) => amounts.get(line.invoiceId) === line.amountMinor);
}
