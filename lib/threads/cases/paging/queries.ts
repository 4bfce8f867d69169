import { and, asc, desc, type SQL, sql } from "drizzle-orm";
import { cases } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { type CaseCursor, PAGE_SIZE } from "@/lib/threads/cases/schema";
import { visibleCases } from "@/lib/threads/policy";

/** How a list of cases is ordered: a small rank, then an instant, then the id, all in one direction. */
export interface CaseOrder {
  readonly sort: string;
  readonly rank: SQL;
  readonly at: SQL;
  readonly descending: boolean;
}

const ACTIVITY = sql`${cases.activeAt}`;
/** With the cast: a bare number in ORDER BY would be the place of a column. */
const ONE_RANK = sql`0::int`;
const SEVERITY_RANK = sql`case ${cases.severity} when 'production_stopped' then 2 when 'impaired' then 1 else 0 end`;

/** The orders that client and staff lists share. */
export const CASE_ORDERS = {
  /** What waits on the client first, then by the last thing that a client sees. */
  activity: {
    rank: sql`case when ${cases.status} = 'waiting_on_you' then 1 else 0 end`,
    at: ACTIVITY,
    descending: true,
  },
  latest: { rank: ONE_RANK, at: ACTIVITY, descending: true },
  severity: { rank: SEVERITY_RANK, at: ACTIVITY, descending: true },
  filed: { rank: ONE_RANK, at: sql`${cases.createdAt}`, descending: false },
  "-filed": { rank: ONE_RANK, at: sql`${cases.createdAt}`, descending: true },
  /** What is owed first, the most urgent at the top; then what is not owed, the longest untouched first. */
  clock: {
    rank: sql`case when ${cases.answerDueAt} is null then 1 else 0 end`,
    at: sql`coalesce(${cases.answerDueAt}, ${cases.activeAt})`,
    descending: false,
  },
} as const satisfies Record<string, Omit<CaseOrder, "sort">>;

export interface CasePage {
  readonly ids: readonly string[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly previous: CaseCursor | null;
  readonly next: CaseCursor | null;
}

function beside({ rank, at, descending }: CaseOrder, cursor: CaseCursor): SQL {
  const greater = (cursor.side === "after") !== descending;
  return sql`(${rank}, ${at}, ${cases.id}) ${sql.raw(greater ? ">" : "<")} (${cursor.rank}::int, ${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
}

/** Cases whose words or number match. Empty text matches every case. */
export function matching(q: string): SQL | undefined {
  return q === "" ? undefined : sql`${cases.id} = any (array(select search_cases(${q})))`;
}

/**
 * One page of ids in the order, with the count of the whole filtered set: what the viewer may see and `where` leaves.
 * A cursor beyond the list shows the first page.
 */
export async function readCasePage(
  context: Context,
  where: SQL | undefined,
  order: CaseOrder,
  cursor: CaseCursor | null,
): Promise<CasePage> {
  const { viewer, db } = context;
  const within = (...more: (SQL | undefined)[]) => and(visibleCases(viewer), where, ...more);
  const direction = order.descending !== (cursor?.side === "before") ? desc : asc;
  const stored = await db
    .select({ id: cases.id, rank: sql`${order.rank}`.mapWith(Number), at: sql`${order.at}`.mapWith(cases.activeAt) })
    .from(cases)
    .where(within(cursor ? beside(order, cursor) : undefined))
    .orderBy(direction(order.rank), direction(order.at), direction(cases.id))
    .limit(PAGE_SIZE + 1);
  const more = stored.length > PAGE_SIZE;
  const rows = stored.slice(0, PAGE_SIZE);
  if (cursor?.side === "before") rows.reverse();
  if (cursor && (rows.length === 0 || (cursor.side === "before" && !more))) {
    return readCasePage(context, where, order, null);
  }
  const passed = !cursor
    ? sql`0`
    : cursor.side === "after"
      ? sql`count(*) filter (where not ${beside(order, cursor)})`
      : sql`count(*) filter (where ${beside(order, cursor)})`;
  const [sum] = await db
    .select({ count: sql`count(*)`.mapWith(Number), passed: passed.mapWith(Number) })
    .from(cases)
    .where(within());
  const count = sum?.count ?? 0;
  const before = cursor?.side === "before" ? (sum?.passed ?? 0) - rows.length : (sum?.passed ?? 0);
  const place = (row: (typeof rows)[number] | undefined, side: CaseCursor["side"]): CaseCursor | null =>
    row ? { side, sort: order.sort, rank: row.rank, at: row.at.toISOString(), id: row.id } : null;
  return {
    ids: rows.map((row) => row.id),
    from: rows.length ? before + 1 : 0,
    to: before + rows.length,
    count,
    previous: before > 0 ? place(rows[0], "before") : null,
    next: cursor?.side === "before" || more ? place(rows.at(-1), "after") : null,
  };
}
