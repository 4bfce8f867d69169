import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/env";
import { LivePosition } from "./position";

/*
 * Positions are encrypted (sealed) before they go to browsers. Their numbers show how much happens in the whole
 * deployment, internal notes included, and no browser may learn that. With a fresh nonce each time and padding, one
 * position looks like any other.
 */

const NONCE = 12;
const TAG = 16;
const PADDED_TO = 32;

let key: { readonly of: string; readonly bytes: Buffer } | undefined;

function sealingKey(): Buffer {
  const secret = env().AUTH_SECRET;
  if (key?.of !== secret) {
    key = { of: secret, bytes: Buffer.from(hkdfSync("sha256", secret, "", "portal live position", 32)) };
  }
  return key.bytes;
}

export function sealPosition(position: LivePosition): string {
  const text = position.toString();
  const padded = text.padEnd(Math.ceil(Math.max(text.length, 1) / PADDED_TO) * PADDED_TO);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce);
  return Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

/** Null for a text that this deployment did not seal, or sealed with another secret. */
export function openPosition(sealed: string): LivePosition | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length <= NONCE + TAG || bytes.length > 4_096) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", sealingKey(), bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAuthTag(bytes.subarray(-TAG));
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString();
    return LivePosition.parse(text.trimEnd());
  } catch {
    return null;
  }
}
