import { createHmac } from "node:crypto";
import { request } from "node:https";
import { publicAddress } from "./public-address";

/** How long another service may take to answer. */
const TIMEOUT_MS = 10_000;

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
