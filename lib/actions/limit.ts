import type { Temporal } from "temporal-polyfill";
import { type Count, type LimitName, readWait, reserve } from "@/lib/auth/limits";
import type { SignedIn } from "@/lib/auth/types";
import { AppError } from "@/lib/errors";

/** A limit that holds what one account sends, each action counted by itself. */
export type ActionLimit = LimitName & `${string}ByAccount`;

const MINUTE_MS = 60_000;

/**
 * Takes one from what this account may send of an action, in a transaction of its own: what is sent counts whatever
 * becomes of it. Throws AppError RATE_LIMITED, which says when there is more. `now` is system time.
 */
export async function takeTurn(
  action: string,
  limit: ActionLimit,
  { kind, id }: SignedIn["account"],
  now: Temporal.Instant,
): Promise<void> {
  const count: Count = { limit, subject: `${action}\0${kind}\0${id}` };
  if (await reserve([count], now)) return;
  const minutes = Math.ceil(((await readWait(count, now)) ?? 0) / MINUTE_MS);
  const when = minutes > 1 ? `in ${minutes} minutes` : "in a minute";
  throw new AppError("RATE_LIMITED", `You have done this too often in a short time. Try again ${when}.`);
}
