/** One thing to tell the operator, at its place in the file. `line` counts the file's own lines from 1. */
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
  /** The file is in. False after a file error, a dry run, or a bad row under all-or-nothing. */
  applied: boolean;
  /** Why the file as a whole was refused; nothing of it is in then. */
  readonly errors: Finding[];
  /** The first LISTED bad rows; `badCount` counts all. */
  readonly bad: Finding[];
  /** The first LISTED warnings: what went in differently from what the row says. `warningCount` counts all. */
  readonly warnings: Finding[];
  warningCount: number;
}

export interface ImportReport {
  readonly dryRun: boolean;
  readonly allOrNothing: boolean;
  readonly files: readonly FileReport[];
  /** No file error and no bad row. */
  readonly ok: boolean;
}

/** Findings of each kind kept a file, so that a wholly wrong file does not fill the memory. */
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
