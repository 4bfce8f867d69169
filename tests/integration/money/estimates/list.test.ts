import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { companies, estimates } from "@/db/schema";
import { ESTIMATE_STATES } from "@/db/schema/constants";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { addDays } from "@/lib/kit/time";
import {
  countAcceptable,
  type EstimateList,
  findEstimate,
  listEndingEstimates,
  listEstimates,
} from "@/lib/money/estimates/queries";
import { endsSoon, estimateStatus } from "@/lib/money/estimates/rules";
import {
  ESTIMATE_FILTERS,
  ESTIMATE_SORTS,
  type EstimateCursor,
  type EstimateFilter,
  parseEstimateFilters,
} from "@/lib/money/estimates/schema";
import { clientViewer, createCompany, createContact, createEstimate, unique } from "@/tests/support/world";

const TODAY = "2026-11-21";
type Company = typeof companies.$inferSelect;
type Estimate = typeof estimates.$inferSelect;

async function house(): Promise<{ company: Company; viewer: ClientViewer }> {
  const company = await createCompany();
  return { company, viewer: clientViewer(await createContact(company)) };
}

const list = (viewer: ClientViewer, raw: Record<string, string> = {}, cursor: EstimateCursor | null = null) =>
  runAsViewer(viewer, "read", (context) => listEstimates(context, { ...parseEstimateFilters(raw), cursor }, TODAY));
const numbers = (page: EstimateList) => page.rows.map((row) => row.number);

/** The meaning of a filter, written without SQL. */
function shows(filter: EstimateFilter, estimate: Pick<Estimate, "state" | "expiresOn">): boolean {
  if (filter === "ending") return endsSoon(estimate, TODAY);
  return estimateStatus(estimate, TODAY).toLowerCase() === filter;
}

describe("paging through estimates", () => {
  it.each(ESTIMATE_SORTS)("sorted by %s visits each row once, in order, there and back", async (sort) => {
    const { company, viewer } = await house();
    const prefix = unique("Q");
    // With equal values in every sort column.
    await asSystem("test world", (db) =>
      db.execute(sql`insert into estimates
        (id, brand, company_id, external_id, number, title, currency, total_minor, issued_on, expires_on)
        select gen_random_uuid(), ${company.brand}, ${company.id}, ${prefix} || '-' || i, ${prefix} || '-' || i, 'Line ' || i,
          'USD', i * 31 % 40, date '2026-01-01' + (i * 7919 % 30), date '2026-12-01' + (i * 104729 % 30)
        from generate_series(1, 111) i`),
    );
    const pages: EstimateList[] = [];
    for (let cursor: EstimateCursor | null = null, page = 0; page < 10; page++) {
      const next: EstimateList = await list(viewer, { sort }, cursor);
      pages.push(next);
      cursor = next.next;
      if (!cursor) break;
    }
    expect(pages.map((page) => [page.from, page.to, page.count])).toEqual([
      [1, 25, 111],
      [26, 50, 111],
      [51, 75, 111],
      [76, 100, 111],
      [101, 111, 111],
    ]);
    const rows = pages.flatMap((page) => page.rows);
    expect(new Set(rows.map((row) => row.number)).size).toBe(111);
    const keys = rows.map((row) => {
      if (sort.endsWith("ends")) return Date.parse(row.expiresOn);
      return sort.endsWith("issued") ? Date.parse(row.issuedOn) : row.total.minor;
    });
    expect(keys).toEqual([...keys].sort((a, b) => (sort.startsWith("-") ? b - a : a - b)));

    const back: EstimateList[] = [];
    for (let cursor = pages.at(-1)?.previous ?? null; cursor; ) {
      const previous: EstimateList = await list(viewer, { sort }, cursor);
      back.unshift(previous);
      cursor = previous.previous;
    }
    expect(back.map((page) => [page.from, page.to])).toEqual(pages.slice(0, -1).map((page) => [page.from, page.to]));
    expect(back.flatMap(numbers)).toEqual(pages.slice(0, -1).flatMap(numbers));
  });

  it("shows the first page where a cursor is beyond the list or its row is gone", async () => {
    const { company, viewer } = await house();
    const one = await createEstimate(company);
    for (const side of ["after", "before"] as const) {
      for (const value of ["1999-01-01", "2999-01-01"]) {
        const page = await list(viewer, {}, { side, sort: "-ends", value, id: one.id });
        expect([numbers(page), page.from, page.to, page.previous, page.next]).toEqual([[one.number], 1, 1, null, null]);
      }
    }
  });
});

describe("filters of estimates", () => {
  it("show random estimates as the rules say, with counts and sums of the rows shown", async () => {
    const made = fc.array(
      fc.record({
        state: fc.constantFrom(...ESTIMATE_STATES),
        days: fc.oneof(fc.integer({ min: -3, max: 16 }), fc.integer({ min: -400, max: 400 })),
        totalMinor: fc.integer({ min: 0, max: 9_999_999 }),
        currency: fc.constantFrom("USD", "CAD"),
        title: fc.constantFrom("Historian", "Pump station 50%", "Pump_house", "Überwachung"),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(made, fc.constantFrom("", "pump", "50%", "p_mp", "ÜBER"), async (plans, q) => {
        const { company, viewer } = await house();
        const all: Estimate[] = [];
        for (const { days, ...plan } of plans) {
          all.push(await createEstimate(company, { ...plan, issuedOn: "2025-01-01", expiresOn: addDays(TODAY, days) }));
        }
        const matching = all.filter((estimate) => estimate.title.toLowerCase().includes(q.toLowerCase()));
        for (const status of [null, ...ESTIMATE_FILTERS]) {
          const expected = matching.filter((estimate) => status === null || shows(status, estimate));
          const page = await list(viewer, { q, ...(status ? { status } : {}) });
          expect(numbers(page).sort()).toEqual(expected.map((estimate) => estimate.number).sort());
          expect(page.count).toBe(expected.length);
          const sums = new Map<string, number>();
          for (const { currency, totalMinor } of expected) sums.set(currency, (sums.get(currency) ?? 0) + totalMinor);
          expect(page.totals).toEqual(
            [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ minor, currency })),
          );
        }
        const [counts, ending] = await runAsViewer(viewer, "read", async (context) => [
          await countAcceptable(context, parseEstimateFilters({ q, status: "declined" }), TODAY),
          await listEndingEstimates(context, TODAY),
        ]);
        const count = (status: EstimateFilter) => matching.filter((estimate) => shows(status, estimate)).length;
        expect(counts).toEqual({ open: count("open"), ending: count("ending") });
        expect(ending.map((estimate) => estimate.number).sort()).toEqual(
          all
            .filter((estimate) => shows("ending", estimate))
            .map((estimate) => estimate.number)
            .sort(),
        );
      }),
      { numRuns: process.env.PORTAL_TEST_LONG ? 200 : 15 },
    );
  });

  it("search number and title for every word, with LIKE's signs taken literally", async () => {
    const { company, viewer } = await house();
    const a = await createEstimate(company, { title: "Pump 50% share" });
    const b = await createEstimate(company, { title: "Pump 500 share" });
    const find = async (q: string) => numbers(await list(viewer, { q })).sort();
    expect(await find("share PUMP")).toEqual([a.number, b.number].sort());
    expect(await find("50%")).toEqual([a.number]);
    expect(await find(`${b.number.toLowerCase()} share`)).toEqual([b.number]);
    expect(await find("p_mp")).toEqual([]);
    expect(await find("\\")).toEqual([]);
    expect(await find("share nothing")).toEqual([]);
  });

  it("search finds a number however it is written", async () => {
    const { company, viewer } = await house();
    const a = await createEstimate(company, { number: `CS-Q1042-${company.id}`, title: "Pump" });
    await createEstimate(company, { number: `CS-Q2-${company.id}`, title: "CSQ and 1042 seats" });
    const find = async (q: string) => numbers(await list(viewer, { q }));
    for (const q of [
      "CS-Q1042",
      "csq1042",
      "cs q1042",
      "CS \u2013 Q1042",
      "#CS.Q1042",
      "no. q-1042",
      "csq/1042 pump",
    ]) {
      expect(await find(q), q).toEqual([a.number]);
    }
    expect(await find("csq1042 seats")).toEqual([]);
  });

  it("sort estimates that can be accepted by the earliest end, and all estimates by the latest", async () => {
    const { company, viewer } = await house();
    const [soon, late, gone] = [
      await createEstimate(company, { expiresOn: "2026-11-22" }),
      await createEstimate(company, { expiresOn: "2026-12-30" }),
      await createEstimate(company, { expiresOn: "2026-11-20" }),
    ];
    expect(numbers(await list(viewer, { status: "open" }))).toEqual([soon.number, late.number]);
    expect(numbers(await list(viewer))).toEqual([late.number, soon.number, gone.number]);
  });
});

it("the page of an estimate says how it stands and how long it is valid", async () => {
  const { company, viewer } = await house();
  const find = async (over: Parameters<typeof createEstimate>[1]) => {
    const { number } = await createEstimate(company, over);
    return runAsViewer(viewer, "read", (context) => findEstimate(context, { brand: company.brand, number }, TODAY));
  };
  expect(await find({ expiresOn: "2026-11-26", quoteUrl: "https://quotes.example/1" })).toMatchObject({
    status: "Open",
    timeLeft: "Ends in 5 days",
    endsSoon: true,
    title: "Historian expansion",
    total: { minor: 250_000, currency: "USD" },
    companyName: company.name,
    quoteUrl: "https://quotes.example/1",
  });
  expect(await find({ expiresOn: "2026-11-18" })).toMatchObject({
    status: "Expired",
    timeLeft: "Ended 3 days ago",
    endsSoon: false,
    quoteUrl: null,
  });
  expect(await find({ expiresOn: "2026-11-26", state: "accepted" })).toMatchObject({
    status: "Accepted",
    timeLeft: null,
    endsSoon: false,
  });
});
