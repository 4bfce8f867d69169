import { asc, desc, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { CursorSide, Placed } from "./cursor";

/* Keyset pages: a page begins beside a row, not at a number, so that each costs the same and none moves under the reader. */

/** One page of a list, in the list's order. */
export interface ListPage<Row, Cursor> {
  readonly rows: readonly Row[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  /** Of the whole filtered set. */
  readonly count: number;
  readonly previous: Cursor | null;
  readonly next: Cursor | null;
}

type KeyType = "bigint" | "date" | "int" | "timestamptz" | "uuid";

/** What rows are ordered by, all in one direction. */
export interface KeysetOrder<Cursor extends Placed> {
  /**
   * Column or expression, and the type to which the cursor's value of that name is cast. In this order; last the id, which
   * no two rows share. A bare number needs a cast: in ORDER BY it would be the place of a column.
   */
  readonly keys: {
    readonly [Name in Exclude<keyof Cursor, "side" | "sort">]: readonly [key: SQLWrapper, type: KeyType];
  };
  readonly descending: boolean;
}

function keysOf<Cursor extends Placed>({ keys }: KeysetOrder<Cursor>) {
  return Object.entries<readonly [key: SQLWrapper, type: KeyType]>(keys);
}

/**
 * Rows on the cursor's far side. One row comparison, which PostgreSQL answers from the index; `or` of several conditions
 * would only filter.
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

/** What a query of rows needs to be a slice of the list. */
export interface Slice {
  /** Undefined at the list's beginning. */
  readonly where: SQL | undefined;
  readonly orderBy: readonly [SQL, ...SQL[]];
  readonly limit: number;
  /** The direction of the query: the list's own, or against it for rows before a place. */
  readonly descending: boolean;
}

/** The `limit` rows beside a place, from the place on. Before a place they come in the opposite of the list's order. */
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

/** What the totals of a list are selected with. A type, for drizzle takes no interface. */
export type Counts = {
  readonly count: SQL<number>;
  /** Rows up to the place: for "after" the ones read so far, for "before" those of this page and all before it. */
  readonly passed: SQL<number>;
};

/** How many rows there are, and how many of them the cursor has passed: for a select over the whole filtered set. */
export function countsBeside<Cursor extends Placed>(order: KeysetOrder<Cursor>, cursor: Cursor | null): Counts {
  const not = cursor?.side === "after" ? sql`not ` : sql``;
  const passed = cursor ? sql`count(*) filter (where ${not}${beside(order, cursor)})` : sql`0`;
  return { count: sql`count(*)`.mapWith(Number), passed: passed.mapWith(Number) };
}

interface RowsAsked<Row, Cursor extends Placed> {
  /** Rows of a page. */
  readonly size: number;
  readonly order: KeysetOrder<Cursor>;
  readonly cursor: Cursor | null;
  /** Reads a slice of the filtered set. `cursor`: its place, for a list of several tables. */
  rows(slice: Slice, cursor: Cursor | null): Promise<readonly Row[]>;
  /** The place of a row. */
  place(row: Row, side: CursorSide): Cursor;
}

interface RowsRead<Row, Cursor> {
  readonly rows: readonly Row[];
  /** Where the page begins: null also where the place that was asked for is no more. */
  readonly cursor: Cursor | null;
  readonly previous: Cursor | null;
  readonly next: Cursor | null;
}

/** A page without any count. A cursor beyond the list shows the first page. */
export async function readKeysetRows<Row, Cursor extends Placed>(
  asked: RowsAsked<Row, Cursor>,
): Promise<RowsRead<Row, Cursor>> {
  const { size, order, cursor, place } = asked;
  const stored = await asked.rows(sliceBeside(order, cursor, size + 1), cursor);
  const backwards = cursor?.side === "before";
  const more = stored.length > size;
  // Going back to the start, or to rows that are gone: the first page in full.
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
  /** Reads the counts of the whole filtered set, in one row or in several of which each has a part. */
  totals(counts: Counts, cursor: Cursor | null): Promise<readonly Totals[]>;
}

/**
 * A page with the count of the whole filtered set: one snapshot, when both are read in one transaction. `totals` are the
 * rows of that count, with whatever else they sum.
 */
export async function readKeysetPage<
  Row,
  Cursor extends Placed,
  Totals extends { readonly count: number; readonly passed: number },
>(
  asked: PageAsked<Row, Cursor, Totals>,
): Promise<{ readonly page: ListPage<Row, Cursor>; readonly totals: readonly Totals[] }> {
  const { rows, cursor, previous, next } = await readKeysetRows(asked);
  const totals = await asked.totals(countsBeside(asked.order, cursor), cursor);
  const passed = totals.reduce((sum, part) => sum + part.passed, 0);
  const before = cursor?.side === "before" ? passed - rows.length : passed;
  return {
    totals,
    page: {
      rows,
      from: rows.length > 0 ? before + 1 : 0,
      to: before + rows.length,
      count: totals.reduce((sum, part) => sum + part.count, 0),
      previous: before > 0 ? previous : null,
      next,
    },
  };
}

/**
 * A slice of a list that lies in several parts, read one after the other: an index gives each part in order, never
 * several together. `place` says of a row where it stands, as the order's keys do.
 */
export async function readMerged<Part, Row>(
  parts: readonly Part[],
  { limit, descending }: Pick<Slice, "limit" | "descending">,
  read: (part: Part) => PromiseLike<readonly Row[]>,
  place: (row: Row) => readonly string[],
): Promise<Row[]> {
  const placed: { readonly row: Row; readonly at: readonly string[] }[] = [];
  for (const part of parts) for (const row of await read(part)) placed.push({ row, at: place(row) });
  placed.sort((a, b) => (descending ? compare(b.at, a.at) : compare(a.at, b.at)));
  return placed.slice(0, limit).map(({ row }) => row);
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? "") < (b[at] ?? "") ? -1 : 1;
}
