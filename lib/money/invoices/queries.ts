import { and, asc, gte, lte, type SQL, sql } from "drizzle-orm";
import { invoices } from "@/db/schema";
import type { InvoiceKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { type Counts, type KeysetOrder, type ListPage, readKeysetPage, sliceBeside } from "@/lib/kit/lists/page";
import { type Money, money } from "@/lib/kit/money";
import { together } from "@/lib/kit/together";
import { plannedAmong } from "@/lib/money/payments/queries";
import { type PayBlock, payBlock } from "@/lib/money/payments/rules";
import { visibleInvoices } from "./policy";
import { type DocumentStatus, documentStatus, dueWords, payableMoney, signedMoney } from "./rules";
import { type InvoiceCursor, type InvoiceFilter, type InvoiceFilters, type InvoiceSort, PAGE_SIZE } from "./schema";
import { MOST_COUNTED, type Sought, sought } from "./search/queries";

export interface InvoiceRow {
  readonly number: string;
  readonly kind: InvoiceKind;
  readonly status: DocumentStatus;
  readonly issuedOn: string;
  readonly dueOn: string;
  /** `Overdue by 12 days`; null when nothing is left to pay. */
  readonly dueWords: string | null;
  readonly poNumber: string | null;
  /** Negative for a credit note. */
  readonly total: Money;
  /** The amount still to be paid; zero for a credit note. */
  readonly balance: Money;
  /** Void documents are shown, but sums do not include them. */
  readonly isVoid: boolean;
}

/** A row of the list, with the reason why it cannot be paid now. */
export interface ListedInvoice extends InvoiceRow {
  readonly payBlock: PayBlock | null;
}

/** Sums of the whole filtered set in one currency, without void documents. */
interface InvoiceTotals {
  readonly total: Money;
  readonly balance: Money;
}

export interface InvoiceList extends ListPage<ListedInvoice, InvoiceCursor> {
  /** Empty where a search finds more documents than are counted: a sum of some of them would be wrong. */
  readonly totals: readonly InvoiceTotals[];
}

/** How many invoices are open, overdue and processing, for the same search and dates; see MOST_COUNTED. */
export type WaitingCounts = Readonly<Record<"open" | "overdue" | "processing", number>>;

/*
 * The conditions below are the SQL of invoiceStatus; a property test checks that both agree. Constants are in the text
 * and not in parameters, so that they match the predicate of the partial index `invoices_open`.
 */
const HAS_BALANCE = sql`(${invoices.balanceMinor} > 0 and ${invoices.kind} = 'invoice')`;
const UNDISTURBED = sql`(${invoices.disputedMinor} = 0 and ${invoices.pendingMinor} = 0
  and not (${invoices.refundedMinor} > 0 and ${invoices.allocatedMinor} = 0))`;

/** A condition for the invoices that the filter `status` shows. `today` is `YYYY-MM-DD` in the brand's zone. */
export function withStatus(status: InvoiceFilter, today: string): SQL {
  switch (status) {
    case "open":
      return HAS_BALANCE;
    case "overdue":
      return sql`(${HAS_BALANCE} and ${UNDISTURBED} and ${invoices.dueOn} < ${today}::date)`;
    case "processing":
      return sql`(${HAS_BALANCE} and ${invoices.disputedMinor} = 0 and ${invoices.pendingMinor} > 0)`;
    case "paid":
      return sql`(${invoices.kind} = 'invoice' and ${invoices.balanceMinor} = 0 and ${invoices.disputedMinor} = 0
        and ${invoices.voidedOn} is null)`;
    case "void":
      return sql`(${invoices.voidedOn} is not null)`;
  }
}

const sortKeys = {
  due: [invoices.dueOn, "date"],
  issued: [invoices.issuedOn, "date"],
  amount: [invoices.totalMinor, "bigint"],
} as const;

const keyOf = (sort: InvoiceSort) => sort.replace("-", "") as keyof typeof sortKeys;

const orderOf = (sort: InvoiceSort): KeysetOrder<InvoiceCursor> => ({
  keys: { value: sortKeys[keyOf(sort)], id: [invoices.id, "uuid"] },
  descending: sort.startsWith("-"),
});

/**
 * The documents that the viewer may see, narrowed by search, dates of issue and status. It begins with the policy, so
 * it is never undefined.
 */
export function within(
  viewer: Context["viewer"],
  filters: Pick<Sought<InvoiceFilters>, "found" | "from" | "to">,
  status: InvoiceFilter | null,
  today: string,
) {
  return and(
    visibleInvoices(viewer),
    filters.found,
    filters.from ? gte(invoices.issuedOn, filters.from) : undefined,
    filters.to ? lte(invoices.issuedOn, filters.to) : undefined,
    status ? withStatus(status, today) : undefined,
  );
}

const factColumns = {
  kind: invoices.kind,
  dueOn: invoices.dueOn,
  voidedOn: invoices.voidedOn,
  totalMinor: invoices.totalMinor,
  allocatedMinor: invoices.allocatedMinor,
  pendingMinor: invoices.pendingMinor,
  disputedMinor: invoices.disputedMinor,
  refundedMinor: invoices.refundedMinor,
  balanceMinor: invoices.balanceMinor,
};

/** The columns that invoiceRow needs. */
export const rowColumns = {
  ...factColumns,
  id: invoices.id,
  number: invoices.number,
  issuedOn: invoices.issuedOn,
  poNumber: invoices.poNumber,
  currency: invoices.currency,
};

type StoredRow = Pick<typeof invoices.$inferSelect, keyof typeof rowColumns>;

export function invoiceRow(row: StoredRow, today: string): InvoiceRow {
  const status = documentStatus(row, today);
  return {
    number: row.number,
    kind: row.kind,
    status,
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    dueWords: dueWords(status, row.dueOn, today),
    poNumber: row.poNumber,
    total: signedMoney(row.kind, row.totalMinor, row.currency),
    balance: payableMoney(row.kind, row.balanceMinor, row.currency),
    isVoid: row.voidedOn !== null,
  };
}

/** Whether documents are counted up to MOST_COUNTED and not added up. */
const isBounded = ({ isMany, sums }: Sought<InvoiceFilters>) => isMany && !sums;

/**
 * One page of the list, with count and sums of the whole filtered set. All come from one snapshot, because a context is
 * one transaction. `today` is `YYYY-MM-DD` in the brand's zone. A cursor beyond the list shows the first page.
 */
export async function listInvoices(context: Context, asked: InvoiceFilters, today: string): Promise<InvoiceList> {
  const filters = await sought(context, asked);
  const { page, totals } = await readKeysetPage({
    size: PAGE_SIZE,
    order: orderOf(filters.sort),
    cursor: filters.cursor,
    rows: ({ limit }, cursor) => pageQuery(context, { ...filters, cursor }, today, limit),
    place: (row, side) => cursorAt(row, side, filters.sort),
    totals: (counts) => readTotals(context, filters, today, counts),
    ...(isBounded(filters) && { counted: MOST_COUNTED }),
  });
  const planned = await plannedAmong(
    context,
    page.rows.filter((row) => row.balanceMinor > 0).map((row) => row.id),
  );
  return {
    ...page,
    rows: page.rows.map((row) => ({
      ...invoiceRow(row, today),
      payBlock: payBlock({ ...row, planned: planned.has(row.id) }),
    })),
    totals:
      page.counted !== null && page.count > page.counted
        ? []
        : totals.map(({ currency, total, balance }) => ({
            total: money(total, currency),
            balance: money(balance, currency),
          })),
  };
}

/**
 * The query of one page and one more row. It is a function of its own so that a test can ask the database for its plan.
 */
export function pageQuery(
  { viewer, db }: Context,
  filters: Sought<InvoiceFilters>,
  today: string,
  limit = PAGE_SIZE + 1,
) {
  const { status, cursor, sort, ...rest } = filters;
  const slice = sliceBeside(orderOf(sort), cursor, limit);
  return db
    .select(rowColumns)
    .from(invoices)
    .where(and(within(viewer, rest, status, today), slice.where))
    .orderBy(...slice.orderBy)
    .limit(limit);
}

/** The cursor for the place beside a row in a sorted list. */
export function cursorAt(row: StoredRow, side: InvoiceCursor["side"], sort: InvoiceSort): InvoiceCursor {
  return {
    side,
    sort,
    value: { due: row.dueOn, issued: row.issuedOn, amount: row.totalMinor }[keyOf(sort)],
    id: row.id,
  };
}

const sums = {
  currency: invoices.currency,
  total:
    sql`coalesce(sum(case ${invoices.kind} when 'credit_note' then -${invoices.totalMinor} else ${invoices.totalMinor} end)
    filter (where ${invoices.voidedOn} is null), 0)`.mapWith(Number),
  balance: sql`coalesce(sum(${invoices.balanceMinor}) filter (where ${invoices.kind} = 'invoice'), 0)`.mapWith(Number),
};

/** Counts and sums of the filtered set, by currency; of its first documents where it is counted up to MOST_COUNTED. */
async function readTotals({ viewer, db }: Context, filters: Sought<InvoiceFilters>, today: string, counts: Counts) {
  if (isBounded(filters)) {
    const first = db
      .select(rowColumns)
      .from(invoices)
      .where(within(viewer, filters, filters.status, today))
      .orderBy(...sliceBeside(orderOf(filters.sort), null, MOST_COUNTED).orderBy)
      .limit(MOST_COUNTED + 1)
      .as("invoices");
    const read = db.select({ ...counts, ...sums }).from(first);
    return read.groupBy(invoices.currency).orderBy(asc(invoices.currency));
  }
  return db
    .select({ ...counts, ...sums })
    .from(invoices)
    .where(within(viewer, filters, filters.status, today))
    .groupBy(invoices.currency)
    .orderBy(asc(invoices.currency));
}

/**
 * How many invoices are open, overdue and processing, for the search and dates of the filters. Only invoices with a
 * balance are read: they are few even in a long history, and have an index of their own.
 */
export async function countWaiting(context: Context, filters: InvoiceFilters, today: string): Promise<WaitingCounts> {
  const { viewer, db } = context;
  const asked = await sought(context, filters);
  if (isBounded(asked)) {
    const some = (status: InvoiceFilter) => countSome(context, asked, status, today);
    return together({ open: some("open"), overdue: some("overdue"), processing: some("processing") });
  }
  const [row] = await db
    .select({
      open: sql`count(*)`.mapWith(Number),
      overdue: sql`count(*) filter (where ${withStatus("overdue", today)})`.mapWith(Number),
      processing: sql`count(*) filter (where ${withStatus("processing", today)})`.mapWith(Number),
    })
    .from(invoices)
    .where(within(viewer, asked, "open", today));
  return row ?? { open: 0, overdue: 0, processing: 0 };
}

/** How many documents the filters leave with this status: at most one more than MOST_COUNTED. */
async function countSome({ viewer, db }: Context, asked: Sought<InvoiceFilters>, status: InvoiceFilter, today: string) {
  const some = db
    .select({ id: invoices.id })
    .from(invoices)
    .where(within(viewer, asked, status, today))
    .limit(MOST_COUNTED + 1)
    .as("some");
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(some);
  return row?.count ?? 0;
}

/** How many invoices are overdue on `today`, whatever the currency. */
export async function countOverdue({ viewer, db }: Context, today: string): Promise<number> {
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(invoices)
    .where(and(visibleInvoices(viewer), withStatus("overdue", today)));
  return row?.count ?? 0;
}

/** Overdue invoices, the oldest first. */
export async function listOverdue({ viewer, db }: Context, today: string, limit: number): Promise<InvoiceRow[]> {
  const rows = await db
    .select(rowColumns)
    .from(invoices)
    .where(and(visibleInvoices(viewer), withStatus("overdue", today)))
    .orderBy(asc(invoices.dueOn), asc(invoices.id))
    .limit(limit);
  return rows.map((row) => invoiceRow(row, today));
}
