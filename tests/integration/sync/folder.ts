import { writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "csv-stringify/sync";
import { type ImportOptions, importFolder } from "@/lib/sync/import";
import type { FileReport, Finding, ImportReport } from "@/lib/sync/report";
import { temporaryFolder } from "../../support/temporary";

export type Cells = Record<string, string>;

/** Files by name without ending: the rows of each, or its whole text or bytes. */
export type Files = Record<string, readonly Cells[] | string | Buffer>;

/** A folder of its own with these files, until the test file has ended. */
export async function folderWith(files: Files): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const text = Array.isArray(content) ? toCsv(content) : (content as string | Buffer);
    await writeFile(path.join(folder, `${name}.csv`), text);
  }
  return folder;
}

/** Rows may lack columns that others have: those cells are empty. */
function toCsv(rows: readonly Cells[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return stringify([...rows], { header: true, columns });
}

export async function importFiles(files: Files, options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  return importFolder(await folderWith(files), { dryRun: false, allOrNothing: false, ...options });
}

export function reportOf(report: ImportReport, name: string): FileReport {
  const file = report.files.find((entry) => entry.file === `${name}.csv`);
  if (!file) throw new Error(`no report of ${name}.csv`);
  return file;
}

export function counts({ rows, created, updated, unchanged, badCount }: FileReport) {
  return { rows, created, updated, unchanged, bad: badCount };
}

/** Findings as `line column`. */
export function places(findings: readonly Finding[]): string[] {
  return findings.map(({ line, column }) => `${line} ${column}`);
}

export const company = (over: Cells = {}): Cells => ({
  brand: "cimsoft",
  external_id: "C-1",
  name: "Keystone Foods",
  ...over,
});

export const contact = (over: Cells = {}): Cells => ({
  brand: "cimsoft",
  external_id: "P-1",
  email: "robin@keystone.example",
  name: "Robin Meyer",
  company: "C-1",
  ...over,
});

/** An invoice of 100.00 USD. */
export const invoice = (over: Cells = {}): Cells => ({
  brand: "cimsoft",
  external_id: "AR-1",
  company: "C-1",
  number: `N-${over.external_id ?? "AR-1"}`,
  currency: "USD",
  issued_on: "2026-01-01",
  due_on: "2026-01-31",
  subtotal: over.total ?? "100.00",
  total: "100.00",
  ...over,
});

/** 100.00 USD received and allocated to AR-1. */
export const receipt = (over: Cells = {}): Cells => ({
  brand: "cimsoft",
  external_id: "RC-1",
  company: "C-1",
  received_on: "2026-01-20",
  currency: "USD",
  amount: "100.00",
  invoice: "AR-1",
  allocated_amount: "100.00",
  ...over,
});
