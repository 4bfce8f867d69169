import type { z } from "zod";
import type { Transaction } from "@/db/client";

/** A row that has been read, with its line. */
export interface Line<Row> {
  readonly line: number;
  readonly row: Row;
}

/**
 * What a kind of file gets while a file is imported. Every line ends in exactly one call of `bad`, `count` or `defer`.
 */
export interface FileRun<Row> {
  readonly db: Transaction;
  /** The folder of the file. Other files that its rows name are in it. */
  readonly folder: string;
  /** True in the pass over deferred rows, after the last row of the file. Then no row can be deferred again. */
  readonly final: boolean;
  bad(line: number, column: string | null, reason: string): void;
  warn(line: number, column: string | null, reason: string): void;
  count(outcome: Outcome): void;
  /** Postpones the row until the rest of the file is imported. */
  defer(line: Line<Row>): void;
  /** Begins to read the next rows of the file. Called while the database works on the rows of this batch. */
  readonly readAhead: () => void;
}

export type Outcome = "created" | "updated" | "unchanged";

/** A row with its brand; every file has a column `brand`. */
export interface BrandRow {
  readonly brand: string;
}

export interface FileKind<Row extends BrandRow> {
  readonly file: string;
  readonly schema: z.ZodObject & { _zod: { output: Row } };
  /** Columns that the header must have. */
  readonly required: readonly string[];
  /** The texts that identify a row; two rows of a file must not have the same. The brand is added by the importer. */
  readonly identity: (row: Row) => readonly string[];
  /** Facts in which all rows of one group must agree: the key of the group, and the facts. */
  readonly shared?: (row: Row) => { readonly group: readonly string[]; readonly facts: readonly string[] } | null;
  write(lines: readonly Line<Row>[], run: FileRun<Row>): Promise<void>;
}

/** A kind of file whose row type is hidden from the importer. */
export interface ImportFile {
  readonly file: string;
  readonly columns: { readonly known: readonly string[]; readonly required: readonly string[] };
  open<T>(use: <Row extends BrandRow>(kind: FileKind<Row>) => T): T;
}

export function defineFile<Row extends BrandRow>(kind: FileKind<Row>): ImportFile {
  return {
    file: kind.file,
    columns: { known: Object.keys(kind.schema.shape), required: kind.required },
    open: (use) => use(kind),
  };
}
