import { isIP, isIPv4 } from "node:net";
import { env } from "@/lib/env";

/**
 * The network address of a client, as far as our own proxies vouch for it: that many entries of X-Forwarded-For from
 * the right are ours. Null when there are none (`hops` 0), too few entries, or no address in that place. Whatever stands
 * further left was written by the client and is never read. Of IPv6 the /64 counts: a subscriber has all of it.
 */
export function clientAddress(headers: Headers, hops: number = env().TRUSTED_PROXY_HOPS): string | null {
  if (hops <= 0) return null;
  const entries = (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const entry = entries[entries.length - hops];
  return entry ? normalizeAddress(entry) : null;
}

/** `[2001:db8::1]:443` and `203.0.113.7:5000` lose their port, `::ffff:203.0.113.7` its wrapping. */
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
  // A dotted tail stands for two groups; only the first four groups matter here.
  const missing = right === undefined ? 0 : 8 - head.length - tail.length - (tail.at(-1)?.includes(".") ? 1 : 0);
  return [...head, ...Array<string>(Math.max(missing, 0)).fill("0"), ...tail].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ""),
  );
}
