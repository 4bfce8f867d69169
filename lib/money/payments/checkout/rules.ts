import { currencyDigits, formatMoney, money, parseMinor } from "@/lib/kit/money";

/** What one charge of Stripe's Checkout takes, in minor units of any currency, and how many lines one session has. */
const LEAST_CHARGE_MINOR = 50;
const LARGEST_CHARGE_MINOR = 99_999_999;
export const MOST_INVOICES = 100;

/** What a brand says about paying an invoice in parts. */
export interface PartPaymentRule {
  readonly partPayments: boolean;
  /** Minor units; null is one whole unit of the currency. */
  readonly minPartPaymentMinor: number | null;
}

/** The least part of an invoice that can be paid, minor units of `currency`; null where only whole balances can. */
export function leastPart(rule: PartPaymentRule, currency: string): number | null {
  if (!rule.partPayments) return null;
  return rule.minPartPaymentMinor ?? 10 ** currencyDigits(currency);
}

/** What an amount is judged by. */
export interface AmountRule {
  readonly balanceMinor: number;
  readonly currency: string;
  /** From `leastPart`. */
  readonly leastPartMinor: number | null;
}

export type JudgedAmount = { readonly minor: number } | { readonly fault: string };

/** Minor units of an amount as typed, with or without its sign of currency; null when it is none. */
export function readAmount(text: string, currency: string): number | null {
  return parseMinor(text.replace(/^\s*[$€£]\s*/u, ""), currency);
}

/**
 * An amount as typed for one invoice: above zero, exact to the currency's digits, at most the balance, and the whole
 * balance or at least the least part. The fault says what to do.
 */
export function judgeAmount(text: string, { balanceMinor, currency, leastPartMinor }: AmountRule): JudgedAmount {
  const balance = formatMoney(money(balanceMinor, currency));
  const minor = readAmount(text, currency);
  if (minor === null) {
    return { fault: `Enter an amount such as ${plainAmount(balanceMinor, currency)}.` };
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
 * Currencies that Stripe counts in the same minor units as we do. It does not for all: an amount in ISK, say, has two
 * decimals there and none here, and would be charged a hundredth.
 */
const CHARGED_CURRENCIES: ReadonlySet<string> = new Set(
  "USD CAD EUR GBP AUD NZD CHF MXN SGD HKD DKK NOK SEK PLN CZK JPY".split(" "),
);

/** Why one charge cannot be of this sum (minor units of `currency`); null when it can. */
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

/** Minor units as a plain decimal to type over: `12480.00`. */
export function plainAmount(minor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const text = String(minor).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** One line of what a payment is meant for. */
export interface PlanLine {
  readonly invoiceId: string;
  readonly amountMinor: number;
}

/** Are these the same invoices with the same amounts? Order is nothing. */
export function isSamePlan(one: readonly PlanLine[], other: readonly PlanLine[]): boolean {
  if (one.length !== other.length) return false;
  const amounts = new Map(one.map((line) => [line.invoiceId, line.amountMinor]));
  return amounts.size === one.length && other.every((line) => amounts.get(line.invoiceId) === line.amountMinor);
}
