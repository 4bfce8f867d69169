import { and, eq, inArray } from "drizzle-orm";
import { cases, threads } from "@/db/schema";
import type { CloseReason, Severity } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import type { ListPage } from "@/lib/kit/lists/page";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { BY_SEVERITY } from "@/lib/threads/cases/list/queries";
import { isOpen, readThreadIds, THREAD_ORDERS, type ThreadOrder } from "@/lib/threads/list/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import type { ThreadCursor } from "@/lib/threads/schema";
import {
  type Choice,
  listQueueCompanies,
  ofOwner,
  QUEUE_COUNTED,
  type QueueCounts,
  type QueuedThread,
  type QueueOwner,
  queueCounts,
  queued,
  readQueueRows,
} from "@/lib/threads/staff/queue/queries";
import { sleeping } from "@/lib/threads/staff/snoozes/queries";
import type { StaffCaseFilters, StaffCaseSort } from "./schema";

export interface StaffCaseRow extends QueuedThread<"case"> {
  readonly product: string;
  readonly severity: Severity;
  readonly closeReason: CloseReason | null;
  readonly owner: QueueOwner | null;
}

export type StaffCaseList = ListPage<StaffCaseRow, ThreadCursor>;

const ORDERS: Readonly<Record<StaffCaseSort, ThreadOrder>> = {
  clock: THREAD_ORDERS.clock,
  latest: THREAD_ORDERS.latest,
  severity: BY_SEVERITY,
  filed: THREAD_ORDERS.oldest,
  "-filed": THREAD_ORDERS.newest,
};

/**
 * One page of the queue with the count of the whole filtered set, both from one snapshot. The answer clocks need the
 * calendars of `brands`.
 */
export async function listStaffCases(
  context: Context<StaffViewer>,
  filters: StaffCaseFilters,
  brands: readonly Brand[],
  local: Zoned,
): Promise<StaffCaseList> {
  const { assignee, severity, product, sort, cursor } = filters;
  const page = await readThreadIds(context, {
    isSearch: filters.q !== "",
    ...{ kind: "case", sort, cursor, order: ORDERS[sort], counted: QUEUE_COUNTED },
    where: queued(
      context.viewer,
      "case",
      filters,
      assignee ? ofOwner(context.viewer, assignee) : undefined,
      severity ? eq(threads.severity, severity) : undefined,
      product ? eq(threads.product, product) : undefined,
    ),
  });
  return { ...page, rows: await readRows(context, page.rows, brands, local) };
}

async function readRows(
  context: Context<StaffViewer>,
  ids: readonly string[],
  brands: readonly Brand[],
  local: Zoned,
): Promise<StaffCaseRow[]> {
  if (ids.length === 0) return [];
  const { viewer, db } = context;
  const { special, rows } = await together({
    special: db
      .select({ id: cases.id, version: cases.productVersion })
      .from(cases)
      .where(and(ofVisibleThreads(viewer, cases.id, "case"), inArray(cases.id, [...ids]))),
    rows: readQueueRows(context, "case", {
      ...{ ids, brands, local },
      targetKeyOf: ({ severity }) => severity ?? "question",
    }),
  });
  const versionOf = new Map(special.map(({ id, version }) => [id, version]));
  return rows.map(
    ({ shown, thread, owner }): StaffCaseRow => ({
      ...shown,
      closeReason: thread.closeReason,
      product: [thread.product, versionOf.get(shown.id)].filter(Boolean).join(" "),
      severity: thread.severity ?? "question",
      owner: owner && { id: owner.id, name: owner.name, isMe: owner.isMe, hasPage: owner.hasPage },
    }),
  );
}

export type StaffCaseCounts = QueueCounts;

/** Counts of the open cases in all of the viewer's brands. */
export async function countStaffCases(context: Context<StaffViewer>): Promise<StaffCaseCounts> {
  const { viewer, db } = context;
  const asleep = sleeping(context);
  const [row] = await db
    .with(asleep)
    .select(queueCounts(viewer, asleep).columns)
    .from(threads)
    .where(and(visibleThreads(viewer, "case"), isOpen));
  return row ?? { open: 0, unassigned: 0, late: 0, mine: 0, unread: 0, snoozed: 0 };
}

/** Companies that the filter offers: those with an open case, and `chosen` even without one. */
export const listCaseCompanyChoices = (context: Context<StaffViewer>, chosen: string | null): Promise<Choice[]> =>
  listQueueCompanies(context, "case", chosen);

/** Products that the filter offers: those of open cases, and `chosen` even if no open case is about it. */
export async function listCaseProductChoices(
  { viewer, db }: Context<StaffViewer>,
  chosen: string | null,
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ product: threads.product })
    .from(threads)
    .where(and(visibleThreads(viewer, "case"), isOpen));
  return [...new Set([...rows.flatMap((row) => row.product ?? []), ...(chosen ? [chosen] : [])])].sort((a, b) =>
    a.localeCompare(b, "en"),
  );
}
