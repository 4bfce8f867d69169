/**
 * Integer minor units (cents for USD) with an ISO 4217 code. Arithmetic with different currencies is a bug, so it
 * throws.
 */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

interface CurrencyFormat {
  readonly digits: number;
  readonly format: Intl.NumberFormat;
}

/** Formatters by currency. They are kept because making one takes fifty times as long as formatting with it. */
const formats = new Map<string, CurrencyFormat>();

function formatOf(currency: string): CurrencyFormat {
  const known = formats.get(currency);
  if (known) return known;
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  const made = { digits: format.resolvedOptions().maximumFractionDigits ?? 2, format };
  formats.set(currency, made);
  return made;
}

/** Digits after the decimal point of a currency, from the platform's own CLDR data (USD 2, JPY 0, KWD 3). */
export function currencyDigits(currency: string): number {
  return formatOf(currency).digits;
}

/** Throws RangeError unless `minor` is a safe integer: a fraction of a cent must never enter the ledger. */
export function money(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`Not a whole number of minor units: ${minor}`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`Not an ISO 4217 code: ${currency}`);
  return { minor, currency };
}

/**
 * `$12,480.00`; with `code: true` `$12,480.00 USD`, for places with several currencies, where `$` alone is ambiguous. A
 * negative amount has a real minus sign, so that the digits of a column line up.
 */
export function formatMoney({ minor, currency }: Money, options: { code?: boolean } = {}): string {
  const { digits, format } = formatOf(currency);
  const text = format.format(Math.abs(minor) / 10 ** digits);
  return `${minor < 0 ? "−" : ""}${text}${options.code ? ` ${currency}` : ""}`;
}

/**
 * Reads a plain decimal ("1234.50", "-3", "1,234.50") into minor units without floating point. Returns null when it is
 * not a number or has more decimal places than the currency.
 */
export function parseMinor(text: string, currency: string): number | null {
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const digits = currencyDigits(currency);
  const fraction = (match[3] ?? "").padEnd(digits, "0");
  if (fraction.length > digits) return null;
  const minor = Number(`${(match[2] ?? "").replaceAll(",", "")}${fraction}`);
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] && minor !== 0 ? -minor : minor;
}
