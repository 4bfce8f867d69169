import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { asGate } from "@/db/viewer";
import { type Account, type AccountKey, findAccount, lockAccount, normalizeEmail } from "@/lib/gate/accounts";
import { auditAs } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { byAddress, type Count, isSpent, refund, reserve } from "@/lib/gate/limits";
import { QueueFull } from "@/lib/kit/semaphore";
import { passwordOf, renewPasswordHash, type StoredPassword } from "./credentials";
import { isKnownDevice, rememberDevice } from "./devices";
import { hashPassword, isWeaker, NOBODYS_HASH, passwordLanes, verifyPassword } from "./passwords";
import { createSession, endSessionOfSecret } from "./session-store";
import type { SignInRefusal } from "./sign-in-errors";

/** One try to sign in, with all that the request knows. `now` is system time. */
export interface SignInAttempt {
  readonly brand: Brand;
  readonly email: string;
  /** Exactly as typed. */
  readonly password: string;
  /** The browser's own secret: it becomes known to the account on success. */
  readonly device: string;
  /** The client's network address, null where it can't be known. */
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Secret of the session that this browser holds: it ends on success. */
  readonly previousSession: string | null;
  readonly now: Temporal.Instant;
}

export type SignInOutcome =
  | { readonly ok: true; readonly secret: string; readonly account: AccountKey }
  | { readonly ok: false; readonly reason: SignInRefusal };

const NOBODY: AccountKey = { kind: "contact", id: "00000000-0000-0000-0000-000000000000" };

/** What the database says about a try before its password is looked at. */
interface Found {
  readonly account: Account | null;
  readonly stored: StoredPassword | null;
  /** Has this browser signed in to the account before? */
  readonly known: boolean;
  /** What a failure counts against. */
  readonly counts: readonly Count[];
}

/**
 * Checks address and password and starts a session. Unknown, closed, without password, wrong: one answer, the same
 * queries, one password verification. Fails when the database does.
 */
export async function signIn(attempt: SignInAttempt): Promise<SignInOutcome> {
  const { found, spent } = await asGate("sign-in finds the account", async (db) => {
    const found = await find(db, attempt);
    return { found, spent: await isAnySpent(db, found.counts, attempt.now) };
  });
  // Before the queue: whoever has no allowance left must not take a place from others.
  if (spent) return { ok: false, reason: "wait" };
  const lane = found.known ? passwordLanes.owners : passwordLanes.strangers;
  try {
    return await lane(() => check(attempt, found));
  } catch (error) {
    if (error instanceof QueueFull) return { ok: false, reason: "busy" };
    throw error;
  }
}

async function find(db: Transaction, { brand, device, address, ...typed }: SignInAttempt): Promise<Found> {
  const email = normalizeEmail(typed.email);
  const account = await findAccount(db, brand.key, email);
  const stored = await passwordOf(db, account ?? NOBODY);
  const known = await isKnownDevice(db, account ?? NOBODY, device);
  // By address of mail, not by account: the same for unknown ones, and one for all brands, because staff have one account.
  const counts: Count[] = known
    ? [{ limit: "signInByDevice", subject: `${email}\0${device}` }]
    : [...byAddress("signInByAddress", address), { limit: "signIn", subject: email }];
  return { account, stored, known, counts };
}

async function isAnySpent(db: Transaction, counts: readonly Count[], now: Temporal.Instant): Promise<boolean> {
  for (const count of counts) if (await isSpent(db, count, now)) return true;
  return false;
}

/**
 * Allowances are taken before the password is checked and given back when it was right. A lane lets through fewer at a
 * time than an allowance has, so people who sign in rightly at one moment never use it up between them.
 */
async function check(attempt: SignInAttempt, { account, stored, counts }: Found): Promise<SignInOutcome> {
  const { password, now } = attempt;
  if (!(await reserve(counts, now))) return { ok: false, reason: "wait" };

  const matches = await verifyPassword(stored?.hash ?? NOBODYS_HASH, password);
  if (!matches || !account || !stored) return { ok: false, reason: "wrong" };

  const newHash = isWeaker(stored.hash) ? await hashPassword(password) : null;
  const secret = await asGate("sign-in starts a session", (db) => start(db, attempt, account, stored, newHash));
  if (!secret) return { ok: false, reason: "wrong" };
  await refund(counts, now);
  return { ok: true, secret, account: { kind: account.kind, id: account.id } };
}

/** Null when account or password changed since they were checked: a reset in between has the last word. */
async function start(
  db: Transaction,
  { brand, device, userAgent, previousSession, now }: SignInAttempt,
  account: Account,
  checked: StoredPassword,
  newHash: string | null,
): Promise<string | null> {
  if (!(await lockAccount(db, account))) return null;
  const current = await passwordOf(db, account);
  if (current?.changedAt.getTime() !== checked.changedAt.getTime()) return null;
  if (newHash) await renewPasswordHash(db, account, newHash);
  if (previousSession) await endSessionOfSecret(db, previousSession, now);
  const { id, secret } = await createSession(db, { account, brand: brand.key, userAgent, now });
  await rememberDevice(db, account, device, now);
  await auditAs(db, account, {
    brand: brand.key,
    action: "session.started",
    entity: "session",
    entityId: id,
  });
  return secret;
}
