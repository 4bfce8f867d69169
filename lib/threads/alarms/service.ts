import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { alarms } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { auditThread } from "@/lib/threads/life/service";
import { markRead } from "@/lib/threads/service";
import { lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { takeThread } from "@/lib/threads/staff/work/service";
import { takenAlarms } from "./policy";
import type { HaveItInput } from "./schema";

/**
 * **I have it**: ends the alarm of a case, so that nobody else is called. A case without an owner becomes the viewer's;
 * one with an owner stays theirs, because whoever is awake helps tonight and need not keep the case. Pressing it again
 * changes nothing. Throws AppError NOT_FOUND and FORBIDDEN as lockToWork, CONFLICT where somebody else has it already.
 */
export async function haveIt(context: StaffContext, { number, from }: HaveItInput): Promise<HaveItInput> {
  const { viewer, db } = context;
  const row = await lockToWork(context, "case", number);
  const me = workerOf(context);
  const now = sql`clock_timestamp()`;
  await db
    .update(alarms)
    .set({ seenAt: now, seenBy: me.id, seenByName: me.name })
    .where(and(takenAlarms(viewer), eq(alarms.threadId, row.id), isNull(alarms.endedAt), isNull(alarms.seenAt)));
  const ended = await db
    .update(alarms)
    .set({ endedAt: now, outcome: "taken", endedBy: me.id, endedByName: me.name })
    .where(and(takenAlarms(viewer), eq(alarms.threadId, row.id), isNull(alarms.endedAt)));
  if (ended.count === 0) {
    await refuseIfAnothers(context, row.id);
    return { number, from };
  }
  if (row.ownerId === null) await takeThread(context, "case", { number });
  await markRead(context, row.id);
  await auditThread(context, row, "alarm-taken");
  return { number, from };
}

async function refuseIfAnothers({ viewer, db }: StaffContext, threadId: string): Promise<void> {
  const [last] = await db
    .select({ outcome: alarms.outcome, endedBy: alarms.endedBy, name: alarms.endedByName })
    .from(alarms)
    .where(and(takenAlarms(viewer), eq(alarms.threadId, threadId)))
    .orderBy(desc(alarms.startedAt), desc(alarms.id))
    .limit(1);
  if (last?.outcome !== "taken" || last.endedBy === viewer.staffId) return;
  throw new AppError("CONFLICT", `${last.name ?? "A colleague"} has it already.`);
}
