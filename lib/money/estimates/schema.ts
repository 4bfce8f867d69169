import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { cleanQuery } from "@/lib/kit/lists/search";
import { routes } from "@/lib/routes";

/** `ending` are those of `open` that end soon. */
export const ESTIMATE_FILTERS = ["open", "ending", "expired", "accepted", "declined", "withdrawn"] as const;
export type EstimateFilter = (typeof ESTIMATE_FILTERS)[number];

export const ESTIMATE_SORTS = ["ends", "-ends", "issued", "-issued", "amount", "-amount"] as const;
export type EstimateSort = (typeof ESTIMATE_SORTS)[number];

export const PAGE_SIZE = 25;

/** A place in a sorted list: the row beside which a page begins, and on which side. */
export interface EstimateCursor {
  readonly side: "after" | "before";
  readonly sort: EstimateSort;
  /** A day for ends and issued, minor units for amount. */
  readonly value: string | number;
  readonly id: string;
}

export interface EstimateFilters {
  /** Null shows every estimate. */
  readonly status: EstimateFilter | null;
  /** As typed, without control characters, at most 100 of them. */
  readonly q: string;
  readonly sort: EstimateSort;
  readonly cursor: EstimateCursor | null;
}

/** A real day that PostgreSQL and people both know; a year such as 0000 is neither's. */
const day = z.iso.date().refine((value) => value >= "1900-01-01");
const side = z.enum(["after", "before"]);
const id = z.guid().transform((value) => value.toLowerCase());

const cursorParts = z.union([
  z.tuple([side, z.enum(["ends", "-ends", "issued", "-issued"]), day, id]),
  z.tuple([side, z.enum(["amount", "-amount"]), z.int().min(0), id]),
]);

const parameters = z.object({
  status: z.enum(ESTIMATE_FILTERS).nullable().catch(null),
  q: z.string().transform(cleanQuery).catch(""),
  sort: z.enum(ESTIMATE_SORTS).nullable().catch(null),
  after: z.string().max(200).transform(decodeCursor).catch(null),
});

/** What can still be accepted reads best by what ends first; everything else by what ended last. */
export function defaultSort(status: EstimateFilter | null): EstimateSort {
  return status === "open" || status === "ending" ? "ends" : "-ends";
}

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseEstimateFilters(raw: RawParameters): EstimateFilters {
  const { after, sort, ...rest } = parameters.parse({
    status: firstParameter(raw, "status"),
    q: firstParameter(raw, "q"),
    sort: firstParameter(raw, "sort"),
    after: firstParameter(raw, "after"),
  });
  const chosen = sort ?? defaultSort(rest.status);
  // A place in another order means nothing in this one.
  return { ...rest, sort: chosen, cursor: after?.sort === chosen ? after : null };
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function estimatesHref(filters: EstimateFilters, change: Partial<EstimateFilters> = {}): string {
  const next = { ...filters, cursor: null, ...change };
  // A new status brings its own order unless one was asked for.
  const sort =
    change.sort ?? (change.status !== undefined && filters.sort === defaultSort(filters.status) ? null : filters.sort);
  const search = new URLSearchParams();
  if (next.status) search.set("status", next.status);
  if (next.q) search.set("q", next.q);
  if (sort && sort !== defaultSort(next.status)) search.set("sort", sort);
  if (next.cursor) search.set("after", encodeCursor(next.cursor));
  const query = search.toString();
  return query ? `${routes.estimates}?${query}` : routes.estimates;
}

/** An opaque word for an address. It names a place, and gives no right to what is there. */
export function encodeCursor({ side, sort, value, id }: EstimateCursor): string {
  return encodePlace([side, sort, value, id]);
}

/** Null for anything that this list did not make. */
export function decodeCursor(text: string): EstimateCursor | null {
  const parsed = cursorParts.safeParse(decodePlace(text));
  if (!parsed.success) return null;
  const [side, sort, value, id] = parsed.data;
  return { side, sort, value, id };
}
