import { isIP, isIPv4 } from "node:net";
import { env } from "@/lib/env";

/**
 * The network address of a client, as far as our own proxies vouch for it: they wrote the last `hops` entries of
 * X-Forwarded-For, and the first of those is the client. Null if there are no proxies (`hops` is 0), too few entries,
 * or no address in that place. Entries further left were written by the client and are never read. Of an IPv6 address
 * only the /64 is used, because one subscriber has all of it.
 */
export function clientAddress(headers: Headers, hops: number = env().TRUSTED_PROXY_HOPS): string | null {
  if (hops <= 0) return null;
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const entry = entries[entries.length - hops];
  return entry ? normalizeAddress(entry) : null;
}

/** Removes the port from `[2001:db8::1]:443` and `203.0.113.7:5000`, and the prefix from `::ffff:203.0.113.7`. */
function normalizeAddress(entry: string): string | null {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  const [address = ""] = bare.split("%");
  if (!isIP(address)) return null;
  if (isIPv4(address)) return address;
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  return mapped ?? `${expand(address).slice(0, 4).join(":")}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(address: string): string[] {
  const [left = "", right] = address.split("::");
  const groupsOf = (part: string) => (part ? part.split(":") : []);
  const head = groupsOf(left);
  const tail = right === undefined ? [] : groupsOf(right);
  // A dotted end stands for two groups; only the first four groups matter here.
  const missing = right === undefined ? 0 : 8 - head.length - tail.length - (tail.at(-1)?.includes(".") ? 1 : 0);
  return [...head, ...Array<string>(Math.max(missing, 0)).fill("0"), ...tail].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ""),
  );
}
