import { and, asc, desc, eq, gte, lte, type SQL, sql } from "drizzle-orm";
import { companies, payments } from "@/db/schema";
import type { PaymentMethod, PaymentState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { visiblePayments } from "@/lib/money/payments/policy";
import { creditOf } from "@/lib/money/payments/rules";
import { paymentsFound } from "@/lib/money/payments/staff/search/queries";
import { type PaymentCursor, type PaymentSource, STAFF_PAGE_SIZE, type StaffPaymentFilters } from "./schema";

export interface StaffPaymentRow {
  readonly id: string;
  /** `CP-…`, or the ERP's id for money that came otherwise. */
  readonly reference: string;
  readonly brand: string;
  readonly companyName: string;
  readonly source: PaymentSource;
  readonly method: PaymentMethod;
  readonly state: PaymentState;
  readonly receivedOn: string;
  readonly amount: Money;
  /** The part that the client can still lay against an invoice. */
  readonly credit: Money;
}

export interface StaffPaymentList {
  readonly rows: readonly StaffPaymentRow[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly previous: PaymentCursor | null;
  readonly next: PaymentCursor | null;
}

/** One row comparison, which PostgreSQL answers from the index. */
function beside({ side, receivedOn, id }: PaymentCursor): SQL {
  const sign = sql.raw(side === "after" ? "<" : ">");
  return sql`(${payments.receivedOn}, ${payments.id}) ${sign} (${receivedOn}::date, ${id}::uuid)`;
}

function within(viewer: StaffViewer, filters: StaffPaymentFilters, found: SQL | undefined, ...more: SQL[]) {
  return and(
    visiblePayments(viewer),
    filters.state ? eq(payments.state, filters.state) : undefined,
    filters.brand ? eq(payments.brand, filters.brand) : undefined,
    filters.source ? eq(payments.source, filters.source) : undefined,
    filters.from ? gte(payments.receivedOn, filters.from) : undefined,
    filters.to ? lte(payments.receivedOn, filters.to) : undefined,
    found,
    ...more,
  );
}

/**
 * Payments of all the reader's brands, newest first, with the count of the whole filtered set: one snapshot, since a
 * context is one transaction. A cursor beyond the list shows the first page.
 */
export async function listStaffPayments(
  context: Context<StaffViewer>,
  filters: StaffPaymentFilters,
): Promise<StaffPaymentList> {
  const found = await paymentsFound(context, filters.q);
  const page = await readPage(context, filters, found);
  // Going back to the start, or to rows that are gone: the first page in full.
  const lost = filters.cursor && (page.rows.length === 0 || (filters.cursor.side === "before" && !page.more));
  if (lost) return listStaffPayments(context, { ...filters, cursor: null });

  const { count, passed } = await readCount(context, filters, found);
  const before = filters.cursor?.side === "before" ? passed - page.rows.length : passed;
  const first = page.rows[0];
  const last = page.rows.at(-1);
  const hasNext = filters.cursor?.side === "before" || page.more;
  return {
    rows: page.rows,
    from: first ? before + 1 : 0,
    to: before + page.rows.length,
    count,
    previous: first && before > 0 ? { side: "before", receivedOn: first.receivedOn, id: first.id } : null,
    next: last && hasNext ? { side: "after", receivedOn: last.receivedOn, id: last.id } : null,
  };
}

/** One page of one brand and one row more. Apart so that a test can ask the database for its plan. */
function staffPageQuery(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  filters: StaffPaymentFilters,
  found: SQL | undefined,
) {
  const direction = filters.cursor?.side === "before" ? asc : desc;
  return db
    .select({
      id: payments.id,
      reference: payments.reference,
      externalId: payments.externalId,
      brand: payments.brand,
      companyName: companies.name,
      source: payments.source,
      method: payments.method,
      state: payments.state,
      receivedOn: payments.receivedOn,
      currency: payments.currency,
      amountMinor: payments.amountMinor,
      unallocatedMinor: payments.unallocatedMinor,
    })
    .from(payments)
    .innerJoin(companies, eq(companies.id, payments.companyId))
    .where(
      within(viewer, filters, found, eq(payments.brand, brand), ...(filters.cursor ? [beside(filters.cursor)] : [])),
    )
    .orderBy(direction(payments.receivedOn), direction(payments.id))
    .limit(STAFF_PAGE_SIZE + 1);
}

/** The rows of a page, newest first, and whether further ones lie in the direction of reading. */
async function readPage(context: Context<StaffViewer>, filters: StaffPaymentFilters, found: SQL | undefined) {
  // A page of each brand, then the newest of them all: an index gives one brand in order, never several.
  const stored: Awaited<ReturnType<typeof staffPageQuery>> = [];
  for (const brand of context.viewer.brands) {
    if (filters.brand && filters.brand !== brand) continue;
    stored.push(...(await staffPageQuery(context, brand, filters, found)));
  }
  const backwards = filters.cursor?.side === "before";
  const newestFirst = (a: (typeof stored)[number], b: (typeof stored)[number]) =>
    a.receivedOn === b.receivedOn ? compare(b.id, a.id) : compare(b.receivedOn, a.receivedOn);
  stored.sort((a, b) => (backwards ? newestFirst(b, a) : newestFirst(a, b)));
  const page = stored.slice(0, STAFF_PAGE_SIZE);
  if (backwards) page.reverse();
  return {
    more: stored.length > STAFF_PAGE_SIZE,
    rows: page.map(
      ({ currency, amountMinor, unallocatedMinor, externalId, ...row }): StaffPaymentRow => ({
        ...row,
        reference: row.reference ?? externalId ?? "",
        amount: money(amountMinor, currency),
        credit: money(creditOf({ state: row.state, unallocatedMinor }), currency),
      }),
    ),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Count of the filtered set, and how many of its rows the cursor has passed. */
async function readCount(
  { viewer, db }: Context<StaffViewer>,
  filters: StaffPaymentFilters,
  found: SQL | undefined,
): Promise<{ count: number; passed: number }> {
  const { cursor } = filters;
  const passed = !cursor
    ? sql`0`
    : cursor.side === "after"
      ? sql`count(*) filter (where not ${beside(cursor)})`
      : sql`count(*) filter (where ${beside(cursor)})`;
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number), passed: passed.mapWith(Number) })
    .from(payments)
    .where(within(viewer, filters, found));
  return row ?? { count: 0, passed: 0 };
}
