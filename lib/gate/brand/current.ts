import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { brandByHost } from "./load";
import type { Brand } from "./types";

/**
 * Host of a request: the first entry of X-Forwarded-Host, or else Host. After the redirect of an action Next calls
 * itself with another Host and with the public one in X-Forwarded-Host. The edge proxy must overwrite X-Forwarded-Host
 * (docs/operations.md).
 */
export function requestHost(headers: Headers): string | null {
  const forwarded = headers.get("x-forwarded-host")?.split(",")[0]?.trim();
  return forwarded || headers.get("host");
}

/** The brand of this request, null for an unknown host. */
export const getBrand = cache(async (): Promise<Brand | null> => brandByHost(requestHost(await headers())));

/** The brand of this request; an unknown host gets "not found". */
export async function requireBrand(): Promise<Brand> {
  return (await getBrand()) ?? notFound();
}
