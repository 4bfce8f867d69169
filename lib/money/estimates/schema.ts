import { z } from "zod";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, oneOf, search } from "@/lib/kit/lists/parameters";
import { amount, day } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

/** `ending`: those of `open` that end soon. */
export const ESTIMATE_FILTERS = ["open", "ending", "expired", "accepted", "declined", "withdrawn"] as const;
export type EstimateFilter = (typeof ESTIMATE_FILTERS)[number];

export const ESTIMATE_SORTS = ["ends", "-ends", "issued", "-issued", "amount", "-amount"] as const;
export type EstimateSort = (typeof ESTIMATE_SORTS)[number];

export const PAGE_SIZE = 25;

/** Estimates that can still be accepted are sorted by what ends first; all others by what ended last. */
export function defaultSort(status: EstimateFilter | null): EstimateSort {
  return status === "open" || status === "ending" ? "ends" : "-ends";
}

const cursor = defineCursor(
  {
    sort: z.enum(ESTIMATE_SORTS),
    /** A day for ends and issued, minor units for amount. */
    value: z.union([day, amount]),
  },
  ({ sort, value }) => sort.endsWith("amount") === (typeof value === "number"),
);
export const { encode: encodeCursor, decode: decodeCursor } = cursor;

const list = defineFilters({
  path: routes.estimates,
  parameters: {
    /** Null shows every estimate. */
    status: oneOf(ESTIMATE_FILTERS),
    q: search(),
    sort: choice(ESTIMATE_SORTS, ({ status }: { status: EstimateFilter | null }) => defaultSort(status)),
  },
  cursor,
});
export const { parse: parseEstimateFilters, href: estimatesHref } = list;
export type EstimateFilters = ReturnType<typeof parseEstimateFilters>;
export type EstimateCursor = NonNullable<EstimateFilters["cursor"]>;
