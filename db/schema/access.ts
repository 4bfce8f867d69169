import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { ACCOUNT_KINDS, type AccountKind } from "./constants";
import { createdAt, gateRows, id, instant, oneOf } from "./shared";

/*
 * Sign-in is kept apart from contacts. The roles of viewers have no right to these tables, so no page, export or report
 * can show them; only the role of the gate has. Secrets are stored as hashes only.
 */
const accountKind = () => text().$type<AccountKind>().notNull();

export const credentials = pgTable(
  "credentials",
  {
    accountKind: accountKind(),
    accountId: uuid().notNull(),
    /** argon2id, parameters inside. */
    passwordHash: text().notNull(),
    changedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.accountKind, table.accountId] }),
    check("credentials_kind", oneOf(table.accountKind, ACCOUNT_KINDS)),
    gateRows,
  ],
);

export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    /** SHA-256 of the identifier that the encrypted session cookie carries. */
    tokenHash: text().notNull().unique("sessions_token"),
    accountKind: accountKind(),
    accountId: uuid().notNull(),
    /** The brand on whose host the person signed in. A client's session is valid on that brand alone. */
    brand: text().notNull(),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endedAt: instant(),
    userAgent: text(),
  },
  (table) => [
    index("sessions_account").on(table.accountKind, table.accountId),
    check("sessions_kind", oneOf(table.accountKind, ACCOUNT_KINDS)),
    gateRows,
  ],
);

/** Links of reset and first-sign-in mails. Only the newest link of an account works. */
export const signInTokens = pgTable(
  "sign_in_tokens",
  {
    id: id(),
    accountKind: accountKind(),
    accountId: uuid().notNull(),
    brand: text().notNull(),
    tokenHash: text().notNull().unique("sign_in_tokens_hash"),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    /** Set when a newer link or a new password made this one invalid. */
    replacedAt: instant(),
    /** Each time at which the link was mailed. If it is asked for again soon, the same link is mailed once more. */
    mailedAt: instant().array().notNull().default(sql`'{}'`),
  },
  (table) => [
    index("sign_in_tokens_account").on(table.accountKind, table.accountId),
    check("sign_in_tokens_kind", oneOf(table.accountKind, ACCOUNT_KINDS)),
    gateRows,
  ],
);

/**
 * Browsers that have signed in to an account before. Their failed attempts are counted apart from those of other
 * browsers, so that nobody can lock the owner out.
 */
export const knownDevices = pgTable(
  "known_devices",
  {
    id: id(),
    accountKind: accountKind(),
    accountId: uuid().notNull(),
    deviceHash: text().notNull(),
    lastSignInAt: instant().notNull(),
  },
  (table) => [
    unique("known_devices_once").on(table.accountKind, table.accountId, table.deviceHash),
    check("known_devices_kind", oneOf(table.accountKind, ACCOUNT_KINDS)),
    gateRows,
  ],
);

/**
 * Counters of the limits table (lib/gate/limits.ts). Keys are HMACs, so no address is stored in the clear. A migration
 * makes the table UNLOGGED.
 */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text().primaryKey(),
    hits: integer().notNull(),
    resetAt: instant().notNull(),
    lastAt: instant().notNull().default(sql`now()`),
  },
  () => [gateRows],
);
