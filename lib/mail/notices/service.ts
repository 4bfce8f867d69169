import { and, eq, isNull, sql } from "drizzle-orm";
import { notices } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { visibleNotices } from "./policy";
import { findNotice } from "./queries";

/** Marks a notice as read and returns the path that it links to; null for a notice that the viewer may not see. */
export async function openNotice(context: Context, id: string): Promise<string | null> {
  const { viewer, db } = context;
  const notice = await findNotice(context, id);
  if (!notice) return null;
  await db
    .update(notices)
    .set({ readAt: sql`clock_timestamp()` })
    .where(and(visibleNotices(viewer), eq(notices.id, id), isNull(notices.readAt)));
  return notice.path;
}

/** Marks all of the viewer's notices as read. */
export async function markAllRead({ viewer, db }: Context): Promise<void> {
  await db
    .update(notices)
    .set({ readAt: sql`clock_timestamp()` })
    .where(and(visibleNotices(viewer), isNull(notices.readAt)));
}
