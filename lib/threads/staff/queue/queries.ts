import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { companies, staff, threads } from "@/db/schema";
import type { ThreadKind, ThreadStatus } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import type { Zoned } from "@/lib/kit/time";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { answerClocks } from "@/lib/threads/answer-clock/queries";
import type { AnswerClock } from "@/lib/threads/answer-clock/rules";
import type { StatusOf } from "@/lib/threads/kinds";
import { type ThreadRecord, threadColumns } from "@/lib/threads/life/queries";
import {
  activity,
  inOrderOf,
  isLate,
  isOpen,
  isPastDue,
  isUnread,
  type ListedThread,
  matching,
} from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { hasStaffPage, type NamedStaff } from "@/lib/threads/staff/people/queries";
import { visibleColleagues } from "@/lib/threads/staff/policy";
import { isSnoozed, type sleeping } from "@/lib/threads/staff/snoozes/queries";

/* The firm's queue of threads of one kind. Each kind adds the filters and columns that only it has. */

/** The filters that the queues of all kinds have. */
export interface QueueFilters {
  readonly q: string;
  /** Null: open threads, or those of every status while a search is entered. */
  readonly status: ThreadStatus | null;
  readonly brand: string | null;
  readonly company: string | null;
  /** Only open threads whose answer is late. */
  readonly late: boolean;
  /** Only threads that sleep. */
  readonly snoozed: boolean;
}

/**
 * Is the thread where the filters look for it? A thread that sleeps is found by a search, by the filter of its own, and
 * among late ones, because the promise to the client goes on.
 */
function awake(viewer: StaffViewer, { q, late, snoozed }: QueueFilters): SQL | undefined {
  if (snoozed) return isSnoozed(viewer);
  return q !== "" || late ? undefined : isAwake(viewer);
}

/** In force for queues and what they count. */
export const isAwake = (viewer: StaffViewer): SQL => sql`(not ${isSnoozed(viewer)})`;

/**
 * Whether a thread is open or closed is a part of the query's text, so that the partial indexes of the queues can be used.
 */
function ofStatus(status: ThreadStatus | null): SQL | undefined {
  if (status === "closed") return sql`${threads.status} = 'closed'`;
  return status ? and(isOpen, eq(threads.status, status)) : isOpen;
}

/** The rows of a queue are counted up to this number: see readKeysetPage. */
export const QUEUE_COUNTED = 1_000;

/** The condition of the filters that all queues have, and of `more`, which the kind adds. */
export function queued(
  viewer: StaffViewer,
  kind: ThreadKind,
  filters: QueueFilters,
  ...more: (SQL | undefined)[]
): SQL | undefined {
  // A search without a status finds threads of every status.
  const everything = filters.q !== "" && filters.status === null;
  return and(
    everything ? undefined : ofStatus(filters.status),
    filters.late ? isLate : undefined,
    awake(viewer, filters),
    filters.brand ? eq(threads.brand, filters.brand) : undefined,
    filters.company ? eq(threads.companyId, filters.company) : undefined,
    matching(filters.q, [kind]),
    ...more,
  );
}

export const isUnowned = isNull(threads.ownerId);
export const ownedBy = (ids: readonly string[]): SQL =>
  ids.length > 0 ? inArray(threads.ownerId, [...ids]) : sql`false`;

/**
 * Threads of an owner: `me` is the viewer, `nobody` finds threads without one, anything else is the id of a member of
 * staff.
 */
export function ofOwner(viewer: StaffViewer, owner: string): SQL {
  if (owner === "nobody") return isUnowned;
  return eq(threads.ownerId, owner === "me" ? viewer.staffId : owner);
}

/** A thread as every queue shows it. */
export interface QueuedThread<K extends ThreadKind> extends ListedThread {
  readonly id: string;
  readonly brand: string;
  readonly status: StatusOf<K>;
  readonly company: { readonly id: string; readonly name: string };
  /** Null: the firm owes no answer. */
  readonly clock: AnswerClock | null;
}

/** The owner of a thread. */
export interface QueueOwner extends NamedStaff {
  readonly isMe: boolean;
}

/** What each kind makes its own rows from. */
interface QueueRow<K extends ThreadKind> {
  readonly shown: QueuedThread<K>;
  readonly thread: ThreadRecord<K>;
  /** `standsInFor`: the name of the colleague in whose place the owner answers. */
  readonly owner: (QueueOwner & { readonly standsInFor: string | null }) | null;
}

interface RowsAsked<K extends ThreadKind> {
  readonly ids: readonly string[];
  /** The key of a thread's answer target: its severity or topic. */
  readonly targetKeyOf: (thread: ThreadRecord<K>) => string;
  /** They have the calendars of the answer clocks. */
  readonly brands: readonly Brand[];
  readonly local: Zoned;
}

const absent = alias(staff, "absent");

/** The rows of a page, in the order of `ids`. */
export async function readQueueRows<K extends ThreadKind>(
  context: Context<StaffViewer>,
  kind: K,
  { ids, targetKeyOf, brands, local }: RowsAsked<K>,
): Promise<QueueRow<K>[]> {
  if (ids.length === 0) return [];
  const { viewer, db } = context;
  const asked = db
    .select({
      id: threads.id,
      thread: threadColumns,
      companyName: companies.name,
      ownerName: staff.name,
      ownerHasPage: hasStaffPage(viewer),
      absentName: absent.name,
      unread: sql<boolean>`${isUnread(viewer)}`,
    })
    .from(threads)
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .leftJoin(staff, and(visibleColleagues(viewer, staff.id), eq(staff.id, threads.ownerId)))
    .leftJoin(absent, and(visibleColleagues(viewer, absent.id), eq(absent.id, threads.standsInFor)))
    .where(and(visibleThreads(viewer, kind), inArray(threads.id, [...ids])));
  const [stored, clockOf] = await Promise.all([asked, answerClocks(context, kind, { ids, brands, local })]);
  return inOrderOf(ids, stored).map(
    ({ thread: row, companyName, ownerName, ownerHasPage, absentName, unread }): QueueRow<K> => {
      const thread = row as ThreadRecord<K>;
      const { id, number, subject, brand, status, companyId, ownerId } = thread;
      return {
        shown: {
          ...{ id, number, subject, brand, status, unread },
          company: { id: companyId, name: companyName },
          clock: clockOf({ ...thread, targetKey: targetKeyOf(thread) }),
          ...activity(thread, local),
        },
        thread,
        owner: ownerId
          ? {
              ...{ id: ownerId, name: ownerName ?? "", isMe: ownerId === viewer.staffId },
              ...{ standsInFor: absentName, hasPage: ownerHasPage },
            }
          : null,
      };
    },
  );
}

/** Counts the threads of a query that match the condition. */
export const counted = (condition: SQL | undefined) => sql`count(*) filter (where ${condition})`.mapWith(Number);

export interface QueueCounts {
  readonly open: number;
  readonly unassigned: number;
  readonly late: number;
  readonly mine: number;
  /** Threads that the viewer owns and in which a client's message is unread. */
  readonly unread: number;
  /** Threads that sleep. They count in none of the others but in `late`. */
  readonly snoozed: number;
}

/**
 * The columns of QueueCounts, for a query of open threads in all of the viewer's brands, and whether one is awake.
 * `asleep`: the query's sleeping threads, which are read once for all columns. `unowned` is the kind's own condition for
 * threads without an owner.
 */
export const queueCounts = (viewer: StaffViewer, asleep: ReturnType<typeof sleeping>, unowned: SQL = isUnowned) => {
  const sleeps = sql`${threads.id} in (select ${asleep.id} from ${asleep})`;
  const up = sql`not (${sleeps})`;
  // What costs least to ask of a thread first: among very many, nearly all are told apart by their owner.
  const mine = and(ownedBy([viewer.staffId]), up);
  const columns = {
    open: sql`count(*) - ${counted(sleeps)}`.mapWith(Number),
    unassigned: counted(and(unowned, up)),
    late: counted(isPastDue),
    mine: counted(mine),
    unread: counted(and(mine, isUnread(viewer))),
    snoozed: counted(sleeps),
  };
  return { columns, up };
};

/**
 * What waits for the viewer in a queue: open threads that nobody has, and their own with an unread message of the
 * client. As the desk counts its chats.
 */
export async function countWaiting({ viewer, db }: Context<StaffViewer>, kind: ThreadKind): Promise<number> {
  const open = and(visibleThreads(viewer, kind), isOpen, isAwake(viewer));
  const [[unowned], [unread]] = await Promise.all([
    db
      .select({ rows: sql`count(*)`.mapWith(Number) })
      .from(threads)
      .where(and(open, isUnowned)),
    db
      .select({ rows: sql`count(*)`.mapWith(Number) })
      .from(threads)
      .where(and(open, ownedBy([viewer.staffId]), isUnread(viewer))),
  ]);
  return (unowned?.rows ?? 0) + (unread?.rows ?? 0);
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** Companies that the filter offers: those with an open thread of the kind, and `chosen` even without one. */
export async function listQueueCompanies(
  { viewer, db }: Context<StaffViewer>,
  kind: ThreadKind,
  chosen: string | null,
): Promise<Choice[]> {
  const withOpen = sql`${companies.id} in (select ${threads.companyId} from ${threads} where ${visibleThreads(viewer, kind)} and ${isOpen})`;
  const which = chosen ? sql`(${withOpen} or ${companies.id} = ${chosen}::uuid)` : withOpen;
  return db
    .select({ id: companies.id, name: companies.name })
    .from(companies)
    .where(and(visibleCompanies(viewer), which))
    .orderBy(asc(sql`lower(${companies.name})`), asc(companies.id));
}
