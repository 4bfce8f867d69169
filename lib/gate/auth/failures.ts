import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { asGate } from "@/db/viewer";
import { type Account, findAccount, NOBODY, normalizeEmail } from "@/lib/gate/accounts";
import { auditAs } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { addToRate, type Rate, readRate } from "@/lib/gate/limits";
import { log } from "@/lib/log";
import { deviceWords } from "./device-words";
import { isKnownDevice } from "./devices";
import { passwordLane } from "./passwords";

/*
 * What happens to failed sign-ins besides the limits of one account. Failures of the last minutes are counted in total
 * and by network. The more there were, or the more people wait in the password lane, the longer the answer to the next
 * failure is held. That slows somebody who tries one password on many accounts, each of which sees only one try.
 * Nothing of a password is stored for this. The right password is never held, so nobody who knows theirs waits because
 * of this.
 */

/** One failed try. `now` is system time. */
export interface FailedTry {
  readonly brand: Brand;
  readonly email: string;
  /** The secret that the browser holds. */
  readonly device: string;
  /** The client's network address, null where it can't be known. */
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly now: Temporal.Instant;
}

const IN_ALL: Rate = { rate: "failedSignIns", subject: "all" };

/** If client addresses are unknown, all clients count as one network. */
const ofNetwork = (address: string | null): Rate => ({ rate: "failedSignIns", subject: `network\0${address ?? ""}` });

/** Failed tries with addresses that have no account: so many in a minute each stay in the audit log. */
const AUDITED_PER_MINUTE = 60;
/**
 * Of the tries beyond that, one in so many stays, with its number: an outsider must not be able to fill the disk.
 */
const THEN_ONE_IN = 100;

/**
 * Counts a failed try and writes it to the audit log, under the account that it was aimed at. Neither contains what was
 * typed. The work is the same whether there is an account or not, so that its time tells nobody: a line that is not to
 * stay is written as well, and taken back.
 */
export async function recordFailure(
  account: Account | null,
  { brand, address, userAgent, now }: FailedTry,
): Promise<void> {
  await asGate("a sign-in failed", async (db) => {
    await addToRate(db, ofNetwork(address), now);
    const inThisMinute = await addToRate(db, IN_ALL, now);
    const stays = account !== null || inThisMinute <= AUDITED_PER_MINUTE || inThisMinute % THEN_ONE_IN === 0;
    await db.execute(sql`savepoint audited`);
    await auditAs(db, "visitor", {
      brand: brand.key,
      action: "sign-in.failed",
      ...(account ? { entity: account.kind, entityId: account.id } : {}),
      details: { device: deviceWords(userAgent), ...(account ? {} : { inThisMinute }) },
    });
    await db.execute(stays ? sql`release savepoint audited` : sql`rollback to savepoint audited`);
  });
}

interface Pressure {
  /** Failures of the last five minutes, in total and from the client's network. */
  readonly inAll: number;
  readonly fromNetwork: number;
  /** Sign-ins from unknown browsers that wait in this process for their password to be checked. */
  readonly waiting: number;
}

/**
 * How many of each are free, and how long each further one holds the answer. `waiting` ends a flood of programs that
 * try again as soon as they are answered: each is held for longer than it takes to check all that wait, so that the
 * lane becomes empty.
 */
const HOLDS: { readonly [K in keyof Pressure]: { readonly free: number; readonly stepMs: number } } = {
  inAll: { free: 20, stepMs: 100 },
  fromNetwork: { free: 5, stepMs: 250 },
  waiting: { free: 5, stepMs: 200 },
};
const LONGEST_HOLD_MS = 20_000;

/** How long the answer to a failed try is held: the longest of the three times, up to LONGEST_HOLD_MS. */
export function holdMs(pressure: Pressure): number {
  const holds = (Object.keys(HOLDS) as (keyof Pressure)[]).map(
    (name) => Math.max(0, pressure[name] - HOLDS[name].free) * HOLDS[name].stepMs,
  );
  return Math.min(LONGEST_HOLD_MS, Math.max(...holds));
}

/**
 * How many answers are held at once. Each keeps its request in memory: beyond this number an answer goes out at once.
 */
const MOST_HELD = 500;
let held = 0;

/**
 * Waits before the answer to a failed try goes out. A browser that has signed in to the account before is not held
 * because of others: its own tries have a limit.
 */
export async function holdAnswer(failed: FailedTry): Promise<void> {
  const ms = await asGate("the answer to a failed sign-in is held", (db) => readHold(db, failed));
  if (ms === 0) return;
  if (held >= MOST_HELD) {
    log.warn({ held }, "too many answers to failed sign-ins are held already: one goes out at once");
    return;
  }
  held++;
  try {
    await pause(ms);
  } finally {
    held--;
  }
}

async function readHold(db: Transaction, { brand, email, device, address, now }: FailedTry): Promise<number> {
  const inAll = await readRate(db, IN_ALL, now);
  const fromNetwork = await readRate(db, ofNetwork(address), now);
  const account = await findAccount(db, brand.key, normalizeEmail(email));
  const known = await isKnownDevice(db, account ?? NOBODY, device);
  return known ? 0 : holdMs({ inAll, fromNetwork, waiting: passwordLane.strangersWaiting() });
}
