import { and, asc, between, eq, or, type SQL, sql } from "drizzle-orm";
import { companies, estimateLines, estimates } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { documentWords, NUMBER_SIGNS } from "@/lib/kit/document-number";
import { type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { type Money, money } from "@/lib/kit/money";
import { addDays } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { type DocumentLine, plainDecimal } from "@/lib/money/invoices/rules";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleEstimateLines, visibleEstimates } from "./policy";
import { ESTIMATE_ENDS_SOON_DAYS, type EstimateStatus, endsSoon, estimateStatus, timeLeftWords } from "./rules";
import { type EstimateCursor, type EstimateFilter, type EstimateFilters, type EstimateSort, PAGE_SIZE } from "./schema";

export interface EndingEstimate {
  readonly number: string;
  readonly title: string;
  readonly total: Money;
  readonly expiresOn: string;
}

export interface EstimateRow extends EndingEstimate {
  readonly status: EstimateStatus;
  readonly issuedOn: string;
  /** `Ends in 5 days`; null once the estimate was accepted, declined or withdrawn. */
  readonly timeLeft: string | null;
  readonly endsSoon: boolean;
}

export interface EstimateList extends ListPage<EstimateRow, EstimateCursor> {
  /** Sums of the whole filtered set by currency. */
  readonly totals: readonly Money[];
}

/** How many estimates can be accepted, and how many of them end soon, for the same search. */
export type AcceptableCounts = Readonly<Record<"open" | "ending", number>>;

/** An estimate as its page shows it. `quoteUrl` comes unchecked from the ERP; only quotationTarget checks it. */
export interface EstimateDocument extends EstimateRow {
  readonly companyName: string;
  readonly quoteUrl: string | null;
  readonly lines: readonly DocumentLine[];
  /** What the total has beside its lines, such as tax and freight; null without lines, and where they are the total. */
  readonly beyondLines: Money | null;
}

/** The key of an estimate: its number as printed, which is unique within a brand and compared exactly. */
export interface EstimateKey {
  readonly brand: string;
  readonly number: string;
}

/**
 * A condition for the estimates that the filter `status` shows: the SQL of estimateStatus and endsSoon. `today` has the
 * same meaning as there.
 */
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

const sortKeys = {
  ends: [estimates.expiresOn, "date"],
  issued: [estimates.issuedOn, "date"],
  amount: [estimates.totalMinor, "bigint"],
} as const;

const keyOf = (sort: EstimateSort) => sort.replace("-", "") as keyof typeof sortKeys;

/**
 * Estimates with every word of the search in their number or title; numbers are found however they are written. There
 * is no index for it, because a company has some hundreds of estimates and only its own are read.
 */
function found(q: string): SQL | undefined {
  return and(
    ...documentWords(searchWords(q)).map(({ text, number }) =>
      or(
        sql`lower(${estimates.number} || ' ' || ${estimates.title}) like lower(${likePattern(text)}::text)`,
        number === null
          ? undefined
          : sql`translate(lower(${estimates.number}), ${NUMBER_SIGNS}, '') like lower(${likePattern(number)}::text)`,
      ),
    ),
  );
}

/**
 * The estimates that the viewer may see, narrowed by search and status. It begins with the policy, so it is never
 * undefined.
 */
function within(viewer: Context["viewer"], { q, status }: EstimateFilters, today: string) {
  return and(visibleEstimates(viewer), status ? withStatus(status, today) : undefined, found(q));
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
 * One page of the list, with count and sums of the whole filtered set. All come from one snapshot, because a context is
 * one transaction. `today` is `YYYY-MM-DD` in the brand's zone. A cursor beyond the list shows the first page.
 */
export async function listEstimates(
  { viewer, db }: Context,
  filters: EstimateFilters,
  today: string,
): Promise<EstimateList> {
  const { sort } = filters;
  const key = keyOf(sort);
  const { page, totals } = await readKeysetPage({
    size: PAGE_SIZE,
    order: { keys: { value: sortKeys[key], id: [estimates.id, "uuid"] }, descending: sort.startsWith("-") },
    cursor: filters.cursor,
    rows: ({ where, orderBy, limit }) =>
      db
        .select(rowColumns)
        .from(estimates)
        .where(and(within(viewer, filters, today), where))
        .orderBy(...orderBy)
        .limit(limit),
    place: (row, side): EstimateCursor => {
      const value = { ends: row.expiresOn, issued: row.issuedOn, amount: row.totalMinor }[key];
      return { side, sort, value, id: row.id };
    },
    totals: (counts) =>
      db
        .select({ ...counts, currency: estimates.currency, total: sql`sum(${estimates.totalMinor})`.mapWith(Number) })
        .from(estimates)
        .where(within(viewer, filters, today))
        .groupBy(estimates.currency)
        .orderBy(asc(estimates.currency)),
  });
  return {
    ...page,
    rows: page.rows.map((row) => estimateRow(row, today)),
    totals: totals.map(({ currency, total }) => money(total, currency)),
  };
}

/** How many estimates are open, and how many of them end soon, for the search of the filters and any status. */
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

/** An estimate with its lines; null if the viewer may not see it. */
export async function findEstimate(
  context: Context,
  key: EstimateKey,
  today: string,
): Promise<EstimateDocument | null> {
  const { viewer, db } = context;
  const ofKey = and(eq(estimates.brand, key.brand), eq(estimates.number, key.number));
  const { found, lines } = await together({
    found: db
      .select({ ...rowColumns, quoteUrl: estimates.quoteUrl, companyName: companies.name })
      .from(estimates)
      .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, estimates.companyId)))
      .where(and(visibleEstimates(viewer), ofKey)),
    lines: db
      .select({ line: estimateLines })
      .from(estimateLines)
      .innerJoin(estimates, eq(estimates.id, estimateLines.estimateId))
      .where(and(visibleEstimateLines(viewer), visibleEstimates(viewer), ofKey))
      .orderBy(asc(estimateLines.lineNumber)),
  });
  const [stored] = found;
  if (!stored) return null;
  const { quoteUrl, companyName, currency, totalMinor } = stored;
  const beyond = totalMinor - lines.reduce((sum, { line }) => sum + line.amountMinor, 0);
  return {
    ...estimateRow(stored, today),
    ...{ companyName, quoteUrl },
    lines: lines.map(({ line }) => ({
      lineNumber: line.lineNumber,
      description: line.description,
      quantity: plainDecimal(line.quantity),
      unitPrice: money(line.unitPriceMinor, currency),
      amount: money(line.amountMinor, currency),
    })),
    beyondLines: lines.length > 0 && beyond !== 0 ? money(beyond, currency) : null,
  };
}

/** Open estimates whose last day is within ESTIMATE_ENDS_SOON_DAYS of `today`, the earliest first. */
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

/** How many open estimates end within ESTIMATE_ENDS_SOON_DAYS of `today`. */
export async function countEndingEstimates({ viewer, db }: Context, today: string): Promise<number> {
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(estimates)
    .where(and(visibleEstimates(viewer), withStatus("ending", today)));
  return row?.count ?? 0;
}
