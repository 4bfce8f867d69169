import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { webhookSecretNames } from "./demo-stripe.mjs";
import { StartError } from "./errors.mjs";

/**
 * Secrets of one data folder, made once: sessions and links stay good over a restart. A folder from before one of them
 * existed gets it now.
 * @param {string} data
 * @returns {{ AUTH_SECRET: string, MAIL_TOKEN_KEY: string, RESEND_WEBHOOK_SECRET: string } & Record<string, string>}
 */
export function dataSecrets(data) {
  const file = path.join(data, "secrets.json");
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const all = {
    AUTH_SECRET: secret(),
    MAIL_TOKEN_KEY: secret(),
    RESEND_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString("base64")}`,
    ...Object.fromEntries(webhookSecretNames.map((name) => [name, `whsec_${randomBytes(24).toString("hex")}`])),
    ...known,
  };
  if (Object.keys(all).length > Object.keys(known).length) write(file, all);
  return all;
}

/**
 * The key of the build belongs to the checkout, not to a data folder, so that all of them share one build.
 * @param {string} root
 * @returns {{ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: string }}
 */
export function buildSecrets(root) {
  const file = path.join(root, ".data/build-key.json");
  return once(file, () => ({ NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: secret() }));
}

/** 32 bytes: AES-256 for Next's actions, HMAC-SHA-256 for the rest. */
function secret() {
  return randomBytes(32).toString("base64");
}

/** What PORTAL_CLOCK says to let business time be the machine's, whatever the hours of chat. */
const MACHINES_TIME = "system";

/**
 * File with business time's distance to system time. The processes of the portal follow it (lib/kit/clock-file.ts).
 * @param {string} data
 */
export function clockFile(data) {
  return path.join(data, "clock.json");
}

/**
 * Business time's distance to system time in milliseconds. A PORTAL_CLOCK is turned into an offset the first time it is
 * seen and keeps that offset over restarts, so that the portal's time goes on instead of jumping back; without one the
 * offset of the last start is kept.
 * @param {string} data
 * @param {string | undefined} given ISO 8601 instant with its zone, or `system`.
 * @param {number} now Milliseconds since the epoch.
 */
export function clockOffset(data, given, now) {
  const file = clockFile(data);
  const wanted = given || null;
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  const isKept = known !== null && known.given === wanted && Number.isSafeInteger(known.offsetMs);
  if (isKept && wanted !== MACHINES_TIME) return known.offsetMs;
  const offsetMs = wanted === null || wanted === MACHINES_TIME ? 0 : readInstant(wanted) - now;
  write(file, { given: wanted, offsetMs });
  return offsetMs;
}

/** @param {string} text */
function readInstant(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const instant = Date.parse(text);
  // Date.parse takes 30 February for 2 March.
  const day = match ? new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))).getUTCDate() : 0;
  if (match && !Number.isNaN(instant) && day === Number(match[3])) return instant;
  throw new StartError(
    `PORTAL_CLOCK is "${text}", but must be an instant with its zone, such as 2026-11-02T09:00:00-06:00, or ${MACHINES_TIME}.`,
  );
}

/**
 * @template T
 * @param {string} file
 * @param {() => T} make
 * @returns {T}
 */
function once(file, make) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const value = make();
  write(file, value);
  return value;
}

/**
 * @param {string} file
 * @param {unknown} value
 */
function write(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
