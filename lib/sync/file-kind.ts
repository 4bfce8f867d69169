import type { z } from "zod";
import type { Transaction } from "@/db/client";

/** A row that has been read, with its line. */
export interface Line<Row> {
  readonly line: number;
  readonly row: Row;
}

/** What a kind of file works with while a file goes in. Every line ends in one `bad`, `count` or `defer`. */
export interface FileRun<Row> {
  readonly db: Transaction;
  /** Where the file is: what it names beside itself is in there. */
  readonly folder: string;
  /** The pass over deferred rows, after the last row of the file. Nothing can be deferred again. */
  readonly final: boolean;
  bad(line: number, column: string | null, reason: string): void;
  warn(line: number, column: string | null, reason: string): void;
  count(outcome: Outcome): void;
  /** Puts the row off until the rest of the file is in. */
  defer(line: Line<Row>): void;
}

export type Outcome = "created" | "updated" | "unchanged";

/** Anything that names its brand; `brand` stands in every file. */
export interface BrandRow {
  readonly brand: string;
}

export interface FileKind<Row extends BrandRow> {
  readonly file: string;
  readonly schema: z.ZodObject & { _zod: { output: Row } };
  /** Columns that the header must have. */
  readonly required: readonly string[];
  /** What may stand once a file, as the columns that name it and their text. */
  readonly identity: (row: Row) => readonly string[];
  /** Facts that rows of one group must agree on: the group, the facts, and the column to blame. */
  readonly shared?: (row: Row) => { readonly group: readonly string[]; readonly facts: readonly string[] } | null;
  write(lines: readonly Line<Row>[], run: FileRun<Row>): Promise<void>;
}

/** A kind of file with its row type closed over: what the engine handles. */
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
