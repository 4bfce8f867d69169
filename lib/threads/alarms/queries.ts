import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { alarmCalls, alarmSteps, alarms, companies, threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { readsCases } from "@/lib/gate/rights";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleThreads } from "@/lib/threads/policy";
import { ownCalls, visibleAlarmCalls, visibleAlarmSteps, visibleAlarms } from "./policy";
import type { AlarmLine, StepLine } from "./rules";

/** The newest alarm of a case that the viewer sees, with its steps; null where there is none. */
export async function findAlarm({ viewer, db }: Context, number: string): Promise<AlarmLine | null> {
  const rows = await db
    .select({ alarm: alarms, step: alarmSteps, told: alarmCalls.staffName })
    .from(threads)
    .innerJoin(alarms, and(eq(alarms.threadId, threads.id), visibleAlarms(viewer)))
    .leftJoin(alarmSteps, and(eq(alarmSteps.alarmId, alarms.id), visibleAlarmSteps(viewer)))
    .leftJoin(
      alarmCalls,
      and(
        eq(alarmCalls.alarmId, alarmSteps.alarmId),
        eq(alarmCalls.position, alarmSteps.position),
        visibleAlarmCalls(viewer),
      ),
    )
    .where(and(visibleThreads(viewer, "case"), eq(threads.number, number)))
    .orderBy(desc(alarms.startedAt), desc(alarms.id), asc(alarmSteps.position), asc(alarmCalls.staffName));
  const newest = rows[0]?.alarm;
  if (!newest) return null;
  const steps = new Map<number, StepLine>();
  for (const { alarm, step, told } of rows) {
    if (alarm.id !== newest.id || !step) continue;
    const { position, duty, dueAt, calledAt } = step;
    const before = steps.get(position)?.told ?? [];
    steps.set(position, { position, duty, dueAt, calledAt, told: told === null ? before : [...before, told] });
  }
  const { state, callsAt, seenAt, seenByName, endedAt, outcome, endedByName } = newest;
  return { state, callsAt, seenAt, seenByName, endedAt, outcome, endedByName, steps: [...steps.values()] };
}

/** An alarm that called the viewer and that nobody has taken yet. */
export interface OwnAlarm {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly companyName: string;
}

/** How many alarms at once are shown. More than one is rare. */
const MOST_ALARMS = 5;

/** Alarms that called the viewer and that nobody has taken yet, oldest first. */
export async function listOwnAlarms({ viewer, db }: Context<StaffViewer>): Promise<OwnAlarm[]> {
  if (!readsCases(viewer)) return [];
  return db
    .selectDistinct({
      id: alarms.id,
      number: threads.number,
      subject: threads.subject,
      companyName: companies.name,
      startedAt: alarms.startedAt,
    })
    .from(alarmCalls)
    .innerJoin(alarms, and(eq(alarms.id, alarmCalls.alarmId), visibleAlarms(viewer)))
    .innerJoin(threads, and(eq(threads.id, alarms.threadId), visibleThreads(viewer, "case")))
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .where(and(ownCalls(viewer), isNull(alarms.endedAt)))
    .orderBy(asc(alarms.startedAt), asc(alarms.id))
    .limit(MOST_ALARMS);
}
