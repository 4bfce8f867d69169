import { env } from "@/lib/env";
import { requestHost } from "@/lib/gate/brand/current";
import { brandByHost } from "@/lib/gate/brand/load";
import { log } from "@/lib/log";

/**
 * Whether the request came to the origin for files. False while a brand has the same host, because its cookies go
 * there.
 */
export async function isFilesHost(headers: Headers): Promise<boolean> {
  const { FILES_ORIGIN } = env();
  const host = requestHost(headers)?.toLowerCase();
  if (!FILES_ORIGIN || host !== new URL(FILES_ORIGIN).host) return false;
  const brand = await brandByHost(host);
  if (brand) log.error({ brand: brand.key }, "FILES_ORIGIN is a host of a brand: no file is served from it");
  return brand === null;
}
