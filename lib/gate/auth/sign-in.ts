import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { asGate } from "@/db/viewer";
import { type Account, type AccountKey, findAccount, lockAccount, NOBODY, normalizeEmail } from "@/lib/gate/accounts";
import { auditAs } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { byAddress, type Count, isSpent, refund, reserve } from "@/lib/gate/limits";
import { QueueFull } from "@/lib/kit/semaphore";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { enqueueMail } from "@/lib/mail/outbox";
import { passwordOf, renewPasswordHash, type StoredPassword } from "./credentials";
import { deviceWords } from "./device-words";
import { isKnownDevice, rememberDevice } from "./devices";
import { holdAnswer, recordFailure } from "./failures";
import { hashPassword, isWeaker, NOBODYS_HASH, passwordLane, verifyPassword } from "./passwords";
import { createSession, endSessionOfSecret } from "./session-store";
import type { SignInRefusal } from "./sign-in-errors";

/** One try to sign in, with everything that the request tells about it. `now` is system time. */
export interface SignInAttempt {
  readonly brand: Brand;
  readonly email: string;
  /** Exactly as typed. */
  readonly password: string;
  /** The secret that the browser holds: on success the account remembers it. */
  readonly device: string;
  /** The client's network address, null where it can't be known. */
  readonly address: string | null;
  readonly userAgent: string | null;
  /** Secret of the session that this browser has now: on success that session ends. */
  readonly previousSession: string | null;
  readonly now: Temporal.Instant;
}

export type SignInOutcome =
  | { readonly ok: true; readonly secret: string; readonly account: AccountKey }
  | { readonly ok: false; readonly reason: SignInRefusal };

/** What the database says about a try before its password is looked at. */
interface Found {
  readonly account: Account | null;
  readonly stored: StoredPassword | null;
  /** Has this browser signed in to the account before? */
  readonly known: boolean;
  /** The counters that a failure adds to. */
  readonly counts: readonly Count[];
}

/**
 * Like signIn, for requests from outside: the more tries have failed in the last minutes, the later a failure is
 * answered. Somebody who is turned away because the portal is busy has waited already and is not held.
 */
export async function signInFromOutside(attempt: SignInAttempt): Promise<SignInOutcome> {
  const outcome = await signIn(attempt);
  if (!outcome.ok && outcome.reason !== "busy") await holdAnswer(attempt);
  return outcome;
}

/**
 * Checks address and password and starts a session. An unknown address, a closed account, one without a password and a
 * wrong password get the same answer after the same queries and one password verification. Throws if the database
 * fails.
 */
export async function signIn(attempt: SignInAttempt): Promise<SignInOutcome> {
  const { found, spent } = await asGate("sign-in finds the account", async (db) => {
    const found = await find(db, attempt);
    return { found, spent: await isAnySpent(db, found.counts, attempt.now) };
  });
  // Before the queue: somebody who has no allowance left must not take a place from others.
  if (spent) return { ok: false, reason: "wait" };
  const outcome = await inLane(attempt, found);
  if (!outcome.ok && outcome.reason === "wrong") await recordFailure(found.account, attempt);
  return outcome;
}

async function inLane(attempt: SignInAttempt, found: Found): Promise<SignInOutcome> {
  try {
    return await passwordLane(found.known ? "owner" : "stranger", () => check(attempt, found));
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
  // Counted by e-mail address and not by account, so that unknown addresses count alike. The counter is the same for
  // all brands, because staff have one account.
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
 * Allowances are taken before the password is checked and given back if it was right. The lane checks fewer passwords
 * at a time than an allowance has, so people who sign in correctly at the same moment never use it up together.
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

/**
 * Null if the account or the password changed after the check: a reset in between wins. If this browser has not signed
 * in to the account before, the owner is told by mail.
 */
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
  if (!(await isKnownDevice(db, account, device))) {
    await enqueueMail(db, {
      brand: brand.key,
      kind: "sign-in-new-device",
      to: account.email,
      toName: account.name,
      person: { kind: account.kind, id: account.id },
      props: {
        device: deviceWords(userAgent),
        at: formatInstant(businessInstant(new Date(now.epochMilliseconds)), brand.zone),
      },
      dedupeKey: `sign-in-new-device:${id}`,
    });
  }
  await rememberDevice(db, account, device, now);
  await auditAs(db, account, {
    brand: brand.key,
    action: "session.started",
    entity: "session",
    entityId: id,
  });
  return secret;
}
