import { createHmac } from "node:crypto";
import { lookup } from "node:dns/promises";
import { request } from "node:https";
import { BlockList, isIP } from "node:net";

/** How long another service may take to answer. */
const TIMEOUT_MS = 10_000;

/** Addresses that are not on the public internet: what is posted must not reach machines beside ours. */
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

/**
 * Headers that prove who posts a body: `t` is the time in seconds since 1970, and `v1` the HMAC-SHA-256 of
 * `<t>.<body>` in hex, so that a receiver can refuse what is old.
 */
export function signatureOf(body: string, secret: string, at: number): string {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

interface Post {
  readonly url: string;
  readonly secret: string;
  /** JSON. */
  readonly body: string;
  /** The same for every attempt, so that a receiver can tell a repeat. */
  readonly key: string;
  /** Milliseconds since 1970, system time. */
  readonly at: number;
}

/** Throws where a host has no public address. Each of its addresses must be one, or a name could lead inside at times. */
async function publicAddress(host: string): Promise<{ address: string; family: number }> {
  const name = host.replace(/^\[|\]$/g, "");
  const found = isIP(name) ? [{ address: name, family: isIP(name) }] : await lookup(name, { all: true });
  const first = found[0];
  if (!first || !found.every(({ address }) => isPublicAddress(address))) throw new Error("not a public address");
  return first;
}

/**
 * Posts signed JSON to another service over https. The address that was checked is the one that is connected to. No
 * redirect is followed. Throws if it is not answered with success; the message holds nothing of the body or the secret.
 */
export async function postSigned({ url, secret, body, key, at }: Post): Promise<void> {
  const target = new URL(url);
  if (target.protocol !== "https:") throw new Error("not an https address");
  const { address, family } = await publicAddress(target.hostname);
  await new Promise<void>((resolve, reject) => {
    const sent = request(
      target,
      {
        method: "POST",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        lookup: (_host, { all }, answer) => (all ? answer(null, [{ address, family }]) : answer(null, address, family)),
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "idempotency-key": key,
          "portal-signature": signatureOf(body, secret, at),
        },
      },
      (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`answered ${statusCode}`));
      },
    );
    sent.on("error", () => reject(new Error("no answer")));
    sent.end(body);
  });
}
