import type { Brand } from "./types";

/** What a process knows of the brands, beside when it asked: values, so that nobody waits for a read that hangs. */
export interface KnownBrands {
  loadedAt: number;
  brands: readonly Brand[];
}

// Bundles are many and the process is one, hence globalThis.
export const sharedBrands = globalThis as typeof globalThis & { portalBrands?: KnownBrands };

/** Host name of a Host header or origin: lower case, without port. */
export function hostName(host: string): string {
  return host.trim().toLowerCase().replace(/:\d+$/, "");
}

/** Those of the brands that a host belongs to, by the allow-list of origins; null for any other host. */
export function brandOfHost(brands: readonly Brand[], host: string | null | undefined): Brand | null {
  if (!host) return null;
  const name = hostName(host);
  const isIts = (origin: string) => new URL(origin).hostname === name;
  return brands.find((brand) => [brand.origin, ...brand.otherOrigins].some(isIts)) ?? null;
}

/** The brand last known under a host, from memory alone: also while the database is away. */
export const knownBrand = (host: string | null | undefined): Brand | null =>
  brandOfHost(sharedBrands.portalBrands?.brands ?? [], host);
