import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { payments, stripeEvents } from "@/db/schema";
import type { StripeEventState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { searchWords } from "@/lib/kit/lists/search";
import { visiblePayments, visibleStripeEvents } from "@/lib/money/payments/policy";
import { type EventCursor, STAFF_PAGE_SIZE, type StripeEventFilters } from "@/lib/money/payments/staff/schema";

export interface StripeEventRow {
  readonly id: string;
  readonly brand: string;
  /** Stripe's `evt_…`. */
  readonly eventId: string;
  readonly type: string;
  readonly objectId: string | null;
  readonly livemode: boolean;
  readonly state: StripeEventState;
  /** Why it was ignored or given up. */
  readonly note: string | null;
  /** System time, as everything that Stripe or the portal recorded. */
  readonly happenedAt: Date;
  readonly receivedAt: Date;
  readonly handledAt: Date | null;
  readonly payment: { readonly id: string; readonly reference: string } | null;
}

export interface StripeEventList {
  readonly rows: readonly StripeEventRow[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Events that were given up, on all brands of the reader and whatever the filters. */
  readonly failed: number;
  readonly previous: EventCursor | null;
  readonly next: EventCursor | null;
}

const eventColumns = {
  id: stripeEvents.id,
  brand: stripeEvents.brand,
  eventId: stripeEvents.eventId,
  type: stripeEvents.type,
  objectId: stripeEvents.objectId,
  livemode: stripeEvents.livemode,
  state: stripeEvents.state,
  note: stripeEvents.note,
  happenedAt: stripeEvents.happenedAt,
  receivedAt: stripeEvents.receivedAt,
  handledAt: stripeEvents.handledAt,
  paymentId: stripeEvents.paymentId,
  reference: payments.reference,
  externalId: payments.externalId,
};

/** An event's kind as Stripe writes it, or part of it: `charge`, `payment_intent.succeeded`. */
const TYPE_PART = /^[a-z_.]+$/;

/**
 * Events of which every word is the id, the id of its object, the reference of its payment, or part of its type.
 * Undefined when nothing was searched.
 */
async function eventsFound(context: Context<StaffViewer>, q: string): Promise<SQL | undefined> {
  const words = searchWords(q);
  const types = words.some((word) => TYPE_PART.test(word)) ? await typesTold(context) : [];
  const conditions = words.map((word) => {
    if (/^cp-/i.test(word)) return ofPayment(context, word.toUpperCase());
    if (word.startsWith("evt_")) return eq(stripeEvents.eventId, word);
    if (!TYPE_PART.test(word)) return eq(stripeEvents.objectId, word);
    const named = types.filter((type) => type.includes(word));
    return named.length > 0 ? inArray(stripeEvents.type, named) : sql`false`;
  });
  return and(...conditions);
}

function ofPayment({ viewer, db }: Context<StaffViewer>, reference: string): SQL {
  const payment = db
    .select({ id: payments.id })
    .from(payments)
    .where(and(visiblePayments(viewer), eq(payments.reference, reference)));
  return sql`${stripeEvents.paymentId} = (${payment})`;
}

/** The types that there are: a step of the index for each, since `distinct` would read every event. */
async function typesTold({ viewer, db }: Context<StaffViewer>): Promise<string[]> {
  const found = new Set<string>();
  for (const brand of viewer.brands) {
    const next = (after: SQL) => sql`(select min(${stripeEvents.type}) from ${stripeEvents}
      where ${visibleStripeEvents(viewer)} and ${stripeEvents.brand} = ${brand} and ${stripeEvents.type} > ${after})`;
    const rows = await db.execute<{ type: string }>(sql`with recursive told(type) as (
        select ${next(sql`''`)} union all select ${next(sql`told.type`)} from told where told.type is not null
      ) select type from told where type is not null`);
    for (const { type } of rows) found.add(type);
  }
  return [...found];
}

const beside = ({ side, id }: EventCursor): SQL =>
  sql`${stripeEvents.id} ${sql.raw(side === "after" ? "<" : ">")} ${id}::uuid`;

function within(viewer: StaffViewer, filters: StripeEventFilters, found: SQL | undefined, ...more: SQL[]) {
  return and(
    visibleStripeEvents(viewer),
    filters.state ? eq(stripeEvents.state, filters.state) : undefined,
    filters.brand ? eq(stripeEvents.brand, filters.brand) : undefined,
    found,
    ...more,
  );
}

/** One page of one brand and one row more. Apart so that a test can ask the database for its plan. */
function eventPageQuery(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  filters: StripeEventFilters,
  found: SQL | undefined,
) {
  const direction = filters.cursor?.side === "before" ? asc : desc;
  return db
    .select(eventColumns)
    .from(stripeEvents)
    .leftJoin(payments, and(eq(payments.id, stripeEvents.paymentId), visiblePayments(viewer)))
    .where(
      within(
        viewer,
        filters,
        found,
        eq(stripeEvents.brand, brand),
        ...(filters.cursor ? [beside(filters.cursor)] : []),
      ),
    )
    .orderBy(direction(stripeEvents.id))
    .limit(STAFF_PAGE_SIZE + 1);
}

type StoredEvent = Awaited<ReturnType<typeof eventPageQuery>>[number];

function eventRow({ paymentId, reference, externalId, ...row }: StoredEvent): StripeEventRow {
  const known = reference ?? externalId;
  return { ...row, payment: paymentId && known ? { id: paymentId, reference: known } : null };
}

/** What Stripe told, newest first, with the count of the whole filtered set. A cursor beyond the list shows the first page. */
export async function listStripeEvents(
  context: Context<StaffViewer>,
  filters: StripeEventFilters,
): Promise<StripeEventList> {
  const { cursor } = filters;
  const found = await eventsFound(context, filters.q);
  const backwards = cursor?.side === "before";
  const stored: StoredEvent[] = [];
  for (const brand of context.viewer.brands) {
    if (filters.brand && filters.brand !== brand) continue;
    stored.push(...(await eventPageQuery(context, brand, filters, found)));
  }
  stored.sort((a, b) => (a.id < b.id === backwards ? -1 : 1));
  const page = stored.slice(0, STAFF_PAGE_SIZE);
  const more = stored.length > STAFF_PAGE_SIZE;
  if (cursor && (page.length === 0 || (backwards && !more))) {
    return listStripeEvents(context, { ...filters, cursor: null });
  }
  if (backwards) page.reverse();
  const { count, passed, failed } = await readCounts(context, filters, found);
  const before = backwards ? passed - page.length : passed;
  const first = page[0];
  const last = page.at(-1);
  return {
    rows: page.map(eventRow),
    from: first ? before + 1 : 0,
    to: before + page.length,
    count,
    failed,
    previous: first && before > 0 ? { side: "before", id: first.id } : null,
    next: last && (backwards || more) ? { side: "after", id: last.id } : null,
  };
}

async function readCounts({ viewer, db }: Context<StaffViewer>, filters: StripeEventFilters, found: SQL | undefined) {
  const { cursor } = filters;
  const passed = cursor
    ? sql`count(*) filter (where ${cursor.side === "after" ? sql`not ` : sql``}(${beside(cursor)}))`
    : sql`0`;
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number), passed: passed.mapWith(Number) })
    .from(stripeEvents)
    .where(within(viewer, filters, found));
  const [dead] = await db
    .select({ failed: sql`count(*)`.mapWith(Number) })
    .from(stripeEvents)
    .where(and(visibleStripeEvents(viewer), eq(stripeEvents.state, "failed")));
  return { count: row?.count ?? 0, passed: row?.passed ?? 0, failed: dead?.failed ?? 0 };
}

/** The newest events about one payment, at most `limit`. */
export async function eventsOf(
  { viewer, db }: Context<StaffViewer>,
  paymentId: string,
  limit: number,
): Promise<StripeEventRow[]> {
  const rows = await db
    .select(eventColumns)
    .from(stripeEvents)
    .leftJoin(payments, and(eq(payments.id, stripeEvents.paymentId), visiblePayments(viewer)))
    .where(and(visibleStripeEvents(viewer), eq(stripeEvents.paymentId, paymentId)))
    .orderBy(desc(stripeEvents.id))
    .limit(limit);
  return rows.map(eventRow);
}
