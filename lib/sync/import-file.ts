import { dirname } from "node:path";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { BrandRow, FileKind, FileRun, ImportFile, Line } from "./file-kind";
import { ReadAhead } from "./read-ahead";
import { type CsvRow, readCsv } from "./read-csv";
import { addBadRow, addWarning, type FileReport, type Finding } from "./report";
import { createRowTables, type FirstSeen, firstSeen, spoolRows, takeSpooled } from "./row-tables";

/** Rows in one batch. It limits the memory of an import. */
const BATCH = 500;

export interface FileContext {
  readonly db: Transaction;
  /** Keys of all brands. */
  readonly brands: ReadonlySet<string>;
  readonly report: FileReport;
  /** Called after each batch, when its rows are written but not yet committed. */
  readonly onBatch: (report: FileReport) => void;
}

/**
 * Reads one file and writes its good rows within the caller's transaction. Returns the brands that its rows name.
 * Throws BadFile if the file as a whole cannot be read.
 */
export function importFile(file: ImportFile, path: string, context: FileContext): Promise<string[]> {
  return file.open((kind) => importRows(kind, file, path, context));
}

async function importRows<Row extends BrandRow>(
  kind: FileKind<Row>,
  file: ImportFile,
  path: string,
  { db, brands, report, onBatch }: FileContext,
): Promise<string[]> {
  await createRowTables(db);
  const named = new Set<string>();
  const deferred: Line<Row>[] = [];
  const batches = new ReadAhead(readBatches(kind, brands, readCsv(path, file.columns)));
  const run: FileRun<Row> = {
    db,
    folder: dirname(path),
    final: false,
    bad: (line, column, reason) => addBadRow(report, line, column, reason),
    warn: (line, column, reason) => addWarning(report, line, column, reason),
    count: (outcome) => {
      report[outcome]++;
    },
    defer: (line) => deferred.push(line),
    readAhead: () => batches.begin(),
  };

  for await (const { size, lines, bad } of batches) {
    report.rows += size;
    for (const { line, column, reason } of bad) run.bad(line, column, reason);
    for (const { row } of lines) named.add(row.brand);
    const once = await withoutRepeats(kind, lines, run);
    if (once.length > 0) await kind.write(once, run);
    await spoolRows(db, deferred.splice(0));
    onBatch(report);
  }
  const last: FileRun<Row> = {
    ...run,
    final: true,
    defer: () => {
      throw new Error("A row was put off twice");
    },
  };
  for (let taken = await takeSpooled<Row>(db, BATCH); taken.length > 0; taken = await takeSpooled<Row>(db, BATCH)) {
    await kind.write(taken, last);
    onBatch(report);
  }
  await db.execute(sql`drop table import_seen, import_deferred`);
  inFileOrder(report.bad);
  inFileOrder(report.warnings);
  return [...named].sort();
}

/** Sorts the findings by line. A batch is checked in several steps, each of which adds findings. */
function inFileOrder(findings: Finding[]): void {
  findings.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** Rows of the file as its schema reads them. Nothing of them has been compared with the database yet. */
interface Batch<Row> {
  /** The number of rows, bad ones among them. */
  readonly size: number;
  readonly lines: readonly Line<Row>[];
  readonly bad: readonly BadLine[];
}

interface BadLine {
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
}

async function* readBatches<Row extends BrandRow>(
  kind: FileKind<Row>,
  brands: ReadonlySet<string>,
  rows: AsyncIterable<CsvRow>,
): AsyncGenerator<Batch<Row>> {
  let lines: Line<Row>[] = [];
  let bad: BadLine[] = [];
  for await (const row of rows) {
    const read = readRow(kind, brands, row);
    if ("row" in read) lines.push(read);
    else bad.push(read);
    if (lines.length + bad.length < BATCH) continue;
    yield { size: BATCH, lines, bad };
    lines = [];
    bad = [];
  }
  const size = lines.length + bad.length;
  if (size > 0) yield { size, lines, bad };
}

/** The row as its schema reads it, or its first fault. */
function readRow<Row extends BrandRow>(
  kind: FileKind<Row>,
  brands: ReadonlySet<string>,
  { line, cells, problem }: CsvRow,
): Line<Row> | BadLine {
  if (problem) return { line, ...problem };
  const parsed = kind.schema.safeParse(cells);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const column = issue?.path[0] === undefined ? null : String(issue.path[0]);
    return { line, column, reason: issue?.message ?? "The row is not valid." };
  }
  if (!brands.has(parsed.data.brand)) {
    return { line, column: "brand", reason: "There is no brand with this key." };
  }
  return { line, row: parsed.data };
}

/** Refuses a record that is twice in one file: the two rows would overwrite each other in every run. */
async function withoutRepeats<Row extends BrandRow>(
  kind: FileKind<Row>,
  lines: readonly Line<Row>[],
  run: FileRun<Row>,
): Promise<Line<Row>[]> {
  const groups: FirstSeen[] = lines.flatMap(({ line, row }) => {
    const shared = kind.shared?.(row);
    return shared ? [{ line, key: ["group", row.brand, ...shared.group], facts: shared.facts }] : [];
  });
  const disagreeing = await firstSeen(run.db, groups);
  const agreeing = lines.filter(({ line }) => {
    const first = disagreeing.get(line);
    if (!first?.differs) return true;
    run.bad(line, null, `The row differs from line ${first.line} in what both say about the same thing.`);
    return false;
  });
  const rows = agreeing.map(({ line, row }) => ({ line, key: ["row", row.brand, ...kind.identity(row)], facts: [] }));
  const repeated = await firstSeen(run.db, rows);
  return agreeing.filter(({ line }) => {
    const first = repeated.get(line);
    if (!first) return true;
    run.bad(line, null, `The same record stands on line ${first.line} already.`);
    return false;
  });
}
