import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

interface Limit {
  /** How many uses are allowed in a window. */
  readonly hits: number;
  readonly windowMs: number;
  /** After these, one more use is allowed each time this long has passed; absent: none until the window ends. */
  readonly thenEveryMs?: number;
}

const MINUTE = 60_000;
const failedSignIns: Limit = { hits: 10, windowMs: 15 * MINUTE, thenEveryMs: MINUTE };

/**
 * Every limit. They are generous, because all people of a plant may share one network address, and because mail gets
 * lost. Limits named "ByAddress" count by the client's network address and are off where it is unknown. Limits named
 * "ByAccount" count what somebody signed in does, each action separately.
 */
export const LIMITS = {
  /** Failed sign-ins of one e-mail address from browsers that have not signed in to it before. */
  signIn: failedSignIns,
  /**
   * Failed sign-ins of one e-mail address from one browser that has signed in to it: others' failures do not stop its
   * owner.
   */
  signInByDevice: failedSignIns,
  /** Failed sign-ins from one network address, without those of browsers that have signed in to the account before. */
  signInByAddress: { hits: 100, windowMs: 15 * MINUTE },
  resetRequestByAddress: { hits: 100, windowMs: 60 * MINUTE },
  /** Opened links that lead nowhere. A link that works is never counted or refused. */
  unknownTokenByAddress: { hits: 30, windowMs: 15 * MINUTE },
  /** Requests of the Connect with Us form that a mail is sent about. */
  connectByAddress: { hits: 20, windowMs: 60 * MINUTE },
  connectByMailbox: { hits: 5, windowMs: 60 * MINUTE },
  connectByBrand: { hits: 300, windowMs: 60 * MINUTE },
  /** Mails to one mailbox about its forms of Connect with Us. Whoever typed a stranger's address fills no mailbox. */
  connectMailsByMailbox: { hits: 3, windowMs: 24 * 60 * MINUTE },
  /** Mails that a brand sends to visitors. */
  connectAcknowledged: { hits: 60, windowMs: 60 * MINUTE },
  /** Answers to Was this useful, and searches without a hit that are counted. They are open to everybody. */
  faqVoteByAddress: { hits: 60, windowMs: 10 * MINUTE },
  faqVoteByBrand: { hits: 600, windowMs: 10 * MINUTE },
  faqMissByAddress: { hits: 30, windowMs: 10 * MINUTE },
  faqMissByBrand: { hits: 600, windowMs: 10 * MINUTE },
  /** Reports of browsers about blocked content that are counted. One network cannot use up what a brand has. */
  cspReportByAddress: { hits: 60, windowMs: 10 * MINUTE },
  cspReportByBrand: { hits: 600, windowMs: 10 * MINUTE },
  /** Payments started, continued or cancelled. Each may call Stripe, whose own limits the whole brand shares. */
  paymentByAccount: { hits: 30, windowMs: 10 * MINUTE },
  /** Cases filed, messages, notes, closings and changes of who takes part: each sends mail. */
  messageByAccount: { hits: 60, windowMs: 10 * MINUTE },
  /** Changes that nobody else is notified of: what staff assign, sort and record, and credit that is applied. */
  workByAccount: { hits: 600, windowMs: 10 * MINUTE },
  /** The same of many threads at once. */
  bulkByAccount: { hits: 60, windowMs: 10 * MINUTE },
  /** Messages to the clients of many threads at once: each may send a hundred mails. */
  bulkMessageByAccount: { hits: 6, windowMs: 10 * MINUTE },
  /** What people change in their own account. */
  settingByAccount: { hits: 120, windowMs: 10 * MINUTE },
  /** Mails of one writer that become messages of one thread. It stops two machines that answer each other. */
  mailByWriter: { hits: 10, windowMs: 10 * MINUTE },
  /** Messages of chats, which are short and many. */
  chatByAccount: { hits: 600, windowMs: 10 * MINUTE },
  /** Requests that an open page sends by itself: threads, marks of what was read, signs of typing. */
  pageByAccount: { hits: 1_200, windowMs: 10 * MINUTE },
  /** What the search of the top bar asks for while somebody types. */
  missedSearchByAccount: { hits: 30, windowMs: 10 * MINUTE },
  searchByAccount: { hits: 600, windowMs: 10 * MINUTE },
  /** Searches that run while somebody types. */
  suggestionByAccount: { hits: 120, windowMs: 10 * MINUTE },
  /** Live streams opened. A browser has one, and opens a new one with each full page load. */
  streamByAccount: { hits: 300, windowMs: 10 * MINUTE },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** One counter: a limit, and the subject whose uses it counts. */
export interface Count {
  readonly limit: LimitName;
  readonly subject: string;
}

/**
 * The key of a counter. It contains an HMAC of the subject under AUTH_SECRET, so that no address is stored readably.
 */
function keyOf({ limit, subject }: Count): string {
  return `${limit}:${createHmac("sha256", env().AUTH_SECRET).update(`limit\0${limit}\0${subject}`).digest("base64url")}`;
}

const at = (now: Temporal.Instant, offsetMs = 0) =>
  sql`${new Date(now.epochMilliseconds + offsetMs).toISOString()}::timestamptz`;

const isOver = (now: Temporal.Instant) => sql`rate_limits.reset_at <= ${at(now)}`;

/** Condition: does a stored counter allow one more use? */
function hasRoom({ hits, thenEveryMs }: Limit, now: Temporal.Instant) {
  const slow = thenEveryMs === undefined ? sql`false` : sql`rate_limits.last_at <= ${at(now, -thenEveryMs)}`;
  return sql`(${isOver(now)} or rate_limits.hits < ${hits} or ${slow})`;
}

/** Is this allowance used up now? Takes nothing from it: use it to refuse early, never in place of `reserve`. */
export async function isSpent(db: Transaction, count: Count, now: Temporal.Instant): Promise<boolean> {
  const rows = await db.execute(
    sql`select key from rate_limits where key = ${keyOf(count)} and not ${hasRoom(LIMITS[count.limit], now)}`,
  );
  return rows.length > 0;
}

/** Milliseconds until an allowance that is used up has room again; null if it has room now. Takes nothing from it. */
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
 * Takes one use from an allowance, or returns false if it is used up. It is one statement, so parallel calls never take
 * more than the limit allows. `now` is system time.
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
 * Takes one use from each allowance, or takes none and returns false. It has a transaction of its own: what is taken
 * stays taken whatever the caller does afterwards. Throws if the database fails, so that the caller fails too.
 */
export async function reserve(counts: readonly Count[], now: Temporal.Instant): Promise<boolean> {
  if (counts.length === 0) return true;
  try {
    await asGate("limits are nobody's data", async (db) => {
      // Always in the caller's order, so that two calls never lock each other out.
      for (const count of counts) if (!(await take(db, count, now))) throw new UsedUp();
    });
    return true;
  } catch (error) {
    if (error instanceof UsedUp) return false;
    throw error;
  }
}

class UsedUp extends Error {}

/** Gives back what `reserve` took at `now`, because a success does not count. */
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

/** Events that are counted without a limit: how often something happened in the last minutes. */
export interface Rate {
  readonly rate: "failedSignIns";
  readonly subject: string;
}

/** A rate looks back over this many minutes. Each minute has a counter of its own. */
const RATE_MINUTES = 5;

const minuteOf = (now: Temporal.Instant) => Math.floor(now.epochMilliseconds / MINUTE);

function rateKeyOf({ rate, subject }: Rate, minute: number): string {
  const subjectHash = createHmac("sha256", env().AUTH_SECRET).update(`rate\0${rate}\0${subject}`).digest("base64url");
  return `${rate}:${minute}:${subjectHash}`;
}

/** Counts one event at `now`, and returns how many there were in that minute. */
export async function addToRate(db: Transaction, rate: Rate, now: Temporal.Instant): Promise<number> {
  const [row] = await db.execute<{ hits: number }>(sql`
    insert into rate_limits (key, hits, reset_at, last_at)
    values (${rateKeyOf(rate, minuteOf(now))}, 1, ${at(now, RATE_MINUTES * MINUTE)}, ${at(now)})
    on conflict (key) do update set hits = rate_limits.hits + 1, last_at = ${at(now)}
    returning hits`);
  return row?.hits ?? 0;
}

/** How many events there were in the minute of `now` and the four before it. */
export async function readRate(db: Transaction, rate: Rate, now: Temporal.Instant): Promise<number> {
  const minute = minuteOf(now);
  const keys = Array.from({ length: RATE_MINUTES }, (_, ago) => rateKeyOf(rate, minute - ago));
  const [row] = await db.execute<{ hits: number }>(sql`
    select coalesce(sum(hits), 0)::int as hits from rate_limits
    where key in (${sql.join(
      keys.map((key) => sql`${key}`),
      sql`, `,
    )})`);
  return row?.hits ?? 0;
}

/** The counter of a client's network address; empty if the address is unknown. */
export function byAddress(limit: LimitName & `${string}ByAddress`, address: string | null): Count[] {
  return address === null ? [] : [{ limit, subject: address }];
}

/** Logs, at start, that limits per client address are off. */
export function announceLimits(): void {
  if (env().TRUSTED_PROXY_HOPS > 0) return;
  log.warn(
    "Client addresses are unknown (TRUSTED_PROXY_HOPS is 0): limits per client address are off, limits per account are on.",
  );
}
