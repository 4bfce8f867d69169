import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

interface Limit {
  /** How many in a window. */
  readonly hits: number;
  readonly windowMs: number;
  /** Beyond that, one in this time; absent: none until the window ends. */
  readonly thenEveryMs?: number;
}

const MINUTE = 60_000;
const failedSignIns: Limit = { hits: 10, windowMs: 15 * MINUTE, thenEveryMs: MINUTE };

/**
 * Every limit. Generous, because a whole plant sits behind one address and mail gets lost. The ones "ByAddress" hold a
 * client's network address and are off where it can't be known; the ones "ByAccount" are those of actions of somebody
 * signed in, each action counted by itself.
 */
export const LIMITS = {
  /** Failed sign-ins of one e-mail address from browsers that have not signed in to it before. */
  signIn: failedSignIns,
  /** The same from one browser that has, so that nobody else's failures hold its owner. */
  signInByDevice: failedSignIns,
  /** Failed sign-ins from one network address, browsers that have signed in to the account before left out. */
  signInByAddress: { hits: 100, windowMs: 15 * MINUTE },
  /** Reset and first-sign-in mails of one account. */
  resetMail: { hits: 10, windowMs: 60 * MINUTE },
  resetRequestByAddress: { hits: 100, windowMs: 60 * MINUTE },
  /** Links opened that lead nowhere: one that works is never counted or refused. */
  unknownTokenByAddress: { hits: 30, windowMs: 15 * MINUTE },
  /** Requests of Connect with Us that are told by mail. */
  connectByAddress: { hits: 20, windowMs: 60 * MINUTE },
  connectByMailbox: { hits: 5, windowMs: 60 * MINUTE },
  connectByBrand: { hits: 300, windowMs: 60 * MINUTE },
  /** Acknowledgements that a brand sends to visitors. */
  connectAcknowledged: { hits: 60, windowMs: 60 * MINUTE },
  /** Payments started, continued, cancelled: each of them may call Stripe, whose own limits the whole brand shares. */
  paymentByAccount: { hits: 30, windowMs: 10 * MINUTE },
  /** Cases filed, messages, notes, closings and who takes part: each is told by mail. */
  messageByAccount: { hits: 60, windowMs: 10 * MINUTE },
  /** What is changed without a word to anybody else: what staff assign, sort and record, and credit that is applied. */
  workByAccount: { hits: 600, windowMs: 10 * MINUTE },
  /** What people change of their own account. */
  settingByAccount: { hits: 120, windowMs: 10 * MINUTE },
  /** Mails that become messages of one thread: two machines that answer each other come to an end. */
  mailByThread: { hits: 10, windowMs: 10 * MINUTE },
  /** What an open page asks by itself: threads, marks of what was read, signs of typing. */
  pageByAccount: { hits: 1_200, windowMs: 10 * MINUTE },
  /** Searches while somebody types. */
  suggestionByAccount: { hits: 120, windowMs: 10 * MINUTE },
  /** Live streams opened: a browser has one, and opens it anew with each page that is loaded whole. */
  streamByAccount: { hits: 300, windowMs: 10 * MINUTE },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** What is counted: a limit and whom it is about. */
export interface Count {
  readonly limit: LimitName;
  readonly subject: string;
}

/** Counters hold no address in the clear: the key is an HMAC under AUTH_SECRET. */
function keyOf({ limit, subject }: Count): string {
  return `${limit}:${createHmac("sha256", env().AUTH_SECRET).update(`limit\0${limit}\0${subject}`).digest("base64url")}`;
}

const at = (now: Temporal.Instant, offsetMs = 0) =>
  sql`${new Date(now.epochMilliseconds + offsetMs).toISOString()}::timestamptz`;

const isOver = (now: Temporal.Instant) => sql`rate_limits.reset_at <= ${at(now)}`;

/** Condition on a stored counter: does it let one more through? */
function hasRoom({ hits, thenEveryMs }: Limit, now: Temporal.Instant) {
  const slow = thenEveryMs === undefined ? sql`false` : sql`rate_limits.last_at <= ${at(now, -thenEveryMs)}`;
  return sql`(${isOver(now)} or rate_limits.hits < ${hits} or ${slow})`;
}

/** Is this allowance used up at this moment? Takes nothing: good for turning away early, never in place of `reserve`. */
export async function isSpent(db: Transaction, count: Count, now: Temporal.Instant): Promise<boolean> {
  const rows = await db.execute(
    sql`select key from rate_limits where key = ${keyOf(count)} and not ${hasRoom(LIMITS[count.limit], now)}`,
  );
  return rows.length > 0;
}

/** Milliseconds until an allowance that is used up has room again; null while it has. Takes nothing. */
export async function readWait(count: Count, now: Temporal.Instant): Promise<number | null> {
  const limit: Limit = LIMITS[count.limit];
  const slow = sql`rate_limits.last_at + ${limit.thenEveryMs ?? null}::double precision * interval '1 millisecond'`;
  const [row] = await asGate("limits are nobody's data", (db) =>
    db.execute<{ wait: number }>(sql`
      select (extract(epoch from least(reset_at, ${slow}) - ${at(now)}) * 1000)::double precision as wait
      from rate_limits where key = ${keyOf(count)} and not ${hasRoom(limit, now)}`),
  );
  return row ? row.wait : null;
}

/**
 * Takes one from an allowance, or answers false when it is used up. One statement, so any number of parallel tries
 * take no more than there is. `now` is system time.
 */
export async function take(db: Transaction, count: Count, now: Temporal.Instant): Promise<boolean> {
  const limit: Limit = LIMITS[count.limit];
  const { windowMs } = limit;
  const over = isOver(now);
  const taken = await db.execute(sql`
    insert into rate_limits (key, hits, reset_at, last_at) values (${keyOf(count)}, 1, ${at(now, windowMs)}, ${at(now)})
    on conflict (key) do update set
      hits = case when ${over} then 1 else rate_limits.hits + 1 end,
      reset_at = case when ${over} then ${at(now, windowMs)} else rate_limits.reset_at end,
      last_at = ${at(now)}
    where ${hasRoom(limit, now)}
    returning key`);
  return taken.length > 0;
}

/**
 * Takes one from each, or from none and answers false. In a transaction of its own: what is taken stays taken whatever
 * becomes of the try. Fails when the database does, and so does the try.
 */
export async function reserve(counts: readonly Count[], now: Temporal.Instant): Promise<boolean> {
  if (counts.length === 0) return true;
  try {
    await asGate("limits are nobody's data", async (db) => {
      // Always in the caller's order, so that two tries never wait for each other.
      for (const count of counts) if (!(await take(db, count, now))) throw new UsedUp();
    });
    return true;
  } catch (error) {
    if (error instanceof UsedUp) return false;
    throw error;
  }
}

class UsedUp extends Error {}

/** Gives back what `reserve` took at `now`: what turned out well never counts. */
export async function refund(counts: readonly Count[], now: Temporal.Instant): Promise<void> {
  if (counts.length === 0) return;
  await asGate("limits are nobody's data", async (db) => {
    for (const count of counts) {
      const { thenEveryMs = 0 }: Limit = LIMITS[count.limit];
      await db.execute(sql`
        update rate_limits set hits = greatest(hits - 1, 0),
          last_at = case when last_at = ${at(now)} then ${at(now, -thenEveryMs)} else last_at end
        where key = ${keyOf(count)}`);
    }
  });
}

/** A count about a client's network address; none where that is unknown. */
export function byAddress(limit: LimitName & `${string}ByAddress`, address: string | null): Count[] {
  return address === null ? [] : [{ limit, subject: address }];
}

/** Says once, at start, that limits per client address are off. */
export function announceLimits(): void {
  if (env().TRUSTED_PROXY_HOPS > 0) return;
  log.warn(
    "Client addresses are unknown (TRUSTED_PROXY_HOPS is 0): limits per client address are off, limits per account are on.",
  );
}
