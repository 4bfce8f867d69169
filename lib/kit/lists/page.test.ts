import { type SQL, sql } from "drizzle-orm";
import { integer, PgDialect, pgTable, uuid } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Placed } from "./cursor";
import {
  beside,
  countsBeside,
  type KeysetOrder,
  onlyPage,
  readKeysetPage,
  readKeysetRows,
  readMerged,
  sliceBeside,
} from "./page";

interface Cursor extends Placed {
  readonly sort: string;
  readonly rank: number;
}
type Thing = Pick<Cursor, "id" | "rank">;

const things = pgTable("things", { id: uuid(), rank: integer() });
const order: KeysetOrder<Cursor> = {
  keys: { rank: [sql`coalesce(${things.rank}, 0)`, "int"], id: [things.id, "uuid"] },
  descending: true,
};
const rising = { ...order, descending: false };
const textOf = (part: SQL) => new PgDialect().sqlToQuery(part);

describe("a slice of a keyset list", () => {
  const cursor = { side: "after", sort: "rank", rank: 3, id: "x" } as const;

  it("has one row comparison as its condition, with the cursor's values as parameters", () => {
    expect(textOf(beside(order, cursor))).toMatchObject({
      sql: '(coalesce("things"."rank", 0), "things"."id") < ($1::int, $2::uuid)',
      params: [3, "x"],
    });
    const signs = [order, rising].flatMap((one) =>
      (["after", "before"] as const).map((side) => / ([<>]) /.exec(textOf(beside(one, { ...cursor, side })).sql)?.[1]),
    );
    expect(signs).toEqual(["<", ">", ">", "<"]);
  });

  it("is read in the list's order, and in the opposite order before a place", () => {
    const read = (one: KeysetOrder<Cursor>, place: Cursor | null) => {
      const { where, orderBy, limit, descending } = sliceBeside(one, place, 7);
      return [where !== undefined, textOf(sql.join([...orderBy], sql`, `)).sql, limit, descending];
    };
    const by = (word: string) => `coalesce("things"."rank", 0) ${word}, "things"."id" ${word}`;
    expect(read(order, null)).toEqual([false, by("desc"), 7, true]);
    expect(read(order, cursor)).toEqual([true, by("desc"), 7, true]);
    expect(read(order, { ...cursor, side: "before" })).toEqual([true, by("asc"), 7, false]);
    expect(read(rising, { ...cursor, side: "before" })).toEqual([true, by("desc"), 7, true]);
  });

  it("leaves out a value that is the same for all rows", () => {
    const same: KeysetOrder<Cursor> = { ...order, keys: { ...order.keys, rank: null } };
    const { where, orderBy } = sliceBeside(same, cursor, 7);
    expect(where && textOf(where).sql).toBe('("things"."id") < ($1::uuid)');
    expect(textOf(sql.join([...orderBy], sql`, `)).sql).toBe('"things"."id" desc');
  });

  it("is counted together with the number of rows that the cursor has passed", () => {
    const passed = (place: Cursor | null) => textOf(countsBeside(order, place).passed).sql;
    expect(passed(null)).toBe("0");
    expect(passed(cursor)).toMatch(/^count\(\*\) filter \(where not \(coalesce.*\) < \(.*\)\)$/);
    expect(passed({ ...cursor, side: "before" })).toMatch(/^count\(\*\) filter \(where \(coalesce.*\) > \(.*\)\)$/);
  });
});

/** The place of a thing in a list that is ordered by rank, then by id. */
const compare = (a: Thing, b: Thing) => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const place = ({ id, rank }: Thing, side: Placed["side"]): Cursor => ({ side, sort: "rank", rank, id });

/** A list in memory that returns the rows that the database would return. */
function listOf(all: readonly Thing[], size: number, { descending }: KeysetOrder<Cursor>) {
  const sign = descending ? -1 : 1;
  const isBeside = (thing: Thing, cursor: Cursor) =>
    Math.sign(compare(thing, cursor)) * sign === (cursor.side === "after" ? 1 : -1);
  return (cursor: Cursor | null) => ({
    size,
    order: { ...order, descending },
    cursor,
    place,
    rows: async (slice: { limit: number; descending: boolean }, at: Cursor | null) =>
      all
        .filter((thing) => at === null || isBeside(thing, at))
        .sort((a, b) => (slice.descending ? compare(b, a) : compare(a, b)))
        .slice(0, slice.limit),
    totals: async (_: unknown, at: Cursor | null) => [
      {
        count: all.length,
        passed: at ? all.filter((thing) => isBeside(thing, at) === (at.side === "before")).length : 0,
      },
    ],
  });
}

const lists = fc.record({
  all: fc.uniqueArray(fc.record({ id: fc.uuid(), rank: fc.nat(3) }), { selector: ({ id }) => id, maxLength: 30 }),
  size: fc.integer({ min: 1, max: 6 }),
  order: fc.constantFrom(order, rising),
});

describe("pages of a keyset list", () => {
  it("show each row once and in order, forwards and backwards", async () => {
    await fc.assert(
      fc.asyncProperty(lists, async ({ all, size, order }) => {
        const list = listOf(all, size, order);
        const wanted = [...all].sort((a, b) => (order.descending ? compare(b, a) : compare(a, b)));
        const seen: Thing[] = [];
        const pages = [];
        for (let cursor: Cursor | null = null; ; ) {
          const { page }: Awaited<ReturnType<typeof readKeysetPage<Thing, Cursor, { count: number; passed: number }>>> =
            await readKeysetPage(list(cursor));
          expect(page.count).toBe(all.length);
          expect([page.from, page.to]).toEqual(all.length ? [seen.length + 1, seen.length + page.rows.length] : [0, 0]);
          seen.push(...page.rows);
          pages.push(page);
          cursor = page.next;
          if (!cursor) break;
        }
        expect(seen).toEqual(wanted);
        for (const [index, page] of pages.entries()) {
          const back = page.previous && (await readKeysetPage(list(page.previous))).page;
          expect(back?.rows).toEqual(pages[index - 1]?.rows);
          expect(back?.from).toBe(pages[index - 1]?.from);
        }
      }),
    );
  });

  it("are the first page for a place beyond the list and for one with too few rows before it", async () => {
    const all = [1, 2, 3].map((rank) => ({ id: `thing-${rank}`, rank }));
    const list = listOf(all, 2, rising);
    const { page: first } = await readKeysetPage(list(null));
    expect(first).toMatchObject({ from: 1, to: 2, count: 3, previous: null });
    const beyond = place({ id: "", rank: 9 }, "after");
    expect((await readKeysetPage(list(beyond))).page).toEqual(first);
    // One row is before the second one. A page with that row alone would begin the list with a shorter page than usual.
    expect((await readKeysetPage(list(place({ id: "thing-2", rank: 2 }, "before")))).page).toEqual(first);
  });

  it("have no previous page at a place before every row", async () => {
    const list = listOf([{ id: "thing", rank: 1 }], 2, rising);
    const { page } = await readKeysetPage(list(place({ id: "", rank: 0 }, "after")));
    expect(page).toMatchObject({ from: 1, to: 1, previous: null, next: null });
  });

  it("have as their count the sum of all rows of totals", async () => {
    const list = listOf([{ id: "thing", rank: 1 }], 2, rising);
    const parts = [
      { count: 2, passed: 0, currency: "EUR" },
      { count: 5, passed: 0, currency: "USD" },
    ];
    expect(await readKeysetPage({ ...list(null), totals: async () => parts })).toMatchObject({
      page: { count: 7, from: 1, to: 1 },
      totals: parts,
    });
  });

  it("show the same rows where only the first ones are counted, and say no position behind those", async () => {
    await fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 1, max: 12 }), async ({ all, size, order }, counted) => {
        const list = listOf(all, size, order);
        const bounded = (cursor: Cursor | null) => {
          const asked = list(cursor);
          const totals = async (counts: unknown, at: Cursor | null) =>
            (await asked.totals(counts, at)).map(({ count, passed }) => ({
              count: Math.min(count, counted + 1),
              passed: Math.min(passed, counted + 1),
            }));
          return { ...asked, totals, counted };
        };
        for (let cursor: Cursor | null = null; ; ) {
          const {
            page: whole,
          }: Awaited<ReturnType<typeof readKeysetPage<Thing, Cursor, { count: number; passed: number }>>> =
            await readKeysetPage(list(cursor));
          const { page } = await readKeysetPage(bounded(cursor));
          expect({ ...page, from: 0, to: 0 }).toEqual({
            ...{ ...whole, from: 0, to: 0 },
            ...{ counted, count: Math.min(whole.count, counted + 1) },
          });
          const isBehind = whole.from > counted + 1;
          expect(page.from).toBe(isBehind ? counted + 2 : whole.from);
          expect(page.to - page.from).toBe(whole.to - whole.from);
          if (!whole.next) break;
          cursor = whole.next;
        }
      }),
    );
  });

  it("have, when rows are not counted, a previous page at every place but the beginning", async () => {
    const all = [1, 2, 3, 4].map((rank) => ({ id: `thing-${rank}`, rank }));
    const list = listOf(all, 3, rising);
    const first = await readKeysetRows(list(null));
    expect(first).toMatchObject({ previous: null, next: { rank: 3, side: "after" } });
    const second = await readKeysetRows(list(first.next));
    expect(second).toMatchObject({ rows: [all[3]], previous: { rank: 4, side: "before" }, next: null });
  });
});

it("readMerged gives for a list in several parts the page that one query would have read", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.tuple(fc.string(), fc.uuid()))),
      fc.nat(9),
      fc.boolean(),
      async (parts, limit, down) => {
        const sign = down ? -1 : 1;
        const inOrder = (rows: (readonly [string, string])[]) =>
          rows.sort(([a, x], [b, y]) => sign * (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
        const read = async (part: [string, string][]) => inOrder([...part]).slice(0, limit);
        const merged = await readMerged(parts, { limit, descending: down }, read, (row) => row);
        expect(merged).toEqual(inOrder(parts.flat()).slice(0, limit));
      },
    ),
  );
});

it("a list of one page counts its rows, and says that there are more where one more was read", () => {
  expect(onlyPage([], 2)).toMatchObject({ rows: [], from: 0, to: 0, count: 0, counted: null, next: null });
  expect(onlyPage(["a", "b"], 2)).toMatchObject({ rows: ["a", "b"], from: 1, to: 2, count: 2, counted: null });
  expect(onlyPage(["a", "b", "c"], 2)).toMatchObject({ rows: ["a", "b"], from: 1, to: 2, count: 3, counted: 2 });
});
