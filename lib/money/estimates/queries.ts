import { and, asc, between, desc, eq, type SQL, sql } from "drizzle-orm";
import { companies, estimates } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { type Money, money } from "@/lib/kit/money";
import { addDays } from "@/lib/kit/time";
import { visibleEstimates } from "./policy";
import { ESTIMATE_ENDS_SOON_DAYS, type EstimateStatus, endsSoon, estimateStatus, timeLeftWords } from "./rules";
import { type EstimateCursor, type EstimateFilter, type EstimateFilters, PAGE_SIZE } from "./schema";

export interface EndingEstimate {
  readonly number: string;
  readonly title: string;
  readonly total: Money;
  readonly expiresOn: string;
}

export interface EstimateRow extends EndingEstimate {
  readonly status: EstimateStatus;
  readonly issuedOn: string;
  /** `Ends in 5 days`; null once somebody has decided. */
  readonly timeLeft: string | null;
  readonly endsSoon: boolean;
}

export interface EstimateList {
  readonly rows: readonly EstimateRow[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly previous: EstimateCursor | null;
  readonly next: EstimateCursor | null;
  /** Sums of the whole filtered set by currency. */
  readonly totals: readonly Money[];
}

/** How many estimates can be accepted, and how many of those end soon, under the same search. */
export type AcceptableCounts = Readonly<Record<"open" | "ending", number>>;

/** An estimate as its page shows it. `quoteUrl` is as the ERP has it, checked by quotationTarget alone. */
export interface EstimateDocument extends EstimateRow {
  readonly companyName: string;
  readonly quoteUrl: string | null;
}

/** The key of an estimate: its number as printed is unique within a brand. Compared exactly. */
export interface EstimateKey {
  readonly brand: string;
  readonly number: string;
}

/** Estimates that the filter `status` shows: in SQL what estimateStatus and endsSoon say. `today` as there. */
function withStatus(status: EstimateFilter, today: string): SQL {
  switch (status) {
    case "open":
      return sql`(${estimates.state} = 'open' and ${estimates.expiresOn} >= ${today}::date)`;
    case "ending":
      return sql`(${estimates.state} = 'open' and ${between(estimates.expiresOn, today, addDays(today, ESTIMATE_ENDS_SOON_DAYS))})`;
    case "expired":
      return sql`(${estimates.state} = 'open' and ${estimates.expiresOn} < ${today}::date)`;
    case "accepted":
    case "declined":
    case "withdrawn":
      return eq(estimates.state, status);
  }
}

const sortColumns = { ends: estimates.expiresOn, issued: estimates.issuedOn, amount: estimates.totalMinor } as const;

function orderOf(sort: EstimateFilters["sort"]) {
  const descending = sort.startsWith("-");
  const key = sort.replace("-", "") as keyof typeof sortColumns;
  return { column: sortColumns[key], key, descending };
}

/** One row comparison, which PostgreSQL answers from the index; `or` of two conditions would only filter. */
function beside(cursor: EstimateCursor): SQL {
  const { column, key, descending } = orderOf(cursor.sort);
  const value = key === "amount" ? sql`${cursor.value}::bigint` : sql`${cursor.value}::date`;
  const greater = (cursor.side === "after") !== descending;
  return sql`(${column}, ${estimates.id}) ${sql.raw(greater ? ">" : "<")} (${value}, ${cursor.id}::uuid)`;
}

/** Every word in number or title. No index of its own: a company has some hundreds of estimates, and none is read past it. */
function found(q: string): SQL | undefined {
  const words = searchWords(q);
  if (words.length === 0) return undefined;
  const patterns = sql.join(
    words.map((word) => sql`lower(${likePattern(word)}::text)`),
    sql`, `,
  );
  return sql`lower(${estimates.number} || ' ' || ${estimates.title}) like all (array[${patterns}])`;
}

/** What the viewer may see, narrowed by search and status. Begins with the policy, so it is never undefined. */
function within(viewer: Context["viewer"], { q, status }: EstimateFilters, today: string, ...more: SQL[]) {
  return and(visibleEstimates(viewer), status ? withStatus(status, today) : undefined, found(q), ...more);
}

const rowColumns = {
  id: estimates.id,
  number: estimates.number,
  title: estimates.title,
  currency: estimates.currency,
  totalMinor: estimates.totalMinor,
  issuedOn: estimates.issuedOn,
  expiresOn: estimates.expiresOn,
  state: estimates.state,
};

type StoredRow = Pick<typeof estimates.$inferSelect, keyof typeof rowColumns>;

function estimateRow(row: StoredRow, today: string): EstimateRow {
  return {
    number: row.number,
    title: row.title,
    status: estimateStatus(row, today),
    total: money(row.totalMinor, row.currency),
    issuedOn: row.issuedOn,
    expiresOn: row.expiresOn,
    timeLeft: timeLeftWords(row, today),
    endsSoon: endsSoon(row, today),
  };
}

/**
 * One page of the list, with count and sums of the whole filtered set: one snapshot, since a context is one transaction.
 * `today` is `YYYY-MM-DD` in the brand's zone. A cursor beyond the list shows the first page.
 */
export async function listEstimates(context: Context, filters: EstimateFilters, today: string): Promise<EstimateList> {
  const { cursor } = filters;
  const page = await readPage(context, filters, today);
  // Going back to the start, or to rows that are gone: the first page in full.
  const lost = cursor && (page.rows.length === 0 || (cursor.side === "before" && !page.more));
  if (lost) return listEstimates(context, { ...filters, cursor: null }, today);

  const { count, passed, totals } = await readTotals(context, filters, today);
  const { rows, more } = page;
  const before = cursor?.side === "before" ? passed - rows.length : passed;
  const first = rows[0];
  const last = rows.at(-1);
  const hasNext = cursor?.side === "before" ? true : more;
  return {
    rows: rows.map((row) => estimateRow(row, today)),
    from: rows.length ? before + 1 : 0,
    to: before + rows.length,
    count,
    previous: first && before > 0 ? cursorAt(first, "before", filters.sort) : null,
    next: last && hasNext ? cursorAt(last, "after", filters.sort) : null,
    totals,
  };
}

/** The rows of a page in the list's order, and whether further ones lie in the direction of reading. */
async function readPage({ viewer, db }: Context, filters: EstimateFilters, today: string) {
  const { cursor, sort } = filters;
  const { column, descending } = orderOf(sort);
  const direction = descending !== (cursor?.side === "before") ? desc : asc;
  const stored = await db
    .select(rowColumns)
    .from(estimates)
    .where(within(viewer, filters, today, ...(cursor ? [beside(cursor)] : [])))
    .orderBy(direction(column), direction(estimates.id))
    .limit(PAGE_SIZE + 1);
  const rows = stored.slice(0, PAGE_SIZE);
  return { rows: cursor?.side === "before" ? rows.reverse() : rows, more: stored.length > PAGE_SIZE };
}

function cursorAt(row: StoredRow, side: EstimateCursor["side"], sort: EstimateFilters["sort"]): EstimateCursor {
  const { key } = orderOf(sort);
  const value = { ends: row.expiresOn, issued: row.issuedOn, amount: row.totalMinor }[key];
  return { side, sort, value, id: row.id };
}

/** Count and sums of the filtered set, and how many of its rows the cursor has passed. */
async function readTotals({ viewer, db }: Context, filters: EstimateFilters, today: string) {
  const { cursor } = filters;
  // Rows that do not lie on the cursor's far side: for "after" the ones read so far, for "before" the ones still ahead.
  const passed = !cursor
    ? sql`0`
    : cursor.side === "after"
      ? sql`count(*) filter (where not ${beside(cursor)})`
      : sql`count(*) filter (where ${beside(cursor)})`;
  const sums = await db
    .select({
      currency: estimates.currency,
      count: sql`count(*)`.mapWith(Number),
      passed: passed.mapWith(Number),
      total: sql`sum(${estimates.totalMinor})`.mapWith(Number),
    })
    .from(estimates)
    .where(within(viewer, filters, today))
    .groupBy(estimates.currency)
    .orderBy(asc(estimates.currency));
  return {
    count: sums.reduce((total, sum) => total + sum.count, 0),
    passed: sums.reduce((total, sum) => total + sum.passed, 0),
    totals: sums.map(({ currency, total }) => money(total, currency)),
  };
}

/** How many estimates are open, and how many of them end soon, under the filters' search whatever their status. */
export async function countAcceptable(
  { viewer, db }: Context,
  filters: EstimateFilters,
  today: string,
): Promise<AcceptableCounts> {
  const [row] = await db
    .select({
      open: sql`count(*)`.mapWith(Number),
      ending: sql`count(*) filter (where ${withStatus("ending", today)})`.mapWith(Number),
    })
    .from(estimates)
    .where(within(viewer, { ...filters, status: "open" }, today));
  return row ?? { open: 0, ending: 0 };
}

/** An estimate; null for whatever the viewer may not see. */
export async function findEstimate(
  { viewer, db }: Context,
  key: EstimateKey,
  today: string,
): Promise<EstimateDocument | null> {
  const [stored] = await db
    .select({ ...rowColumns, quoteUrl: estimates.quoteUrl, companyName: companies.name })
    .from(estimates)
    .innerJoin(companies, eq(companies.id, estimates.companyId))
    .where(and(visibleEstimates(viewer), eq(estimates.brand, key.brand), eq(estimates.number, key.number)));
  if (!stored) return null;
  const { quoteUrl, companyName } = stored;
  return { ...estimateRow(stored, today), companyName, quoteUrl };
}

/** Open estimates whose last day lies within ESTIMATE_ENDS_SOON_DAYS of `today`, the soonest first. */
export async function listEndingEstimates({ viewer, db }: Context, today: string): Promise<EndingEstimate[]> {
  const rows = await db
    .select(rowColumns)
    .from(estimates)
    .where(and(visibleEstimates(viewer), withStatus("ending", today)))
    .orderBy(asc(estimates.expiresOn), asc(estimates.id));
  return rows.map(({ number, title, expiresOn, totalMinor, currency }) => ({
    number,
    title,
    expiresOn,
    total: money(totalMinor, currency),
  }));
}
