import { and, eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { threadSnoozes } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { businessNow, systemInstant, type Zoned } from "@/lib/kit/time";
import { kindOf } from "@/lib/threads/kinds";
import { auditThread } from "@/lib/threads/life/service";
import { lockToWork, type StaffContext } from "@/lib/threads/staff/service";
import { visibleSnoozes } from "./policy";
import { findSnoozedUntil } from "./queries";
import { LONGEST_SNOOZE_DAYS, localInstant, snoozeWord } from "./rules";
import type { SnoozeInput } from "./schema";

/**
 * The thread leaves the queues until a time, or comes back to them at once: see snoozeUntil. Throws AppError INVALID for
 * a day or time that there is not. `local`: the zone on whose clocks `at` is.
 */
export async function snoozeThread(
  context: StaffContext,
  kind: ThreadKind,
  { number, until, at }: SnoozeInput,
  { zone }: Zoned,
): Promise<{ number: string }> {
  if (at === undefined) {
    return snoozeUntil(context, kind, { number, wish: until ? Temporal.Instant.from(until) : null, field: "until" });
  }
  const wish = localInstant(at, zone);
  if (wish === null) {
    await lockToWork(context, kind, number);
    throw refusedTime("There is no such day or time.", "at");
  }
  return snoozeUntil(context, kind, { number, wish, field: "at" });
}

interface Wish {
  readonly number: string;
  /** Business time; null: no longer. */
  readonly wish: Temporal.Instant | null;
  /** The field that a refusal is about. */
  readonly field: "at" | "until";
}

/** The time as it is stored: system time, to the second. */
export const storedUntil = (wish: Temporal.Instant): Date =>
  new Date(systemInstant(Temporal.Instant.from(snoozeWord(wish))).epochMilliseconds);

/**
 * The thread sleeps until a time of business time, or no longer. The client is told nothing, and every promise of an
 * answer stays as it is. The same form sent twice is one change. Throws AppError NOT_FOUND and FORBIDDEN as lockToWork,
 * CONFLICT for a closed thread, INVALID for a time that is over or more than a year ahead.
 */
export async function snoozeUntil(
  context: StaffContext,
  kind: ThreadKind,
  { number, wish, field }: Wish,
): Promise<{ number: string }> {
  const { viewer, db, name } = context;
  const row = await lockToWork(context, kind, number);
  const before = await findSnoozedUntil(context, row.id);
  const stored = wish && storedUntil(wish);
  if ((stored?.getTime() ?? null) === (before?.getTime() ?? null)) return { number };
  if (wish && row.status === "closed") {
    throw new AppError("CONFLICT", `This ${kindOf(kind).noun} is closed, so it is in no queue.`);
  }
  if (wish) requireAhead(wish, field);
  await db.delete(threadSnoozes).where(and(visibleSnoozes(viewer), eq(threadSnoozes.threadId, row.id)));
  if (stored) {
    await db.insert(threadSnoozes).values({
      ...{ threadId: row.id, brand: row.brand, until: stored, ownerId: row.ownerId },
      ...{ staffId: viewer.staffId, staffName: name },
    });
  }
  await auditThread(context, row, stored ? "snoozed" : "woken", {
    from: before?.toISOString() ?? null,
    to: stored?.toISOString() ?? null,
  });
  return { number };
}

const refusedTime = (sentence: string, field: "at" | "until") => new AppError("INVALID", sentence, { field });

function requireAhead(wish: Temporal.Instant, field: "at" | "until"): void {
  const now = businessNow();
  if (Temporal.Instant.compare(wish, now) <= 0) throw refusedTime("That time is over. Choose a later one.", field);
  if (Temporal.Instant.compare(wish, now.add({ hours: 24 * LONGEST_SNOOZE_DAYS })) > 0) {
    throw refusedTime("Choose a time within a year.", field);
  }
}
