import { readdir } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { constraintOf, dataFaultOf, isLostLock } from "@/db/faults";
import { brands } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { IMPORT_FILES } from "./all-files";
import { compareBalances } from "./compare-balances";
import type { ImportFile } from "./file-kind";
import { importFile } from "./import-file";
import { BadFile } from "./problems";
import { emptyReport, type FileReport, type ImportReport, importReport } from "./report";
import { type Run, recordRun, updateReport } from "./runs";

export interface ImportOptions {
  /** Does everything, reports it, and saves nothing. */
  readonly dryRun: boolean;
  /** Refuses a whole file for one bad row. */
  readonly allOrNothing: boolean;
  /** Called after each batch of a file, when its rows are written but not yet committed. */
  readonly onProgress?: (report: FileReport) => void;
}

/** Key of the `pg_try_advisory_xact_lock` that all imports into a database take. */
const IMPORT_LOCK = 7_406_112_391;
/** The transaction of a file is idle while the file is read from disk, so its limit is longer than usual. */
const IDLE_LIMIT = "10min";

/** Ends a transaction whose report is complete. */
class RollBack extends Error {}

/** The import was stopped by a fault of the system. The report contains what was done until then. */
export class ImportStopped extends Error {
  readonly report: ImportReport;

  constructor(report: ImportReport, cause: unknown) {
    super("The import stopped", { cause });
    this.name = "ImportStopped";
    this.report = report;
  }
}

/**
 * Imports the files of a folder, in the order of IMPORT_FILES. Each file is one transaction, so that after a kill it is
 * imported completely or not at all. A dry run is one transaction over all files, because later files refer to earlier
 * ones. Bad rows and bad files are in the report. Throws for a folder that cannot be read, and ImportStopped for any
 * other fault of the system, such as a database that went away.
 */
export async function importFolder(folder: string, options: ImportOptions): Promise<ImportReport> {
  const { files, strays } = await findFiles(folder);
  const runs: Run[] = [];
  const report = () => importReport([...runs.map((run) => run.report), ...strays.map(strayReport)], options);
  try {
    await (options.dryRun ? tryFiles(files, folder, options, runs) : importFiles(files, folder, options, runs));
    return report();
  } catch (error) {
    throw new ImportStopped(report(), error);
  }
}

async function tryFiles(
  files: readonly ImportFile[],
  folder: string,
  options: ImportOptions,
  runs: Run[],
): Promise<void> {
  await rolledBack(async (db) => {
    for (const file of files) await inSavepoint(db, begin(runs, file), file, folder, options);
    await compareBalances(db, folder, runs);
  });
  await asSystem("import: record of a dry run", async (db) => {
    for (const run of runs) await recordRun(db, run, options);
  });
}

async function importFiles(
  files: readonly ImportFile[],
  folder: string,
  options: ImportOptions,
  runs: Run[],
): Promise<void> {
  for (const file of files) await inTransaction(runs, file, folder, options);
  await asSystem("import: compare balances", async (db) => {
    const compared = await compareBalances(db, folder, runs);
    if (compared) await updateReport(db, compared);
  });
  // A first import fills empty tables. Without this, queries on them would be slow until the database analyzes them by
  // itself, and searches slow until it has put the last words into the indexes: they read those that wait one by one.
  await asSystem("import: sizes for the planner", async (db) => {
    await db.execute(
      sql`analyze companies, contacts, agreements, invoices, invoice_lines, payments, allocations, estimates, estimate_lines`,
    );
    await db.execute(sql`select gin_clean_pending_list(name) from unnest(array['companies_words', 'companies_domains',
      'contacts_words', 'invoices_search', 'invoices_plain_number', 'invoices_plain_po']::regclass[]) as name`);
  });
}

/** The known files of the folder, and CSV files with an unknown name, which most likely has a typing error. */
async function findFiles(folder: string): Promise<{ files: ImportFile[]; strays: string[] }> {
  const names = await readdir(folder);
  const files = IMPORT_FILES.filter(({ file }) => names.includes(file));
  const known = new Set(files.map(({ file }) => file));
  return { files, strays: names.filter((name) => /\.csv$/i.test(name) && !known.has(name)).sort() };
}

function strayReport(file: string): FileReport {
  const names = IMPORT_FILES.map((known) => known.file).join(", ");
  const report = emptyReport(file);
  report.errors.push({ file, line: null, column: null, reason: `No file of this name is known. Known are: ${names}.` });
  return report;
}

/** Payers lock the same rows in another order. An import that loses its lock to them starts the file again. */
const MOST_ATTEMPTS = 5;

async function inTransaction(
  runs: Run[],
  file: ImportFile,
  folder: string,
  options: ImportOptions,
  tries = 1,
): Promise<void> {
  const run = begin(runs, file);
  try {
    await asSystem(`import: ${file.file}`, async (db) => {
      await fill(run, file, folder, options, db);
      if (options.allOrNothing && run.report.badCount > 0) throw new RollBack();
      run.report.applied = true;
      await recordRun(db, run, options);
    });
  } catch (error) {
    if (isLostLock(error) && tries < MOST_ATTEMPTS) {
      runs.pop();
      return inTransaction(runs, file, folder, options, tries + 1);
    }
    refuse(run, error);
    await asSystem("import: record of a refused file", (db) => recordRun(db, run, options));
  }
}

async function inSavepoint(
  db: Transaction,
  run: Run,
  file: ImportFile,
  folder: string,
  options: ImportOptions,
): Promise<void> {
  try {
    await db.transaction(async (savepoint) => {
      await fill(run, file, folder, options, savepoint);
      if (options.allOrNothing && run.report.badCount > 0) throw new RollBack();
    });
  } catch (error) {
    refuse(run, error);
  }
}

/** Adds the run of a file to the runs at its start, so that the report of a stopped import names this file. */
function begin(runs: Run[], file: ImportFile): Run {
  const report = emptyReport(file.file);
  const run = { report, brandKeys: [], startedAt: new Date(systemNow().epochMilliseconds) };
  runs.push(run);
  return run;
}

async function fill(
  run: Run,
  file: ImportFile,
  folder: string,
  options: ImportOptions,
  db: Transaction,
): Promise<void> {
  await db.execute(sql`select set_config('idle_in_transaction_session_timeout', ${IDLE_LIMIT}, true)`);
  const [lock] = await db.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${IMPORT_LOCK}) as free`);
  if (!lock?.free) throw new BadFile(null, null, "Another import is running on this database.");
  const known = await db.select({ key: brands.key }).from(brands);
  run.brandKeys = await importFile(file, path.join(folder, file.file), {
    db,
    brands: new Set(known.map(({ key }) => key)),
    report: run.report,
    onBatch: (report) => options.onProgress?.(report),
  });
}

/** Records why the file was not imported. Rethrows an error that the file cannot have caused. */
function refuse({ report }: Run, error: unknown): void {
  report.applied = false;
  if (error instanceof RollBack) return;
  const fault = error instanceof BadFile ? error : dataFault(error);
  if (!fault) throw error;
  report.errors.push({ file: report.file, line: fault.line, column: fault.column, reason: fault.message });
}

/**
 * A BadFile for a value that our checks accepted and the database refused. The database's message is left out, because
 * it contains the row.
 */
function dataFault(error: unknown): BadFile | null {
  const code = dataFaultOf(error);
  if (code === null) return null;
  const rule = constraintOf(error);
  return new BadFile(null, null, `The database refused a row of this file (${rule ? `${rule}, ` : ""}${code}).`);
}

async function rolledBack(work: (db: Transaction) => Promise<void>): Promise<void> {
  try {
    await asSystem("import: dry run", async (db) => {
      await work(db);
      throw new RollBack();
    });
  } catch (error) {
    if (!(error instanceof RollBack)) throw error;
  }
}
