import { parseMinor } from "@/lib/kit/money";
import { BadRow } from "./problems";

/**
 * The value of the cell, else the stored value. Throws BadRow if there is neither, because a new row needs the cell.
 */
export function need<T>(column: string, cell: T | undefined, stored: T | null | undefined): T {
  const value = cell ?? stored;
  if (value === undefined || value === null) throw new BadRow(column, "The cell is empty, and nothing is stored yet.");
  return value;
}

/** The value of the cell, else the stored value, else null: an empty cell changes nothing. */
export function keep<T>(cell: T | undefined, stored: T | null | undefined): T | null {
  return cell ?? stored ?? null;
}

/** A decimal in minor units of the currency. Throws BadRow if it has more decimal places than the currency. */
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

/** Throws BadRow if a fact that must stay the same for a document would change. */
export function refuseChange<T>(column: string, value: T, stored: T | null | undefined): void {
  if (stored !== undefined && stored !== null && stored !== value) {
    throw new BadRow(column, "This cannot change for a document that is already in.");
  }
}

/**
 * Whether both have the same values in these fields. Two instants count as the same, because the importer only sets or
 * clears them.
 */
export function sameIn<T extends object>(fields: readonly (keyof T)[], a: T, b: T): boolean {
  const plain = (value: unknown) => (value instanceof Date ? "set" : JSON.stringify(value ?? null));
  return fields.every((field) => plain(a[field]) === plain(b[field]));
}
