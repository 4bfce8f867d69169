import type { CsvCell } from "@/lib/kit/csv";
import { businessInstant, systemNow, type Zoned } from "@/lib/kit/time";
import { CAUSE_LABELS, OUTCOME_LABELS, PROMISE_KIND_LABELS } from "@/lib/threads/promises/rules";
import type { ExportedPromise } from "./list/queries";
import type { GroupNames } from "./rules";

/** The most promises that one file holds. */
export const MOST_PROMISES = 50_000;

export const ANSWER_CSV_HEADER = [
  "Brand",
  "Number",
  "Company",
  "Answer",
  "Severity",
  "Agreement",
  "Coverage",
  "Week from",
  "Asked",
  "Promised",
  "Times moved",
  "Outcome",
  "Ended",
  "Business minutes",
  "Cause",
  "In words",
  "Answered by",
  "Solved",
  "Business minutes to the solution",
] as const;

/** `2026-11-21 16:05`, in the zone, as spreadsheets read it. */
function minuteOf(at: Date, { zone }: Zoned): string {
  const local = businessInstant(at).toZonedDateTimeISO(zone).toPlainDateTime();
  return local.toString({ smallestUnit: "minute" }).replace("T", " ");
}

function weekOf(at: Date, { zone }: Zoned): string {
  const day = businessInstant(at).toZonedDateTimeISO(zone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

const number = (value: number | null): CsvCell => (value === null ? null : { number: String(value) });

function promiseCsvRow(row: ExportedPromise, names: GroupNames, local: Zoned): CsvCell[] {
  const late = row.outcome === "made" && row.dueAt.getTime() < systemNow().epochMilliseconds;
  return [
    names.brands[row.brand] ?? row.brand,
    row.number,
    row.companyName,
    PROMISE_KIND_LABELS[row.kind],
    row.severity && (names.severities[row.severity] ?? row.severity),
    row.agreement,
    row.coverage && (names.coverages[`${row.brand} ${row.coverage}`] ?? row.coverage),
    weekOf(row.dueAt, local),
    minuteOf(row.madeAt, local),
    minuteOf(row.dueAt, local),
    number(row.moves),
    late ? "Late, waiting" : OUTCOME_LABELS[row.outcome],
    row.endedAt && minuteOf(row.endedAt, local),
    number(row.minutes),
    row.cause && CAUSE_LABELS[row.cause],
    row.causeNote,
    row.answerer,
    row.solvedAt && minuteOf(row.solvedAt, local),
    number(row.solvedMinutes),
  ];
}

/** The rows of a file, one after the other. Times are in the zone. */
export async function* promiseCsvRows(
  rows: AsyncIterable<ExportedPromise>,
  names: GroupNames,
  local: Zoned,
): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) yield promiseCsvRow(row, names, local);
}
