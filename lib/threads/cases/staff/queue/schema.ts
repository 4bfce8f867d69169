import { z } from "zod";
import { CASE_STATUSES, type CaseStatus, SEVERITIES, type Severity } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { cleanQuery } from "@/lib/kit/lists/search";
import { routes } from "@/lib/routes";
import { type CaseCursor, decodeCaseCursor, encodeCaseCursor } from "@/lib/threads/cases/schema";

const STAFF_CASE_SORTS = ["clock", "latest", "severity", "-filed", "filed"] as const;
export type StaffCaseSort = (typeof STAFF_CASE_SORTS)[number];

export interface StaffCaseFilters {
  readonly q: string;
  /** Null: what is open, or everything while one searches. */
  readonly status: CaseStatus | null;
  /** Open cases whose answer is overdue. */
  readonly late: boolean;
  readonly brand: string | null;
  readonly severity: Severity | null;
  readonly product: string | null;
  /** The reader, nobody, or an agent by id. */
  readonly assignee: string | null;
  readonly company: string | null;
  readonly sort: StaffCaseSort;
  readonly cursor: CaseCursor | null;
}

const rowId = z.guid().transform((id) => id.toLowerCase());

const parameters = z.object({
  q: z.string().transform(cleanQuery).catch(""),
  status: z.enum(CASE_STATUSES).nullable().catch(null),
  late: z
    .string()
    .transform((text) => text === "yes")
    .catch(false),
  brand: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/)
    .nullable()
    .catch(null),
  severity: z.enum(SEVERITIES).nullable().catch(null),
  product: z.string().min(1).max(100).nullable().catch(null),
  assignee: z
    .union([z.enum(["me", "nobody"]), rowId])
    .nullable()
    .catch(null),
  company: rowId.nullable().catch(null),
  sort: z.enum(STAFF_CASE_SORTS).catch("clock"),
  after: z.string().max(300).nullable().catch(null),
});

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseStaffCaseFilters(raw: RawParameters): StaffCaseFilters {
  const names = Object.keys(parameters.shape);
  const { after, ...rest } = parameters.parse(
    Object.fromEntries(names.map((name) => [name, firstParameter(raw, name)])),
  );
  return { ...rest, cursor: after === null ? null : decodeCaseCursor(after, rest.sort) };
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function staffCasesHref(filters: Partial<StaffCaseFilters>, change: Partial<StaffCaseFilters> = {}): string {
  const next = { ...filters, cursor: null, ...change };
  const search = new URLSearchParams();
  for (const name of ["q", "status", "brand", "severity", "product", "assignee", "company"] as const) {
    const value = next[name];
    if (value) search.set(name, value);
  }
  if (next.late) search.set("late", "yes");
  if (next.sort && next.sort !== "clock") search.set("sort", next.sort);
  if (next.cursor) search.set("after", encodeCaseCursor(next.cursor));
  return search.size > 0 ? `${routes.staffCases}?${search}` : routes.staffCases;
}
