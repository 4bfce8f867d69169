import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { cleanQuery } from "@/lib/kit/lists/search";
import { routes } from "@/lib/routes";

/** A shorter search would find too much to be of use. */
export const SHORTEST = 2;

/** How many rows of a kind the page shows, and how many the small window of the top bar. */
export const MOST_ON_PAGE = 20;
export const MOST_AT_ONCE = 5;

/** The search of an address; empty without one. */
export const parseSearch = (raw: RawParameters): string => cleanQuery(firstParameter(raw, "q") ?? "");

/** Address of the page with the results of a search. */
export function searchHref(side: "client" | "staff", q: string): string {
  const path = side === "client" ? routes.search : routes.staffSearch;
  return q === "" ? path : `${path}?${new URLSearchParams({ q })}`;
}

/** A search that found nothing. */
export const isMissed = (q: string, { count }: { readonly count: number }) => q.length >= SHORTEST && count === 0;
