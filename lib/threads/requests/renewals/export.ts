import { amountCell, type CsvCell } from "@/lib/kit/csv";
import { AGREEMENT_KIND_LABELS } from "@/lib/people/agreements/rules";
import { STAFF_STATUS_LABELS } from "@/lib/threads/requests/rules";
import type { Renewal } from "./queries";

/** The most agreements that one file holds. */
export const MOST_RENEWALS = 20_000;

export const RENEWAL_CSV_HEADER = [
  "Brand",
  "Company",
  "Kind",
  "Agreement",
  "Starts",
  "Ends",
  "Days left",
  "Seats",
  "Currency",
  "Value",
  "Owner",
  "Request",
  "Request status",
  "Renewed until",
] as const;

/**
 * An agreement as a row of the file. Days left are negative once it has ended. `brandName`: the name of the row's
 * brand.
 */
function renewalCsvRow(row: Renewal, brandName: string): CsvCell[] {
  const count = (value: number | null): CsvCell => (value === null ? null : { number: String(value) });
  return [
    brandName,
    row.company.name,
    AGREEMENT_KIND_LABELS[row.kind],
    row.product,
    row.startsOn,
    row.endsOn,
    count(row.daysLeft),
    count(row.seats),
    row.value?.currency ?? null,
    row.value && amountCell(row.value),
    row.owner || null,
    row.talk?.number ?? null,
    row.talk ? STAFF_STATUS_LABELS[row.talk.status] : "None",
    row.renewedUntil,
  ];
}

/** The rows of a file, one after the other. */
export async function* renewalCsvRows(
  rows: AsyncIterable<Renewal>,
  brandNames: Readonly<Record<string, string>>,
): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) yield renewalCsvRow(row, brandNames[row.brand] ?? row.brand);
}
