import type { FileReport, Finding, ImportReport } from "./report";

/** The report for an operator: one line for each file, then each finding as `file:line column: reason`. */
export function describeReport(report: ImportReport, listed: number): string {
  const lines = [headline(report), ...report.files.map((file) => describeFile(file, report.dryRun))];
  const findings = (title: string, all: readonly Finding[], count: number) => {
    if (count === 0) return;
    lines.push("", `${title} (${count})`, ...all.map(describeFinding));
    if (all.length < count) lines.push(`… and ${count - all.length} more: the first ${listed} of a file are listed.`);
  };
  const errors = report.files.flatMap((file) => file.errors);
  findings("Refused files", errors, errors.length);
  findings(
    "Bad rows",
    report.files.flatMap((file) => file.bad),
    report.files.reduce((sum, file) => sum + file.badCount, 0),
  );
  findings(
    "Warnings",
    report.files.flatMap((file) => file.warnings),
    report.files.reduce((sum, file) => sum + file.warningCount, 0),
  );
  return lines.join("\n");
}

function headline({ dryRun, files }: ImportReport): string {
  if (files.length === 0) return "The folder holds no CSV file.";
  return dryRun ? "Dry run: nothing was kept." : "Import";
}

function describeFile(file: FileReport, dryRun: boolean): string {
  const outcome = file.errors.length > 0 ? "refused" : dryRun ? "checked" : file.applied ? "in" : "not in";
  const counts = `${file.rows} rows, ${file.created} created, ${file.updated} updated, ${file.unchanged} unchanged, ${file.badCount} bad`;
  return `  ${file.file.padEnd(24)}${outcome.padEnd(9)}${counts}`;
}

/** `invoices.csv:12 total: …`, a form that editors and terminals show as a link. */
export function describeFinding({ file, line, column, reason }: Finding): string {
  return `${file}${line === null ? "" : `:${line}`}${column === null ? "" : ` ${column}`}: ${reason}`;
}
