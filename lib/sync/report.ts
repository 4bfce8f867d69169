/** One finding for the operator, with its place in the file. `line` counts the lines of the file from 1. */
export interface Finding {
  readonly file: string;
  readonly line: number | null;
  readonly column: string | null;
  readonly reason: string;
}

export interface FileReport {
  readonly file: string;
  /** Data rows read, without the header. */
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  badCount: number;
  /** True if the file was imported. False after a file error, in a dry run, and for a bad row under all-or-nothing. */
  applied: boolean;
  /** Why the file as a whole was refused. Nothing of it was imported then. */
  readonly errors: Finding[];
  /** The first LISTED bad rows; `badCount` counts all. */
  readonly bad: Finding[];
  /** The first LISTED warnings: where the import differs from what the row says. `warningCount` counts all. */
  readonly warnings: Finding[];
  warningCount: number;
}

export interface ImportReport {
  readonly dryRun: boolean;
  readonly allOrNothing: boolean;
  readonly files: readonly FileReport[];
  /** True without file errors and bad rows. */
  readonly ok: boolean;
}

/** The most findings of each kind that are kept for a file, so that a wholly wrong file does not fill the memory. */
export const LISTED = 10_000;

export function emptyReport(file: string): FileReport {
  return {
    file,
    rows: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    badCount: 0,
    applied: false,
    errors: [],
    bad: [],
    warnings: [],
    warningCount: 0,
  };
}

export function addBadRow(report: FileReport, line: number, column: string | null, reason: string): void {
  report.badCount++;
  if (report.bad.length < LISTED) report.bad.push({ file: report.file, line, column, reason });
}

export function addWarning(report: FileReport, line: number, column: string | null, reason: string): void {
  report.warningCount++;
  if (report.warnings.length < LISTED) report.warnings.push({ file: report.file, line, column, reason });
}

export function importReport(
  files: readonly FileReport[],
  options: { dryRun: boolean; allOrNothing: boolean },
): ImportReport {
  return { ...options, files, ok: files.every((file) => file.badCount === 0 && file.errors.length === 0) };
}
