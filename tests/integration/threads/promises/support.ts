import { and, asc, eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { promiseMoves, promises, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { BusinessCalendar } from "@/lib/kit/time";

const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test world", work);

export const promisesOf = (threadId: string) =>
  system((db) => db.select().from(promises).where(eq(promises.threadId, threadId)).orderBy(asc(promises.endedAt)));

export const movesOf = (threadId: string) =>
  system((db) =>
    db.select().from(promiseMoves).where(eq(promiseMoves.threadId, threadId)).orderBy(asc(promiseMoves.movedAt)),
  );

export async function threadRow(id: string) {
  const [row] = await system((db) => db.select().from(threads).where(eq(threads.id, id)));
  if (!row) throw new Error("no such thread");
  return row;
}

/** So many minutes go by for a thread: its clock and the promise that stands are that much older. */
export const letPass = (threadId: string, minutes: number) =>
  system(async (db) => {
    const earlier = (column: string) => sql.raw(`${column} - interval '${minutes} minutes'`);
    await db
      .update(threads)
      .set({ answerDueAt: earlier("answer_due_at"), answerSince: earlier("answer_since") })
      .where(and(eq(threads.id, threadId), sql`answer_due_at is not null`));
    // The clock has not been moved by anybody.
    await db.delete(promiseMoves).where(and(eq(promiseMoves.threadId, threadId), sql`moved_by is null`));
    await db
      .update(promises)
      .set({ madeAt: earlier("made_at") })
      .where(and(eq(promises.threadId, threadId), eq(promises.outcome, "made")));
  });

/**
 * Whole open minutes between two moments, counted by the walls of each day's hours: what lib/kit does, done another
 * way.
 */
export function openMinutes({ zone, hours, holidays }: BusinessCalendar, from: Date, to: Date): number {
  const begin = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const end = Temporal.Instant.fromEpochMilliseconds(to.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  let open = 0;
  for (let day = begin; Temporal.PlainDate.compare(day, end) <= 0; day = day.add({ days: 1 })) {
    const holiday = holidays.find((one) => one.day === day.toString());
    for (const { weekday, opens, closes } of hours) {
      if (weekday !== day.dayOfWeek || (holiday && !holiday.closes)) continue;
      const wall = (time: string) =>
        time === "24:00"
          ? day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
          : day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
      const last = holiday?.closes && holiday.closes < closes ? holiday.closes : closes;
      open += Math.max(0, Math.min(wall(last), to.getTime()) - Math.max(wall(opens), from.getTime()));
    }
  }
  return Math.floor(open / 60_000);
}
