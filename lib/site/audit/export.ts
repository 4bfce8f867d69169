import type { CsvCell } from "@/lib/kit/csv";
import type { AuditRow } from "./queries";
import { recordKindLabel } from "./rules";

/** The most lines in one file: a spreadsheet opens that many with ease. */
export const MOST_AUDIT_LINES = 100_000;

export const AUDIT_CSV_HEADER = [
  ...["Time (UTC)", "Brand", "Who", "Kind of person", "Act", "Kind of record", "Record", "Record ID", "Details"],
] as const;

/** Lines of the log as rows of a CSV file. `brands` has the names of brands by key. */
export async function* auditCsvRows(
  rows: AsyncIterable<AuditRow>,
  brands: Readonly<Record<string, string>>,
): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) {
    yield [
      row.at,
      row.brand && (brands[row.brand] ?? row.brand),
      row.actor,
      row.actorKind,
      row.action,
      row.record && recordKindLabel(row.record.kind),
      row.record && (row.record.isGone ? "gone" : row.record.label),
      row.record?.id ?? null,
      row.facts
        .map(({ label, before, after }) => (before === null ? `${label}: ${after}` : `${label}: ${before} → ${after}`))
        .join("; "),
    ];
  }
}
