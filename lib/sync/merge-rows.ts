import { v7 as uuidv7 } from "uuid";
import type { FileRun, Line, Outcome } from "./file-kind";
import { sameIn } from "./merge-cells";
import { BadRow } from "./problems";

export interface MergedRow<Row, Values> {
  readonly line: number;
  readonly row: Row;
  readonly values: Values;
  readonly stored: Values | undefined;
  outcome: Outcome;
}

/**
 * Merges each row into its stored record. `merge` is pure: it returns the record as it should become, or throws BadRow,
 * which is reported here. `fields` are those that the file sets: a row without a difference in them counts as
 * unchanged.
 */
export function mergeRows<Row, Values extends object>(
  lines: readonly Line<Row>[],
  run: Pick<FileRun<Row>, "bad">,
  options: {
    readonly find: (row: Row) => Values | undefined;
    readonly merge: (row: Row, stored: Values | undefined, id: string, line: number) => Values;
    readonly fields: readonly (keyof Values)[];
    readonly idOf: (values: Values) => string;
  },
): MergedRow<Row, Values>[] {
  return lines.flatMap(({ line, row }) => {
    try {
      const stored = options.find(row);
      const values = options.merge(row, stored, stored ? options.idOf(stored) : uuidv7(), line);
      const outcome = !stored ? "created" : sameIn(options.fields, stored, values) ? "unchanged" : "updated";
      return [{ line, row, values, stored, outcome } satisfies MergedRow<Row, Values>];
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      run.bad(line, error.column, error.message);
      return [];
    }
  });
}

/** The records that must be written. */
export function toWrite<Row, Values>(merged: readonly MergedRow<Row, Values>[]): Values[] {
  return merged.filter(({ outcome }) => outcome !== "unchanged").map(({ values }) => values);
}

/**
 * Refuses a key (a document's number, a mail address) that another record of the brand has, in the database or in an
 * earlier row.
 */
export class Taken {
  private readonly ids = new Map<string, string>();

  set(key: string, id: string): void {
    this.ids.set(key, id);
  }

  refuseOthers(key: string, id: string, column: string, reason: string): void {
    const holder = this.ids.get(key);
    if (holder !== undefined && holder !== id) throw new BadRow(column, reason);
    this.ids.set(key, id);
  }
}
