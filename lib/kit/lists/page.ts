import { asc, desc, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { CursorSide, Placed } from "./cursor";

/*
 * Keyset pages: a page begins beside a row and not at a number of rows. So every page costs the same, and no row moves
 * to another page while somebody reads.
 */

/** One page of a list, in the list's order. */
export interface ListPage<Row, Cursor> {
  readonly rows: readonly Row[];
  /** Positions of the first and last row shown, counted from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  /** Number of rows in the whole filtered set; one more than `counted` where there are more. */
  readonly count: number;
  /** Rows are counted only up to this number. Null where all are. */
  readonly counted: number | null;
  readonly previous: Cursor | null;
  readonly next: Cursor | null;
}

/** A list that is one page, of rows of which one more than `most` was read. */
export function onlyPage<Row>(read: readonly Row[], most: number): ListPage<Row, never> {
  const rows = read.slice(0, most);
  const shown = { rows, from: Math.min(1, rows.length), to: rows.length };
  return { ...shown, count: read.length, counted: read.length > most ? most : null, previous: null, next: null };
}

type KeyType = "bigint" | "date" | "int" | "text" | "timestamptz" | "uuid";

/** The keys by which rows are ordered, all in the same direction. */
export interface KeysetOrder<Cursor extends Placed> {
  /**
   * For each value of the cursor the column or expression, and the type to which the value is cast. The order of the
   * keys is the order of the rows. The last is the id, which is unique. A bare number needs a cast, because in ORDER BY
   * it would be the position of a column. Null for a value that is the same for all rows: it is left out, because no
   * index begins with it.
   */
  readonly keys: {
    readonly [Name in Exclude<keyof Cursor, "side" | "sort">]: readonly [key: SQLWrapper, type: KeyType] | null;
  };
  readonly descending: boolean;
}

function keysOf<Cursor extends Placed>({ keys }: KeysetOrder<Cursor>) {
  return Object.entries<readonly [key: SQLWrapper, type: KeyType] | null>(keys).flatMap(([name, key]) =>
    key ? [[name, key] as const] : [],
  );
}

/**
 * A condition for the rows on the cursor's side of its place. It is one row comparison, which PostgreSQL answers from
 * the index; several conditions joined by `or` would only filter rows.
 */
export function beside<Cursor extends Placed>(order: KeysetOrder<Cursor>, cursor: Cursor): SQL {
  const values = new Map<string, unknown>(Object.entries(cursor));
  const keys = keysOf(order);
  const row = sql.join(
    keys.map(([, [key]]) => sql`${key}`),
    sql`, `,
  );
  const place = sql.join(
    keys.map(([name, [, type]]) => sql`${values.get(name)}::${sql.raw(type)}`),
    sql`, `,
  );
  const greater = (cursor.side === "after") !== order.descending;
  return sql`(${row}) ${sql.raw(greater ? ">" : "<")} (${place})`;
}

/** The parts of a query that make it read a slice of the list. */
export interface Slice {
  /** Undefined at the beginning of the list. */
  readonly where: SQL | undefined;
  readonly orderBy: readonly [SQL, ...SQL[]];
  readonly limit: number;
  /** The direction in which the query reads: the list's own, or the opposite for rows before a place. */
  readonly descending: boolean;
}

/** The `limit` rows next to a place. Rows before a place come in the opposite of the list's order. */
export function sliceBeside<Cursor extends Placed>(
  order: KeysetOrder<Cursor>,
  cursor: Cursor | null,
  limit: number,
): Slice {
  const descending = order.descending !== (cursor?.side === "before");
  const [first, ...others] = keysOf(order).map(([, [key]]) => (descending ? desc(key) : asc(key)));
  if (first === undefined) throw new Error("an order has the id at least");
  return { where: cursor ? beside(order, cursor) : undefined, orderBy: [first, ...others], limit, descending };
}

/** Columns with which the totals of a list are selected. It is a type because drizzle accepts no interface. */
export type Counts = {
  readonly count: SQL<number>;
  /**
   * Number of rows up to the place. For "after" these are the rows read so far; for "before" the rows of this page and
   * all before it.
   */
  readonly passed: SQL<number>;
};

/** The number of rows, and how many of them the cursor has passed, for a select over the whole filtered set. */
export function countsBeside<Cursor extends Placed>(order: KeysetOrder<Cursor>, cursor: Cursor | null): Counts {
  const not = cursor?.side === "after" ? sql`not ` : sql``;
  const passed = cursor ? sql`count(*) filter (where ${not}${beside(order, cursor)})` : sql`0`;
  return { count: sql`count(*)`.mapWith(Number), passed: passed.mapWith(Number) };
}

interface RowsAsked<Row, Cursor extends Placed> {
  /** Number of rows on a page. */
  readonly size: number;
  readonly order: KeysetOrder<Cursor>;
  readonly cursor: Cursor | null;
  /** Reads a slice of the filtered set. `cursor` is its place, for a list that is read from several tables. */
  rows(slice: Slice, cursor: Cursor | null): Promise<readonly Row[]>;
  /** The cursor for the place beside a row. */
  place(row: Row, side: CursorSide): Cursor;
}

interface RowsRead<Row, Cursor> {
  readonly rows: readonly Row[];
  /** Where the page begins. Null for the first page, which is also shown if the requested place no longer exists. */
  readonly cursor: Cursor | null;
  readonly previous: Cursor | null;
  readonly next: Cursor | null;
}

/** Reads a page without any count. A cursor beyond the list shows the first page. */
export async function readKeysetRows<Row, Cursor extends Placed>(
  asked: RowsAsked<Row, Cursor>,
): Promise<RowsRead<Row, Cursor>> {
  const { size, order, cursor, place } = asked;
  const stored = await asked.rows(sliceBeside(order, cursor, size + 1), cursor);
  const backwards = cursor?.side === "before";
  const more = stored.length > size;
  // The way back has reached the beginning, or the rows there no longer exist: the full first page is shown.
  if (cursor && (stored.length === 0 || (backwards && !more))) return readKeysetRows({ ...asked, cursor: null });
  const rows = stored.slice(0, size);
  if (backwards) rows.reverse();
  const first = rows[0];
  const last = rows.at(-1);
  return {
    rows,
    cursor,
    previous: cursor && first ? place(first, "before") : null,
    next: last && (backwards || more) ? place(last, "after") : null,
  };
}

interface PageAsked<Row, Cursor extends Placed, Totals> extends RowsAsked<Row, Cursor> {
  /**
   * Reads the counts of the whole filtered set, in one row or in several rows that each count a part. It is called after
   * `rows` has been called, but does not wait for its answer.
   */
  totals(counts: Counts, cursor: Cursor | null): Promise<readonly Totals[]>;
  /**
   * Where `totals` reads no more than the first `counted + 1` rows of the list's order, or of that of each of its parts,
   * because counting them all costs far more than a page.
   */
  readonly counted?: number;
}

/**
 * Reads a page with the count of the whole filtered set. Both come from one snapshot if they are read in one
 * transaction. `totals` are the rows of that count, with the other sums that they hold.
 */
export async function readKeysetPage<
  Row,
  Cursor extends Placed,
  Totals extends { readonly count: number; readonly passed: number },
>(
  asked: PageAsked<Row, Cursor, Totals>,
): Promise<{ readonly page: ListPage<Row, Cursor>; readonly totals: readonly Totals[] }> {
  const totalsAt = (cursor: Cursor | null) => asked.totals(countsBeside(asked.order, cursor), cursor);
  // Asked beside the rows, so that nobody waits for one and then for the other. Only if the cursor is beyond the list,
  // the totals beside the first page are asked after it.
  const [read, beside] = await Promise.all([readKeysetRows(asked), totalsAt(asked.cursor)]);
  const { rows, cursor, previous, next } = read;
  const totals = cursor === asked.cursor ? beside : await totalsAt(cursor);
  const passed = totals.reduce((sum, part) => sum + part.passed, 0);
  const counted = asked.counted ?? null;
  // A place behind the last row that is counted has passed them all, on either side of it.
  const isBeyond = counted !== null && passed > counted;
  const before = cursor?.side === "before" && !isBeyond ? passed - rows.length : passed;
  return {
    totals,
    page: {
      rows,
      from: rows.length > 0 ? before + 1 : 0,
      to: before + rows.length,
      count: Math.min(
        totals.reduce((sum, part) => sum + part.count, 0),
        counted === null ? Number.POSITIVE_INFINITY : counted + 1,
      ),
      counted,
      previous: before > 0 ? previous : null,
      next,
    },
  };
}

/**
 * Reads a slice of a list that consists of several parts, each part by itself, because an index gives the rows of
 * one part in order but not those of several. `place` returns the values of a row by which the list is ordered.
 */
export async function readMerged<Part, Row>(
  parts: readonly Part[],
  { limit, descending }: Pick<Slice, "limit" | "descending">,
  read: (part: Part) => PromiseLike<readonly Row[]>,
  place: (row: Row) => readonly string[],
): Promise<Row[]> {
  const placed: { readonly row: Row; readonly at: readonly string[] }[] = [];
  const slices = await Promise.all(parts.map((part) => read(part)));
  for (const row of slices.flat()) placed.push({ row, at: place(row) });
  placed.sort((a, b) => (descending ? compare(b.at, a.at) : compare(a.at, b.at)));
  return placed.slice(0, limit).map(({ row }) => row);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}
