import { and, eq, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import {
  type CaseStatus,
  type ChatStatus,
  type CloseReason,
  type RequestKind,
  type RequestStatus,
  THREAD_KINDS,
  type ThreadKind,
} from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { type KeysetOrder, type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import type { Zoned } from "@/lib/kit/time";
import { activity, isNews, isOpen, type ListedThread, matching } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import type { ServiceCursor, ServiceFilters, ServiceTab } from "@/lib/threads/requests/schema";
import { PAGE_SIZE } from "@/lib/threads/schema";

interface Common extends ListedThread {
  readonly id: string;
  /** Name of the opener; null for the viewer's own threads. */
  readonly byName: string | null;
}

/** A thread in the list of service requests, which has the threads of every kind. */
export type ServiceRow = Common &
  (
    | { readonly thread: "case"; readonly status: CaseStatus; readonly closeReason: CloseReason | null }
    | { readonly thread: "request"; readonly status: RequestStatus; readonly kind: RequestKind }
    | { readonly thread: "chat"; readonly status: ChatStatus }
  );

export type ServiceList = ListPage<ServiceRow, ServiceCursor>;

/** The latest activity first. */
const ORDER: KeysetOrder<ServiceCursor> = {
  keys: { at: [threads.activeAt, "timestamptz"], id: [threads.id, "uuid"] },
  descending: true,
};

/**
 * One page of the threads of every kind that the viewer may see, the latest activity first, with the count of the whole
 * filtered set. A cursor beyond the list shows the first page.
 */
export async function listServiceRequests(
  context: Context<ClientViewer>,
  { tab, q, cursor }: ServiceFilters,
  local: Zoned,
): Promise<ServiceList> {
  const { viewer, db } = context;
  const filtered = and(tab === "closed" ? eq(threads.status, "closed") : isOpen, matching(q));
  const { page } = await readKeysetPage({
    ...{ size: PAGE_SIZE, order: ORDER, cursor },
    rows: ({ where, orderBy, limit }) =>
      db
        .select({
          id: threads.id,
          kind: threads.kind,
          number: threads.number,
          subject: threads.subject,
          status: threads.status,
          closeReason: threads.closeReason,
          topic: threads.topic,
          activeAt: threads.activeAt,
          openedBy: threads.openedBy,
          openedByName: threads.openedByName,
          unread: sql<boolean>`${isNews(viewer, ...THREAD_KINDS)}`,
        })
        .from(threads)
        .where(and(visibleThreads(viewer), filtered, where))
        .orderBy(...orderBy)
        .limit(limit),
    totals: (counts) =>
      db
        .select(counts)
        .from(threads)
        .where(and(visibleThreads(viewer), filtered)),
    place: ({ id, activeAt }, side) => ({ side, at: activeAt.toISOString(), id }),
  });
  return {
    ...page,
    rows: page.rows.map(
      ({ kind, status, closeReason, topic, openedBy, openedByName, activeAt, ...row }): ServiceRow => {
        const common = {
          ...row,
          ...activity({ activeAt }, local),
          byName: openedBy === viewer.contactId ? null : openedByName,
        };
        const rowOf: { readonly [K in ThreadKind]: () => ServiceRow } = {
          case: () => ({ ...common, thread: "case", status: status as CaseStatus, closeReason }),
          request: () => ({ ...common, thread: "request", status, kind: topic ?? "message" }),
          chat: () => ({ ...common, thread: "chat", status: status as ChatStatus }),
        };
        return rowOf[kind]();
      },
    ),
  };
}

/** How many open and how many closed threads the viewer sees, whatever is searched for. */
export async function countServiceRequests({ viewer, db }: Context<ClientViewer>): Promise<Record<ServiceTab, number>> {
  const [row] = await db
    .select({
      open: sql`count(*) filter (where ${isOpen})`.mapWith(Number),
      closed: sql`count(*) filter (where ${eq(threads.status, "closed")})`.mapWith(Number),
    })
    .from(threads)
    .where(visibleThreads(viewer));
  return row ?? { open: 0, closed: 0 };
}
