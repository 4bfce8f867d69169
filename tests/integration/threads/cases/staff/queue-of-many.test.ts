import { and, type SQL, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { type KeysetOrder, sliceBeside } from "@/lib/kit/lists/page";
import { listStaffCases, type StaffCaseList } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters, type StaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { THREAD_ORDERS } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { PAGE_SIZE, type ThreadCursor } from "@/lib/threads/schema";
import { QUEUE_COUNTED, queued } from "@/lib/threads/staff/queue/queries";
import { unique } from "@/tests/support/world";
import { filedCase, type Member, member, read } from "./support";

/** Of each of two brands. Together they are more than are counted, alone they are not. */
const OPEN = QUEUE_COUNTED / 2 + 60;
const CLOSED = 10_000;
const BRANDS = ["cimsoft", "insource"];
const product = unique("Historian");
let agent: Member;

/** Copies of a case, without what triggers add. Few different instants, so that pages end between equal rows. */
async function copy(one: string, first: number): Promise<void> {
  await asSystem("test world", async (db) => {
    const [columns] = await db.execute<{ names: string }>(sql`
      select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
      where table_name = 'threads' and is_generated = 'NEVER' and column_name not in ('id', 'number', 'status', 'severity',
        'closed_at', 'close_reason', 'answer_due_at', 'answer_since', 'active_at')`);
    const copied = sql.raw(columns?.names ?? "");
    await db.execute(sql`alter table threads disable trigger user`);
    await db.execute(sql`
      insert into threads (id, number, status, severity, closed_at, close_reason, answer_due_at, answer_since, active_at, ${copied})
      select gen_random_uuid(), 'C-' || (${sql.raw(String(first))} + g), case when is_open then 'in_progress' else 'closed' end,
        (array['production_stopped', 'impaired', 'question'])[1 + g % 3],
        case when not is_open then at end, case when not is_open then 'solved' end,
        case when is_open and g % 4 > 0 then at + interval '1 day' end, case when is_open and g % 4 > 0 then at end, at, ${copied}
      from threads one, generate_series(1, ${sql.raw(String(OPEN + CLOSED))}) g,
        lateral (select g <= ${sql.raw(String(OPEN))} as is_open, date_trunc('day', now()) - (g % 40) * interval '1 hour' as at) made
      where one.id = ${one}::uuid`);
    await db.execute(sql`alter table threads enable trigger user`);
  });
}

beforeAll(async () => {
  agent = await member(["support_agent"]);
  for (const [index, brand] of BRANDS.entries()) {
    const { row } = await filedCase({ product }, brand);
    await copy(row.id, 500_000 + index * 100_000);
  }
  await asSystem("test world", (db) => db.execute(sql`analyze threads`));
});

/** Numbers of the open cases in an order that is written without any index or keyset. */
async function inOrder(order: SQL): Promise<string[]> {
  const rows = await asSystem("test reads cases", (db) =>
    db.execute<{ number: string }>(
      sql`select number from threads where product = ${product} and status <> 'closed' order by ${order}`,
    ),
  );
  return [...rows].map(({ number }) => number);
}

describe("the queue of very many cases of two brands", () => {
  it.each([
    ["clock", sql`answer_due_at is null, coalesce(answer_due_at, active_at), id`],
    [
      "severity",
      sql`array_position(array['production_stopped', 'impaired', 'question'], severity), active_at desc, id desc`,
    ],
  ])("sorted by %s shows every case once and in order, also beyond those that it counts", async (sort, order) => {
    const brands = await loadBrands();
    const filters = parseStaffCaseFilters({ product, sort });
    const page = (cursor: StaffCaseFilters["cursor"]) =>
      read(agent, (context) => listStaffCases(context, { ...filters, cursor }, brands, { zone: "America/New_York" }));
    const numbersOf = ({ rows }: StaffCaseList) => rows.map(({ number }) => number);
    const pages: StaffCaseList[] = [];
    for (let cursor: StaffCaseFilters["cursor"] = null; ; ) {
      const shown: StaffCaseList = await page(cursor);
      pages.push(shown);
      if (!shown.next) break;
      cursor = shown.next;
    }
    const wanted = await inOrder(order);
    expect(wanted.length).toBeGreaterThan(QUEUE_COUNTED);
    expect(pages.flatMap(numbersOf)).toEqual(wanted);
    expect(pages.every(({ count, counted }) => count === QUEUE_COUNTED + 1 && counted === QUEUE_COUNTED)).toBe(true);
    const counted = pages.slice(0, QUEUE_COUNTED / PAGE_SIZE);
    expect(counted.map(({ from }) => from)).toEqual(counted.map((_, index) => index * PAGE_SIZE + 1));
    expect(pages.slice(counted.length).every(({ from }) => from > QUEUE_COUNTED)).toBe(true);

    const [second, third] = pages.slice(1);
    const [nextToLast, last] = pages.slice(-2);
    for (const [before, after] of [
      [second, third],
      [nextToLast, last],
    ]) {
      const back = await page(after?.previous ?? null);
      expect(numbersOf(back)).toEqual(before && numbersOf(before));
      expect(back.from > QUEUE_COUNTED).toBe((before?.from ?? 0) > QUEUE_COUNTED);
    }
  });

  it("is counted exactly where one brand alone is asked for", async () => {
    const brands = await loadBrands();
    const filters = parseStaffCaseFilters({ product, brand: "insource" });
    const shown = await read(agent, (context) =>
      listStaffCases(context, filters, brands, { zone: "America/New_York" }),
    );
    expect(shown).toMatchObject({ from: 1, to: PAGE_SIZE, count: OPEN + 1 });
  });

  it.each([
    ["open", {}, "threads_case_clock"],
    ["closed", { status: "closed" }, "threads_case_closed"],
  ])("finds the place of a page of %s cases by an index, and sorts nothing", async (_, raw, index) => {
    const { viewer } = agent;
    const one = { ...viewer, brands: ["cimsoft"] };
    const { rank, at } = THREAD_ORDERS.clock;
    const order: KeysetOrder<ThreadCursor> = {
      keys: { rank: [rank, "int"], at: [at, "timestamptz"], id: [threads.id, "uuid"] },
      descending: false,
    };
    const place = { side: "after", sort: "clock", rank: 1, at: new Date(0).toISOString(), id: agent.id } as const;
    await read(agent, async ({ db }) => {
      for (const cursor of [null, place]) {
        const { where, orderBy, limit } = sliceBeside<ThreadCursor>(order, cursor, PAGE_SIZE + 1);
        const query = db
          .select({ id: threads.id })
          .from(threads)
          .where(and(visibleThreads(one, "case"), queued(one, "case", parseStaffCaseFilters(raw)), where))
          .orderBy(...orderBy)
          .limit(limit);
        const plan = [...(await db.execute<{ "QUERY PLAN": string }>(sql`explain ${query}`))]
          .map((line) => line["QUERY PLAN"])
          .join("\n");
        expect(plan).toContain(index);
        expect(plan).not.toContain("Sort");
        if (cursor) expect(plan).toMatch(/Index Cond: .*ROW\(/);
      }
    });
  });
});
