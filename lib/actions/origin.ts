import { hostName } from "@/lib/brand/load";
import type { Brand } from "@/lib/brand/types";

/**
 * Did this state-changing request come from a page of this very brand? A browser says so by Origin or by
 * Sec-Fetch-Site; a request that says neither is no browser's and carries no cookie of one.
 */
export function isOwnRequest(headers: Headers, brand: Brand): boolean {
  const site = headers.get("sec-fetch-site");
  if (site && site !== "same-origin" && site !== "none") return false;
  const origin = headers.get("origin");
  if (!origin) return true;
  if (!URL.canParse(origin)) return false;
  const name = hostName(new URL(origin).host);
  return [new URL(brand.origin).host, ...brand.hosts].some((host) => hostName(host) === name);
}
