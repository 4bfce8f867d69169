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
