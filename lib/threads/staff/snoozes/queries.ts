import { and, eq, type SQL, sql } from "drizzle-orm";
import { staff, threadSnoozes, threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { businessInstant, businessNow, type Zoned, zoneName } from "@/lib/kit/time";
import { visibleThreads } from "@/lib/threads/policy";
import { hasStaffPage, type NamedStaff } from "@/lib/threads/staff/people/queries";
import { visibleColleagues } from "@/lib/threads/staff/policy";
import { visibleSnoozes, visibleSnoozesOfBrands } from "./policy";
import { type SnoozeChoice, snoozeChoices, snoozeWord, untilWords } from "./rules";

/** The row is in force: its time has not come, no contact has written since, and the owner is the same. */
const inForce = sql`(${threadSnoozes.until} > statement_timestamp() and ${threads.status} <> 'closed'
  and not (${threads.lastAuthorKind} = 'contact' and ${threads.lastMessageAt} > ${threadSnoozes.createdAt})
  and ${threads.ownerId} is not distinct from ${threadSnoozes.ownerId})`;

/** Does the thread sleep? For queries that restrict threads to those that the viewer may see. */
export function isSnoozed(viewer: StaffViewer): SQL {
  return sql`(${threads.id} in (select ${threadSnoozes.threadId} from ${threadSnoozes}
    join ${threads} on ${threads.id} = ${threadSnoozes.threadId}
    where ${visibleThreads(viewer)} and ${visibleSnoozesOfBrands(viewer)} and ${inForce}))`;
}

/** The threads that sleep, of those that the viewer may see: for a query that asks of several conditions whether one does. */
export const sleeping = ({ viewer, db }: Context<StaffViewer>) =>
  db.$with("asleep").as(
    db
      .select({ id: threadSnoozes.threadId })
      .from(threadSnoozes)
      .innerJoin(threads, and(eq(threads.id, threadSnoozes.threadId), visibleThreads(viewer)))
      .where(and(visibleSnoozesOfBrands(viewer), inForce)),
  );

/** What the page of a thread shows of its snooze. */
export interface Snooze {
  /** Null: it does not sleep. */
  readonly now: (SnoozeChoice & { readonly by: NamedStaff }) | null;
  readonly choices: readonly SnoozeChoice[];
  /** Name of the zone on whose clocks the times are: `Eastern`. */
  readonly zone: string;
}

/** For a context that joins its reads (inOneStatement). */
export async function readSnooze(
  { viewer, db }: Context<StaffViewer>,
  threadId: string,
  { zone }: Zoned,
): Promise<Snooze> {
  const [row] = await db
    .select({
      until: threadSnoozes.until,
      by: { id: threadSnoozes.staffId, name: threadSnoozes.staffName, hasPage: hasStaffPage(viewer) },
    })
    .from(threadSnoozes)
    .innerJoin(threads, and(eq(threads.id, threadSnoozes.threadId), visibleThreads(viewer)))
    .leftJoin(staff, and(visibleColleagues(viewer, staff.id), eq(staff.id, threadSnoozes.staffId)))
    .where(and(visibleSnoozes(viewer), eq(threadSnoozes.threadId, threadId), inForce));
  const until = row && businessInstant(row.until);
  return {
    now: row && until ? { until: snoozeWord(until), label: untilWords(until, zone), by: row.by } : null,
    choices: snoozeChoices(businessNow(), zone),
    zone: zoneName(zone),
  };
}

/** Until when the thread sleeps, in system time; null where it does not. */
export async function findSnoozedUntil({ viewer, db }: Context<StaffViewer>, threadId: string): Promise<Date | null> {
  const [row] = await db
    .select({ until: threadSnoozes.until })
    .from(threadSnoozes)
    .innerJoin(threads, and(eq(threads.id, threadSnoozes.threadId), visibleThreads(viewer)))
    .where(and(visibleSnoozes(viewer), eq(threadSnoozes.threadId, threadId), inForce));
  return row?.until ?? null;
}
