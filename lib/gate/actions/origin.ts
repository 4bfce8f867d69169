import type { Brand } from "@/lib/gate/brand/types";

/**
 * Did this state-changing request come from a page of this very brand? A browser says so by Origin or by
 * Sec-Fetch-Site; a request that says neither is no browser's and carries no cookie of one.
 */
export function isOwnRequest(headers: Headers, brand: Brand): boolean {
  const site = headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  if (!origin) return true;
  return [brand.origin, ...brand.otherOrigins].includes(origin);
}

/**
 * Did somebody follow a link on a page of this very site? For a GET that records who opened something: a page elsewhere
 * can make any browser send one. A browser too old to say so did not.
 */
export const isOwnNavigation = (headers: Headers): boolean =>
  headers.get("sec-fetch-site") === "same-origin" && headers.get("sec-fetch-mode") === "navigate";
