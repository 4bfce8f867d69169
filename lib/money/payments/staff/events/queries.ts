import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { payments, stripeEvents } from "@/db/schema";
import type { StripeEventState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { partsOf } from "@/lib/kit/document-number";
import { type ListPage, readKeysetPage, readMerged } from "@/lib/kit/lists/page";
import { searchWords } from "@/lib/kit/lists/search";
import { visiblePayments, visibleStripeEvents } from "@/lib/money/payments/policy";
import { referenceOf } from "@/lib/money/payments/rules";
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
  /** Why the event was ignored or given up. */
  readonly note: string | null;
  /** In system time, as all instants that Stripe or the portal recorded. */
  readonly happenedAt: Date;
  readonly receivedAt: Date;
  readonly handledAt: Date | null;
  readonly payment: { readonly id: string; readonly reference: string } | null;
}

export interface StripeEventList extends ListPage<StripeEventRow, EventCursor> {
  /** Number of events that were given up, on all brands of the viewer and whatever the filters are. */
  readonly failed: number;
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

/** Matches an event's type or a part of it, as Stripe writes it: `charge`, `payment_intent.succeeded`. */
const TYPE_PART = /^[a-z_.]+$/;

/**
 * A condition for events that every word of the search matches: as the id of the event, the id of its object, the
 * reference of its payment, or part of its type. Undefined if the search is empty.
 */
async function eventsFound(context: Context<StaffViewer>, q: string): Promise<SQL | undefined> {
  const words = searchWords(q);
  const types = words.some((word) => TYPE_PART.test(word)) ? await typesTold(context) : [];
  const conditions = words.map((word) => {
    const reference = referenceOf(partsOf(word).join(""));
    if (reference) return ofPayment(context, reference);
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

/**
 * The distinct types of the stored events. Each is found by one step through the index, because `distinct` would read
 * every event.
 */
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

function filtered(filters: StripeEventFilters, found: SQL | undefined) {
  return and(
    filters.state ? eq(stripeEvents.state, filters.state) : undefined,
    filters.brand ? eq(stripeEvents.brand, filters.brand) : undefined,
    found,
  );
}

/** Events with the reference of their payment, if the viewer may see that payment. */
const selectEvents = ({ viewer, db }: Context<StaffViewer>, where: SQL | undefined) =>
  db
    .select(eventColumns)
    .from(stripeEvents)
    .leftJoin(payments, and(eq(payments.id, stripeEvents.paymentId), visiblePayments(viewer)))
    .where(and(visibleStripeEvents(viewer), where));

type StoredEvent = Awaited<ReturnType<typeof selectEvents>>[number];

function eventRow({ paymentId, reference, externalId, ...row }: StoredEvent): StripeEventRow {
  const known = reference ?? externalId;
  return { ...row, payment: paymentId && known ? { id: paymentId, reference: known } : null };
}

/**
 * Events of Stripe, newest first, with the count of the whole filtered set. A cursor beyond the list shows the first
 * page.
 */
export async function listStripeEvents(
  context: Context<StaffViewer>,
  filters: StripeEventFilters,
): Promise<StripeEventList> {
  const { viewer, db } = context;
  const found = await eventsFound(context, filters.q);
  const { page } = await readKeysetPage({
    size: STAFF_PAGE_SIZE,
    order: { keys: { id: [stripeEvents.id, "uuid"] }, descending: true },
    cursor: filters.cursor,
    rows: (slice) =>
      readMerged(
        filters.brand ? viewer.brands.filter((brand) => brand === filters.brand) : viewer.brands,
        slice,
        (brand) =>
          selectEvents(context, and(filtered(filters, found), eq(stripeEvents.brand, brand), slice.where))
            .orderBy(...slice.orderBy)
            .limit(slice.limit),
        ({ id }) => [id],
      ),
    place: ({ id }, side): EventCursor => ({ side, id }),
    totals: (counts) =>
      db
        .select(counts)
        .from(stripeEvents)
        .where(and(visibleStripeEvents(viewer), filtered(filters, found))),
  });
  return { ...page, rows: page.rows.map(eventRow), failed: await countFailed(context) };
}

async function countFailed({ viewer, db }: Context<StaffViewer>): Promise<number> {
  const [row] = await db
    .select({ failed: sql`count(*)`.mapWith(Number) })
    .from(stripeEvents)
    .where(and(visibleStripeEvents(viewer), eq(stripeEvents.state, "failed")));
  return row?.failed ?? 0;
}

/** The newest events about one payment, at most `limit`. */
export async function eventsOf(
  context: Context<StaffViewer>,
  paymentId: string,
  limit: number,
): Promise<StripeEventRow[]> {
  const rows = await selectEvents(context, eq(stripeEvents.paymentId, paymentId))
    .orderBy(desc(stripeEvents.id))
    .limit(limit);
  return rows.map(eventRow);
}
