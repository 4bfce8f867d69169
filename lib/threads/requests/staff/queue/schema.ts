import { z } from "zod";
import { REQUEST_KINDS, REQUEST_STATUSES, type RequestKind, type RequestStatus } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { cleanQuery } from "@/lib/kit/lists/search";
import { routes } from "@/lib/routes";
import { type CaseCursor, decodeCaseCursor, encodeCaseCursor } from "@/lib/threads/cases/schema";

const STAFF_REQUEST_SORTS = ["queue", "latest", "asked"] as const;
export type StaffRequestSort = (typeof STAFF_REQUEST_SORTS)[number];

/** A rank, an instant and an id name a place here as they do in the queue of cases. */
export type RequestCursor = CaseCursor;

export interface StaffRequestFilters {
  readonly q: string;
  /** Null: what is open, or everything while one searches. */
  readonly status: RequestStatus | null;
  readonly kind: RequestKind | null;
  /** Open requests whose answer is overdue. */
  readonly late: boolean;
  readonly brand: string | null;
  /** The reader, nobody, somebody away in whose place the reader answers, or a member of staff by id. */
  readonly owner: string | null;
  readonly company: string | null;
  readonly sort: StaffRequestSort;
  readonly cursor: RequestCursor | null;
}

const rowId = z.guid().transform((id) => id.toLowerCase());

const parameters = z.object({
  q: z.string().transform(cleanQuery).catch(""),
  status: z.enum(REQUEST_STATUSES).nullable().catch(null),
  kind: z.enum(REQUEST_KINDS).nullable().catch(null),
  late: z
    .string()
    .transform((text) => text === "yes")
    .catch(false),
  brand: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/)
    .nullable()
    .catch(null),
  owner: z
    .union([z.enum(["me", "nobody", "away"]), rowId])
    .nullable()
    .catch(null),
  company: rowId.nullable().catch(null),
  sort: z.enum(STAFF_REQUEST_SORTS).catch("queue"),
  after: z.string().max(300).nullable().catch(null),
});

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseStaffRequestFilters(raw: RawParameters): StaffRequestFilters {
  const names = Object.keys(parameters.shape);
  const { after, ...rest } = parameters.parse(
    Object.fromEntries(names.map((name) => [name, firstParameter(raw, name)])),
  );
  return { ...rest, cursor: after === null ? null : decodeCaseCursor(after, rest.sort) };
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function staffRequestsHref(
  filters: Partial<StaffRequestFilters>,
  change: Partial<StaffRequestFilters> = {},
): string {
  const next = { ...filters, cursor: null, ...change };
  const search = new URLSearchParams();
  for (const name of ["q", "status", "kind", "brand", "owner", "company"] as const) {
    const value = next[name];
    if (value) search.set(name, value);
  }
  if (next.late) search.set("late", "yes");
  if (next.sort && next.sort !== "queue") search.set("sort", next.sort);
  if (next.cursor) search.set("after", encodeCaseCursor(next.cursor));
  return search.size > 0 ? `${routes.staffRequests}?${search}` : routes.staffRequests;
}
