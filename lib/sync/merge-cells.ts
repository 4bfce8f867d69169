import { parseMinor } from "@/lib/kit/money";
import { BadRow } from "./problems";

/** What the cell says, else what is stored. Throws BadRow when neither says anything: a new row needs the cell. */
export function need<T>(column: string, cell: T | undefined, stored: T | null | undefined): T {
  const value = cell ?? stored;
  if (value === undefined || value === null) throw new BadRow(column, "The cell is empty, and nothing is stored yet.");
  return value;
}

/** What the cell says, else what is stored, else null: an empty cell changes nothing. */
export function keep<T>(cell: T | undefined, stored: T | null | undefined): T | null {
  return cell ?? stored ?? null;
}

/** A decimal in minor units of the currency. Throws BadRow when it has more decimals than the currency knows. */
export function toMinor(column: string, text: string | undefined, currency: string): number | undefined {
  if (text === undefined) return undefined;
  const minor = parseMinor(text, currency);
  if (minor === null) throw new BadRow(column, `The amount does not fit ${currency}: too many digits.`);
  return minor;
}

export function refuseNegative(column: string, minor: number): number {
  if (minor < 0) throw new BadRow(column, "The amount is negative.");
  return minor;
}

/** Throws BadRow when a fact that identifies a document would change under its external id. */
export function refuseChange<T>(column: string, value: T, stored: T | null | undefined): void {
  if (stored !== undefined && stored !== null && stored !== value) {
    throw new BadRow(column, "This cannot change for a document that is already in.");
  }
}

/** Both hold the same in these fields. Instants are compared by presence: the importer only sets or clears them. */
export function sameIn<T extends object>(fields: readonly (keyof T)[], a: T, b: T): boolean {
  const plain = (value: unknown) => (value instanceof Date ? "set" : JSON.stringify(value ?? null));
  return fields.every((field) => plain(a[field]) === plain(b[field]));
}
