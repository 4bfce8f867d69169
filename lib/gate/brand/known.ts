import type { Brand } from "./types";

/**
 * What a process knows about the brands, and when it read them. It keeps values, so that nobody waits for a read that
 * hangs.
 */
export interface KnownBrands {
  loadedAt: number;
  brands: readonly Brand[];
}

// Next bundles this module several times, but the process needs one copy: hence globalThis.
export const sharedBrands = globalThis as typeof globalThis & { portalBrands?: KnownBrands };

/** Host name of a Host header or origin: lower case, without port. */
export function hostName(host: string): string {
  return host.trim().toLowerCase().replace(/:\d+$/, "");
}

/** The brand that a host belongs to, by the brands' lists of origins; null for any other host. */
export function brandOfHost(brands: readonly Brand[], host: string | null | undefined): Brand | null {
  if (!host) return null;
  const name = hostName(host);
  const isIts = (origin: string) => new URL(origin).hostname === name;
  return brands.find((brand) => [brand.origin, ...brand.otherOrigins].some(isIts)) ?? null;
}

/** The last known brand of a host, from memory only, so that it works while the database is away. */
export const knownBrand = (host: string | null | undefined): Brand | null =>
  brandOfHost(sharedBrands.portalBrands?.brands ?? [], host);
