import { createHash, createHmac } from "node:crypto";

/*
 * The viewer of a transaction is told to the database in one setting with an HMAC. Policies take each fact from it by
 * viewer_fact() (drizzle/0031_bound_viewers.sql), which checks the HMAC every time. SQL of somebody's own in a viewer's
 * transaction can change the setting, but cannot make one that the database believes.
 */

/** Name of the setting. */
export const BINDING = "portal.viewer";

/** The order of the facts in the setting, after the HMAC. viewer_fact() has the same list. */
const FACTS = [
  "key",
  "kind",
  "clock_offset_ms",
  "brand",
  "contact_id",
  "company_id",
  "billing",
  "pay",
  "cases",
  "requests",
  "staff_id",
  "brands",
  "roles",
  "company_admin",
] as const;

export type Facts = Readonly<Partial<Record<Exclude<(typeof FACTS)[number], "key">, string>>>;

/** What the database needs of a key to check an HMAC with SHA-256 alone (RFC 2104). No role of a viewer may read it. */
export interface StoredKey {
  readonly id: string;
  readonly innerPad: Buffer;
  readonly outerPad: Buffer;
}

/** Derived from AUTH_SECRET, so no process needs a further secret. AUTH_SECRET cannot be computed from it. */
const keyFrom = (secret: string) => createHmac("sha256", secret).update("portal viewer binding").digest();
const idOf = (key: Buffer) => createHash("sha256").update("id").update(key).digest("hex").slice(0, 16);

export function storedKey(secret: string): StoredKey {
  const key = keyFrom(secret);
  const padded = Buffer.concat([key, Buffer.alloc(64 - key.length)]);
  const pad = (by: number) => Buffer.from(padded.map((byte) => byte ^ by));
  return { id: idOf(key), innerPad: pad(0x36), outerPad: pad(0x5c) };
}

let known: { readonly secret: string; readonly key: Buffer; readonly id: string } | undefined;

/** The key of this process, from AUTH_SECRET. Read here and not from lib/env.ts, because db does not import lib. */
function ownKey() {
  const secret = process.env.AUTH_SECRET;
  if (!secret) throw new Error("AUTH_SECRET is not set: the database believes no viewer without it");
  if (known?.secret !== secret) {
    const key = keyFrom(secret);
    known = { secret, key, id: idOf(key) };
  }
  return known;
}

/** Name of the setting by which a process says that it has looked into a file. */
export const LOOKED_INTO = "portal.looked_into";

/** What was looked into: under another id or name, or with other content, it is another file. */
export interface LookedInto {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
}

/**
 * The value of that setting, for one file that no scanner will look at and that cannot run. The trigger
 * files_looked_into checks it, so SQL of somebody's own in a viewer's transaction cannot add a file that is served as
 * it is. The text begins with a word that is the id of no key: it is never taken for a viewer, nor a viewer for it.
 */
export function vouchFor({ id: file, sha256, name }: LookedInto): string {
  const { key, id } = ownKey();
  return `${createHmac("sha256", key).update(["file", id, file, sha256, name].join("|")).digest("hex")}|${id}`;
}

/** The value of the setting. */
export function bind(facts: Facts): string {
  const { key, id } = ownKey();
  const all: Readonly<Record<string, string | undefined>> = { ...facts, key: id };
  const text = FACTS.map((name) => all[name] ?? "");
  if (text.some((value) => value.includes("|")))
    throw new Error("A fact of a viewer has a character that divides facts");
  const bound = text.join("|");
  return `${createHmac("sha256", key).update(bound).digest("hex")}|${bound}`;
}
