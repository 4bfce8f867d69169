import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Addresses that are not on the public internet: what we ask or post must not reach machines beside ours. */
const inside = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  inside.addSubnet(net, bits, "ipv4");
}
/** The part of IPv6 that is given out for the public internet, without its tunnels and documentation. */
const outside = new BlockList();
outside.addSubnet("2000::", 3, "ipv6");
const insideSix = new BlockList();
for (const [net, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  insideSix.addSubnet(net, bits, "ipv6");
}

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !inside.check(address, "ipv4");
  return version === 6 && outside.check(address, "ipv6") && !insideSix.check(address, "ipv6");
}

/** A host has no address, or one that is inside a network. */
export class NoPublicAddress extends Error {
  constructor() {
    super("not a public address");
    this.name = "NoPublicAddress";
  }
}

/** Throws where a host has no public address. Each of its addresses must be one, or a name could lead inside at times. */
export async function publicAddress(host: string): Promise<{ address: string; family: number }> {
  const name = host.replace(/^\[|\]$/g, "");
  const found = isIP(name) ? [{ address: name, family: isIP(name) }] : await lookup(name, { all: true });
  const first = found[0];
  if (!first || !found.every(({ address }) => isPublicAddress(address))) throw new NoPublicAddress();
  return first;
}
