import { and, arrayContains, asc, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { chatAgents, chats, companies, staff, staffBrands, threadFollows, threads } from "@/db/schema";
import { type ChatStatus, TALKS_AT_ONCE } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { GONE_MS } from "@/lib/threads/chats/rules";
import { ownAgent, visibleAgents } from "@/lib/threads/chats/staff/policy";
import { isUnread } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { ownThreadFollows } from "@/lib/threads/staff/follows/policy";
import { visibleWorkers } from "@/lib/threads/staff/policy";

const isQueued = eq(threads.status, "new");

/** The viewer's talks, those that a colleague asked them to join, and those of others that they follow. */
const isMine = (viewer: StaffViewer): SQL | undefined =>
  and(
    ne(threads.status, "closed"),
    or(
      and(
        eq(threads.status, "in_progress"),
        or(
          eq(threads.ownerId, viewer.staffId),
          sql`exists (select 1 from ${threadFollows} where ${and(ownThreadFollows(viewer), eq(threadFollows.threadId, threads.id))})`,
        ),
      ),
      arrayContains(chats.helpers, [viewer.staffId]),
    ),
  );

export interface DeskCounts {
  readonly queued: number;
  readonly unread: number;
}

/** How many chats wait for an agent, and in how many of the viewer's the client has written something unread. */
export async function countDesk({ viewer, db }: Context<StaffViewer>): Promise<DeskCounts> {
  const [row] = await db
    .select({
      queued: sql`count(*) filter (where ${isQueued})`.mapWith(Number),
      unread: sql`count(*) filter (where ${isMine(viewer)} and ${isUnread(viewer)})`.mapWith(Number),
    })
    .from(threads)
    .innerJoin(chats, eq(chats.id, threads.id))
    .where(and(visibleThreads(viewer, "chat"), ne(threads.status, "closed")));
  return row ?? { queued: 0, unread: 0 };
}

/** A chat in the list of the desk. */
export interface DeskRow {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: ChatStatus;
  readonly brand: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly clientName: string;
  readonly product: string;
  /** Since when it waits or is talked in, in system time as ISO 8601. */
  readonly since: string;
  readonly isBack: boolean;
  readonly isUnread: boolean;
  /** The viewer talks in it. */
  readonly isOwn: boolean;
  /** The viewer was asked to join it. */
  readonly isInvited: boolean;
}

async function readRows(
  { viewer, db }: Context<StaffViewer>,
  which: SQL | undefined,
  order: SQL[],
): Promise<DeskRow[]> {
  const rows = await db
    .select({
      ...{ id: threads.id, number: threads.number, subject: threads.subject, status: threads.status },
      ...{ brand: threads.brand, clientName: threads.openedByName, ownerId: threads.ownerId, helpers: chats.helpers },
      ...{ companyId: companies.id, companyName: companies.name, product: chats.product, isBack: chats.isBack },
      ...{ queuedAt: chats.queuedAt, takenAt: chats.takenAt, isUnread: sql<boolean>`${isUnread(viewer)}` },
    })
    .from(threads)
    .innerJoin(chats, eq(chats.id, threads.id))
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .where(and(visibleThreads(viewer, "chat"), which))
    .orderBy(...order)
    .limit(100);
  return rows.map(({ queuedAt, takenAt, ownerId, helpers, status, companyId, companyName, ...row }) => ({
    ...row,
    company: { id: companyId, name: companyName },
    status: status as ChatStatus,
    since: (takenAt ?? queuedAt).toISOString(),
    isOwn: ownerId === viewer.staffId,
    isInvited: ownerId !== viewer.staffId && helpers.includes(viewer.staffId),
  }));
}

/** A colleague who answers chats. */
export interface DeskAgent {
  readonly id: string;
  readonly name: string;
  /** Takes chats now: available, and their browser is there. */
  readonly isAvailable: boolean;
  readonly awayReason: string | null;
}

const isHere = sql`${chatAgents.seenAt} > clock_timestamp() - ${GONE_MS} * interval '1 millisecond'`;

/** Colleagues who answer chats of `brand`, those who take chats now first. */
export async function listDeskAgents({ viewer, db }: Context<StaffViewer>, brand: string): Promise<DeskAgent[]> {
  const rows = await db
    .selectDistinct({
      ...{ id: staff.id, name: staff.name, awayReason: chatAgents.awayReason },
      isAvailable: sql<boolean>`coalesce(${chatAgents.isAvailable} and ${isHere}, false)`,
    })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .leftJoin(chatAgents, and(visibleAgents(viewer, chatAgents.staffId), eq(chatAgents.staffId, staff.id)))
    .where(and(visibleWorkers(viewer, "chat"), eq(staffBrands.brand, brand), ne(staff.id, viewer.staffId)))
    .orderBy(asc(staff.name), asc(staff.id));
  return rows.sort((a, b) => Number(b.isAvailable) - Number(a.isAvailable));
}

/** An agent of one of the viewer's brands, the viewer among them. */
export interface AgentLine extends DeskAgent {
  /** How many talks they have, and may have. */
  readonly talking: number;
  readonly talks: number;
}

/** All agents of the viewer's brands, those who take chats now first. */
export async function listAgents({ viewer, db }: Context<StaffViewer>): Promise<AgentLine[]> {
  const talking = db
    .select({ ownerId: threads.ownerId, count: sql<number>`count(*)`.mapWith(Number).as("talking") })
    .from(threads)
    .where(and(visibleThreads(viewer, "chat"), eq(threads.status, "in_progress")))
    .groupBy(threads.ownerId)
    .as("held");
  const rows = await db
    .selectDistinct({
      ...{ id: staff.id, name: staff.name, awayReason: chatAgents.awayReason },
      isAvailable: sql<boolean>`coalesce(${chatAgents.isAvailable} and ${isHere}, false)`,
      talking: sql`coalesce(${talking.count}, 0)`.mapWith(Number),
      talks: sql`coalesce(${chatAgents.talks}, ${TALKS_AT_ONCE})`.mapWith(Number),
    })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .leftJoin(chatAgents, and(visibleAgents(viewer, chatAgents.staffId), eq(chatAgents.staffId, staff.id)))
    .leftJoin(talking, eq(talking.ownerId, staff.id))
    .where(visibleWorkers(viewer, "chat"))
    .orderBy(asc(staff.name), asc(staff.id));
  return rows.sort((a, b) => Number(b.isAvailable) - Number(a.isAvailable));
}

export interface Desk {
  readonly queue: readonly DeskRow[];
  readonly mine: readonly DeskRow[];
  readonly me: { readonly isAvailable: boolean; readonly awayReason: string | null; readonly talks: number };
}

/** The agents' desk: the queue in its order, the viewer's talks, and whether they are available. */
export async function readDesk(context: Context<StaffViewer>, brands: readonly Brand[]): Promise<Desk> {
  const { viewer, db } = context;
  const known = inArray(
    threads.brand,
    brands.map(({ key }) => key),
  );
  const [me] = await db
    .select({ isAvailable: chatAgents.isAvailable, awayReason: chatAgents.awayReason, talks: chatAgents.talks })
    .from(chatAgents)
    .where(ownAgent(viewer));
  return {
    queue: await readRows(context, and(known, isQueued), [
      sql`${chats.isBack} desc`,
      sql`${chats.queuedAt}`,
      sql`${chats.id}`,
    ]),
    mine: await readRows(context, and(known, isMine(viewer)), [sql`${chats.takenAt}`, sql`${chats.id}`]),
    me: me ?? { isAvailable: false, awayReason: null, talks: TALKS_AT_ONCE },
  };
}
