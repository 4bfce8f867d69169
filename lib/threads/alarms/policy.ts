import { and, isNotNull, type SQL, sql } from "drizzle-orm";
import { alarmCalls, alarmSteps, alarms } from "@/db/schema";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { readsCases } from "@/lib/gate/rights";
import { ofVisibleThreads, ofWorkedThreads } from "@/lib/threads/policy";

/** Alarms of cases that the viewer sees. Never undefined. */
export function visibleAlarms(viewer: Viewer): SQL {
  return ofVisibleThreads(viewer, alarms.threadId, "case");
}

/** Steps of these alarms. Never undefined. */
export function visibleAlarmSteps(viewer: Viewer): SQL {
  return ofVisibleThreads(viewer, alarmSteps.threadId, "case");
}

/** Whom these alarms called. Never undefined. */
export function visibleAlarmCalls(viewer: Viewer): SQL {
  return ofVisibleThreads(viewer, alarmCalls.threadId, "case");
}

/** Alarms that the member of staff may take. Never undefined. */
export function takenAlarms(viewer: StaffViewer): SQL {
  return ofWorkedThreads(viewer, alarms.threadId);
}

/** Calls that went to the viewer themself. Never undefined. */
export function ownCalls(viewer: StaffViewer): SQL {
  if (!readsCases(viewer)) return sql`false`;
  return and(isNotNull(alarmCalls.calledAt), sql`${alarmCalls.staffId} = ${viewer.staffId}::uuid`) ?? sql`false`;
}
