import { and, eq, isNull, sql } from "drizzle-orm";
import { notices } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { readKeysetRows } from "@/lib/kit/lists/page";
import { businessDayOf, businessInstant, formatDay, formatTime, systemNow, type Zoned, zoneName } from "@/lib/kit/time";
import { visibleNotices } from "./policy";
import { NOTICES_PAGE_SIZE, type NoticeCursor } from "./schema";

/** The count stops here: the bell shows no more than "99+". */
const MOST_COUNTED = 100;

/** How many of the viewer's notices are unread, 100 at most. */
export async function countUnread({ viewer, db }: Context): Promise<number> {
  const unread = db
    .select({ one: sql`1`.as("one") })
    .from(notices)
    .where(and(visibleNotices(viewer), isNull(notices.readAt)))
    .limit(MOST_COUNTED)
    .as("unread");
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(unread);
  return row?.count ?? 0;
}

/** What the bell shows: how many are unread, and when that was counted, in milliseconds since 1970. */
export async function readBell(context: Context): Promise<{ unread: number; at: number }> {
  const at = systemNow().epochMilliseconds;
  return { unread: await countUnread(context), at };
}

export interface NoticeRow {
  readonly id: string;
  readonly brand: string;
  readonly title: string;
  readonly isUnread: boolean;
  /** When it happened: ISO, business time. */
  readonly at: string;
  /** The time of day in the viewer's zone, with the zone's name. */
  readonly when: string;
}

export interface NoticeDay {
  /** The day as people read it, for example `Nov 21, 2026`. */
  readonly day: string;
  readonly rows: readonly NoticeRow[];
}

export interface NoticePage {
  /** Newest first, by day in the viewer's zone. */
  readonly days: readonly NoticeDay[];
  /** How many of all the viewer's notices are unread, 100 at most. */
  readonly unread: number;
  readonly previous: NoticeCursor | null;
  readonly next: NoticeCursor | null;
}

/** One page of the viewer's notices. A cursor beyond the list shows the first page. */
export async function listNotices(context: Context, cursor: NoticeCursor | null, local: Zoned): Promise<NoticePage> {
  const { viewer, db } = context;
  const asked = readKeysetRows({
    size: NOTICES_PAGE_SIZE,
    order: { keys: { at: [notices.createdAt, "timestamptz"], id: [notices.id, "uuid"] }, descending: true },
    cursor,
    rows: ({ where, orderBy, limit }) =>
      db
        .select({
          id: notices.id,
          brand: notices.brand,
          title: notices.title,
          readAt: notices.readAt,
          createdAt: notices.createdAt,
        })
        .from(notices)
        .where(and(visibleNotices(viewer), where))
        .orderBy(...orderBy)
        .limit(limit),
    place: ({ createdAt, id }, side): NoticeCursor => ({ side, at: createdAt.toISOString(), id }),
  });
  const [page, unread] = await Promise.all([asked, countUnread(context)]);
  return {
    days: byDay(page.rows, local.zone),
    unread,
    previous: page.previous,
    next: page.next,
  };
}

type Stored = Pick<typeof notices.$inferSelect, "id" | "brand" | "title" | "readAt" | "createdAt">;

function byDay(rows: readonly Stored[], zone: string): NoticeDay[] {
  const days = new Map<string, NoticeRow[]>();
  for (const { id, brand, title, readAt, createdAt } of rows) {
    const at = businessInstant(createdAt);
    const day = businessDayOf(createdAt, zone);
    const row = {
      ...{ id, brand, title },
      isUnread: readAt === null,
      at: at.toString(),
      when: `${formatTime(at.toZonedDateTimeISO(zone).toPlainTime())} ${zoneName(zone)}`,
    };
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days].map(([day, notes]) => ({ day: formatDay(day), rows: notes }));
}

/** Where a notice leads; null for one that the viewer may not see. */
export async function findNotice({ viewer, db }: Context, id: string): Promise<{ path: string } | null> {
  const [row] = await db
    .select({ path: notices.path })
    .from(notices)
    .where(and(visibleNotices(viewer), eq(notices.id, id)));
  return row ?? null;
}
