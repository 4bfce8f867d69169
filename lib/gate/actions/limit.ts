import type { Temporal } from "temporal-polyfill";
import { AppError } from "@/lib/errors";
import type { AccountKey } from "@/lib/gate/accounts";
import { type Count, type LimitName, readWait, reserve } from "@/lib/gate/limits";

/** A limit on what one account sends. Each action is counted separately. */
export type ActionLimit = LimitName & `${string}ByAccount`;

const MINUTE_MS = 60_000;

/** The counter of one action for one account. */
export function turnOf(action: string, limit: ActionLimit, { kind, id }: AccountKey): Count {
  return { limit, subject: `${action}\0${kind}\0${id}` };
}

/**
 * Takes one use from an account's limit for an action or a route, in a transaction of its own: the use counts whatever
 * happens afterwards. Returns null, or the milliseconds until there is room again. `now` is system time.
 */
export async function tryTurn(
  action: string,
  limit: ActionLimit,
  account: AccountKey,
  now: Temporal.Instant,
): Promise<number | null> {
  const count = turnOf(action, limit, account);
  if (await reserve([count], now)) return null;
  return Math.max(0, (await readWait(count, now)) ?? 0);
}

/**
 * The same for a person who waits for an answer: throws AppError RATE_LIMITED with a sentence that says when to try
 * again.
 */
export async function takeTurn(
  action: string,
  limit: ActionLimit,
  account: AccountKey,
  now: Temporal.Instant,
): Promise<void> {
  const wait = await tryTurn(action, limit, account, now);
  if (wait === null) return;
  const minutes = Math.ceil(wait / MINUTE_MS);
  const when = minutes > 1 ? `in ${minutes} minutes` : "in a minute";
  throw new AppError("RATE_LIMITED", `You have done this too often in a short time. Try again ${when}.`);
}
