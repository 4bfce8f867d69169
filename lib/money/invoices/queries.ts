import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, type SQL, sql } from "drizzle-orm";
import { invoices, payments } from "@/db/schema";
import type { InvoiceKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { type Money, money } from "@/lib/kit/money";
import { visiblePayments } from "@/lib/money/payments/policy";
import { plannedAmong } from "@/lib/money/payments/queries";
import { CREDIT_STATES, type PayBlock, payBlock } from "@/lib/money/payments/rules";
import { visibleInvoices } from "./policy";
import { type DocumentStatus, documentStatus, dueWords, payableMoney, signedMoney } from "./rules";
import { type InvoiceCursor, type InvoiceFilter, type InvoiceFilters, PAGE_SIZE } from "./schema";

export interface InvoiceRow {
  readonly number: string;
  readonly kind: InvoiceKind;
  readonly status: DocumentStatus;
  readonly issuedOn: string;
  readonly dueOn: string;
  /** `Overdue by 12 days`; null where nothing is left to pay. */
  readonly dueWords: string | null;
  readonly poNumber: string | null;
  /** As it counts: a credit note's carries a minus. */
  readonly total: Money;
  /** Still to be paid; zero for a credit note. */
  readonly balance: Money;
  /** Voided documents are shown and count for nothing. */
  readonly isVoid: boolean;
}

/** A row of the list, with why it cannot be chosen to pay. */
export interface ListedInvoice extends InvoiceRow {
  readonly payBlock: PayBlock | null;
}

/** Sums of the whole filtered set in one currency, void documents left out. */
export interface InvoiceTotals {
  readonly total: Money;
  readonly balance: Money;
}

export interface InvoiceList {
  readonly rows: readonly ListedInvoice[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly previous: InvoiceCursor | null;
  readonly next: InvoiceCursor | null;
  readonly totals: readonly InvoiceTotals[];
}

/** How many documents wait for something, under the same search and dates. */
export type WaitingCounts = Readonly<Record<"open" | "overdue" | "processing", number>>;

/*
 * The conditions below say in SQL what invoiceStatus says in TypeScript; a property test holds them together. Constants
 * stand in the text, not in parameters, so that they match the predicate of the partial index `invoices_open`.
 */
const HAS_BALANCE = sql`(${invoices.balanceMinor} > 0 and ${invoices.kind} = 'invoice')`;
const UNDISTURBED = sql`(${invoices.disputedMinor} = 0 and ${invoices.pendingMinor} = 0
  and not (${invoices.refundedMinor} > 0 and ${invoices.allocatedMinor} = 0))`;

/** Invoices that the filter `status` shows. `today` is `YYYY-MM-DD` in the brand's zone. */
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

const sortColumns = { due: invoices.dueOn, issued: invoices.issuedOn, amount: invoices.totalMinor } as const;

function orderOf(sort: InvoiceFilters["sort"]) {
  const descending = sort.startsWith("-");
  const key = sort.replace("-", "") as keyof typeof sortColumns;
  return { column: sortColumns[key], key, descending };
}

/** One row comparison, which PostgreSQL answers from the index; `or` of two conditions would only filter. */
function beside(cursor: InvoiceCursor): SQL {
  const { column, key, descending } = orderOf(cursor.sort);
  const value = key === "amount" ? sql`${cursor.value}::bigint` : sql`${cursor.value}::date`;
  const greater = (cursor.side === "after") !== descending;
  return sql`(${column}, ${invoices.id}) ${sql.raw(greater ? ">" : "<")} (${value}, ${cursor.id}::uuid)`;
}

/** Search goes through a function that applies the viewer's ids itself: trigram operators are not leakproof. */
function found(q: string): SQL | undefined {
  const words = searchWords(q);
  if (words.length === 0) return undefined;
  const patterns = sql.join(
    words.map((word) => sql`lower(${likePattern(word)}::text)`),
    sql`, `,
  );
  return sql`${invoices.id} in (select search_invoices(array[${patterns}]))`;
}

/** What the viewer may see, narrowed by search and dates of issue. Begins with the policy, so it is never undefined. */
function within(viewer: Context["viewer"], filters: Pick<InvoiceFilters, "q" | "from" | "to">, ...more: SQL[]) {
  return and(
    visibleInvoices(viewer),
    found(filters.q),
    filters.from ? gte(invoices.issuedOn, filters.from) : undefined,
    filters.to ? lte(invoices.issuedOn, filters.to) : undefined,
    ...more,
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

/** Columns of which invoiceRow makes a row. */
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

/**
 * One page of the list, with count and sums of the whole filtered set: one snapshot, since a context is one transaction.
 * `today` is `YYYY-MM-DD` in the brand's zone. A cursor beyond the list shows the first page.
 */
export async function listInvoices(context: Context, filters: InvoiceFilters, today: string): Promise<InvoiceList> {
  const page = await readPage(context, filters, today);
  // Going back to the start, or to rows that are gone: the first page in full.
  const lost = filters.cursor && (page.rows.length === 0 || (filters.cursor.side === "before" && !page.more));
  if (lost) return listInvoices(context, { ...filters, cursor: null }, today);

  const { count, passed, totals } = await readTotals(context, filters, today);
  const { rows, more } = page;
  const before = filters.cursor?.side === "before" ? passed - rows.length : passed;
  const first = rows[0];
  const last = rows.at(-1);
  const hasNext = filters.cursor?.side === "before" ? true : more;
  const planned = await plannedAmong(
    context,
    rows.filter((row) => row.balanceMinor > 0).map((row) => row.id),
  );
  return {
    rows: rows.map((row) => ({
      ...invoiceRow(row, today),
      payBlock: payBlock({ ...row, planned: planned.has(row.id) }),
    })),
    from: rows.length ? before + 1 : 0,
    to: before + rows.length,
    count,
    previous: first && before > 0 ? cursorAt(first, "before", filters.sort) : null,
    next: last && hasNext ? cursorAt(last, "after", filters.sort) : null,
    totals,
  };
}

/** The query of one page and one row more. Apart so that a test can ask the database for its plan. */
export function pageQuery({ viewer, db }: Context, filters: InvoiceFilters, today: string, limit = PAGE_SIZE + 1) {
  const { status, cursor, sort, ...rest } = filters;
  const { column, descending } = orderOf(sort);
  const direction = descending !== (cursor?.side === "before") ? desc : asc;
  return db
    .select(rowColumns)
    .from(invoices)
    .where(within(viewer, rest, ...(status ? [withStatus(status, today)] : []), ...(cursor ? [beside(cursor)] : [])))
    .orderBy(direction(column), direction(invoices.id))
    .limit(limit);
}

/** The rows of a page in the list's order, and whether further ones lie in the direction of reading. */
async function readPage(context: Context, filters: InvoiceFilters, today: string) {
  const stored = await pageQuery(context, filters, today);
  const rows = stored.slice(0, PAGE_SIZE);
  return { rows: filters.cursor?.side === "before" ? rows.reverse() : rows, more: stored.length > PAGE_SIZE };
}

/** The place beside a row in a sorted list. */
export function cursorAt(row: StoredRow, side: InvoiceCursor["side"], sort: InvoiceFilters["sort"]): InvoiceCursor {
  const { key } = orderOf(sort);
  const value = { due: row.dueOn, issued: row.issuedOn, amount: row.totalMinor }[key];
  return { side, sort, value, id: row.id };
}

/** Count and sums of the filtered set, and how many of its rows the cursor has passed. */
async function readTotals({ viewer, db }: Context, filters: InvoiceFilters, today: string) {
  const { status, cursor, ...rest } = filters;
  // Rows that do not lie on the cursor's far side: for "after" the ones read so far, for "before" the ones still ahead.
  const passed = !cursor
    ? sql`0`
    : cursor.side === "after"
      ? sql`count(*) filter (where not ${beside(cursor)})`
      : sql`count(*) filter (where ${beside(cursor)})`;
  const sums = await db
    .select({
      currency: invoices.currency,
      count: sql`count(*)`.mapWith(Number),
      passed: passed.mapWith(Number),
      total:
        sql`coalesce(sum(case ${invoices.kind} when 'credit_note' then -${invoices.totalMinor} else ${invoices.totalMinor} end)
        filter (where ${invoices.voidedOn} is null), 0)`.mapWith(Number),
      balance: sql`coalesce(sum(${invoices.balanceMinor}) filter (where ${invoices.kind} = 'invoice'), 0)`.mapWith(
        Number,
      ),
    })
    .from(invoices)
    .where(within(viewer, rest, ...(status ? [withStatus(status, today)] : [])))
    .groupBy(invoices.currency)
    .orderBy(asc(invoices.currency));
  return {
    count: sums.reduce((total, sum) => total + sum.count, 0),
    passed: sums.reduce((total, sum) => total + sum.passed, 0),
    totals: sums.map(({ currency, total, balance }) => ({
      total: money(total, currency),
      balance: money(balance, currency),
    })),
  };
}

/**
 * How many invoices are open, overdue and processing, under the filters' search and dates. Only of those with a balance:
 * they are few whatever the history, and lie in an index of their own.
 */
export async function countWaiting(
  { viewer, db }: Context,
  filters: InvoiceFilters,
  today: string,
): Promise<WaitingCounts> {
  const [row] = await db
    .select({
      open: sql`count(*)`.mapWith(Number),
      overdue: sql`count(*) filter (where ${withStatus("overdue", today)})`.mapWith(Number),
      processing: sql`count(*) filter (where ${withStatus("processing", today)})`.mapWith(Number),
    })
    .from(invoices)
    .where(within(viewer, filters, HAS_BALANCE));
  return row ?? { open: 0, overdue: 0, processing: 0 };
}

/**
 * Credit that waits to be used, by currency: what payments that came in have not laid against an invoice, and what
 * credit notes can still give. A payment that still clears, is disputed or went back is no credit.
 */
export async function availableCredit({ viewer, db }: Context): Promise<Money[]> {
  const fromPayments = await db
    .select({ currency: payments.currency, minor: sql`sum(${payments.unallocatedMinor})`.mapWith(Number) })
    .from(payments)
    .where(and(visiblePayments(viewer), inArray(payments.state, [...CREDIT_STATES]), gt(payments.unallocatedMinor, 0)))
    .groupBy(payments.currency);
  const fromNotes = await db
    .select({ currency: invoices.currency, minor: sql`sum(${invoices.balanceMinor})`.mapWith(Number) })
    .from(invoices)
    .where(
      and(
        visibleInvoices(viewer),
        eq(invoices.kind, "credit_note"),
        gt(invoices.balanceMinor, 0),
        isNull(invoices.voidedOn),
      ),
    )
    .groupBy(invoices.currency)
    .orderBy(asc(invoices.currency));
  const byCurrency = new Map<string, number>();
  for (const { currency, minor } of [...fromPayments, ...fromNotes]) {
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + minor);
  }
  return [...byCurrency].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => money(minor, currency));
}
