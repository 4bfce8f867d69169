import { and, desc, type SQL } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type ListTime, listTime } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import type { StatusOf } from "@/lib/threads/kinds";
import { visibleThreads } from "@/lib/threads/policy";

/** A thread as one line on the page of another thread. */
export interface RecentThread<K extends ThreadKind> {
  readonly number: string;
  readonly subject: string;
  readonly status: StatusOf<K>;
  readonly active: ListTime;
}

const RECENT = 5;

/** Threads of a kind that match `which`, the latest activity first, at most RECENT. */
export async function listRecent<K extends ThreadKind>(
  { viewer, db }: Context<StaffViewer>,
  kind: K,
  which: SQL | undefined,
  local: Zoned,
): Promise<RecentThread<K>[]> {
  const rows = await db
    .select({ number: threads.number, subject: threads.subject, status: threads.status, activeAt: threads.activeAt })
    .from(threads)
    .where(and(visibleThreads(viewer, kind), which))
    .orderBy(desc(threads.activeAt), desc(threads.id))
    .limit(RECENT);
  return rows.map(({ activeAt, status, ...line }) => ({
    ...line,
    status: status as StatusOf<K>,
    active: listTime(activeAt, local.zone),
  }));
}
