import type { Brand } from "@/lib/gate/brand/types";

/**
 * Did this state-changing request come from a page of this brand? A browser tells by Origin or by Sec-Fetch-Site. A
 * request with neither does not come from a browser and carries no cookie of one.
 */
export function isOwnRequest(headers: Headers, brand: Brand): boolean {
  const site = headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  if (!origin) return true;
  return [brand.origin, ...brand.otherOrigins].includes(origin);
}

/**
 * Did somebody follow a link on a page of this site? For a GET that records who opened something, because a page of
 * another site can make any browser send one. For a browser too old to send these headers the answer is no.
 */
export const isOwnNavigation = (headers: Headers): boolean =>
  headers.get("sec-fetch-site") === "same-origin" && headers.get("sec-fetch-mode") === "navigate";
