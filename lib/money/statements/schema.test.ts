import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "@/lib/kit/time";
import { parseStatementRequest, statementHref, statementPresets } from "./schema";

const TODAY = "2026-11-21";

describe("parseStatementRequest", () => {
  it.each([
    [{}, "2026-09-01", TODAY],
    [{ from: "2026-01-05" }, "2026-01-05", TODAY],
    [{ to: "2026-03-31" }, "2026-01-01", "2026-03-31"],
    [{ to: "2026-01-15" }, "2025-11-01", "2026-01-15"],
    [{ from: "2026-03-01", to: "2026-03-31" }, "2026-03-01", "2026-03-31"],
    [{ from: "2026-03-31", to: "2026-03-01" }, "2026-03-01", "2026-03-31"],
    [{ from: TODAY, to: TODAY }, TODAY, TODAY],
    [{ from: "2026-03-01", to: "2031-01-01" }, "2026-03-01", TODAY],
    [{ from: "2030-03-01", to: "2031-01-01" }, TODAY, TODAY],
    [{ from: "2026-02-30", to: "yesterday" }, "2026-09-01", TODAY],
    [{ from: "0000-01-01" }, "2026-09-01", TODAY],
    [{ from: ["2026-05-01", "2026-06-01"] }, "2026-05-01", TODAY],
    [{ from: "", to: "" }, "2026-09-01", TODAY],
  ])("reads %o as a statement from %s to %s", (raw, from, to) => {
    expect(parseStatementRequest(raw, TODAY)).toEqual({ from, to, currency: null });
  });

  it.each([
    ["EUR", "EUR"],
    ["eur", null],
    ["US", null],
    ["USD'--", null],
  ])("reads %s as the currency %s", (currency, expected) => {
    expect(parseStatementRequest({ currency }, TODAY).currency).toBe(expected);
  });

  it("reads a statement's own address back, and never ends after today", () => {
    const days = fc.integer({ min: -4_000, max: 400 }).map((ahead) => addDays(TODAY, ahead));
    fc.assert(
      fc.property(days, days, fc.constantFrom(null, "EUR"), (from, to, currency) => {
        const request = parseStatementRequest({ from, to, ...(currency ? { currency } : {}) }, TODAY);
        expect(request.from <= request.to && request.to <= TODAY).toBe(true);
        const { searchParams } = new URL(statementHref(request), "http://portal.example");
        expect(parseStatementRequest(Object.fromEntries(searchParams), TODAY)).toEqual(request);
      }),
    );
  });

  it("statementHref gives addresses for the page, the PDF and the CSV", () => {
    const request = { from: "2026-01-01", to: "2026-01-31", currency: "EUR" };
    expect(statementHref(request, "statementPdf")).toBe(
      "/invoices/statement/pdf?from=2026-01-01&to=2026-01-31&currency=EUR",
    );
    expect(statementHref({ ...request, currency: null }, "statementCsv")).toBe(
      "/invoices/statement/csv?from=2026-01-01&to=2026-01-31",
    );
  });
});

describe("statementPresets", () => {
  const spans = (today: string) => statementPresets(today).map(({ from, to }) => `${from} ${to}`);

  it("are calendar periods that end by today", () => {
    expect(spans(TODAY)).toEqual([
      "2026-11-01 2026-11-21",
      "2026-10-01 2026-10-31",
      "2026-10-01 2026-11-21",
      "2026-01-01 2026-11-21",
      "2025-11-22 2026-11-21",
    ]);
  });

  it("are right at the turn of a year and on a leap day", () => {
    expect(spans("2026-01-01")[1]).toBe("2025-12-01 2025-12-31");
    expect(spans("2028-02-29")).toEqual([
      "2028-02-01 2028-02-29",
      "2028-01-01 2028-01-31",
      "2028-01-01 2028-02-29",
      "2028-01-01 2028-02-29",
      "2027-03-01 2028-02-29",
    ]);
  });
});
