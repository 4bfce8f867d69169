import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeCursor,
  defaultSort,
  ESTIMATE_FILTERS,
  ESTIMATE_SORTS,
  type EstimateCursor,
  type EstimateFilters,
  encodeCursor,
  estimatesHref,
  parseEstimateFilters,
} from "./schema";

const ID = "0199d9a0-0000-7000-8000-000000000001";
const parse = (href: string) => {
  const { searchParams } = new URL(href, "http://x");
  return parseEstimateFilters(Object.fromEntries(searchParams));
};

const filters: fc.Arbitrary<EstimateFilters> = fc
  .record({
    status: fc.constantFrom(null, ...ESTIMATE_FILTERS),
    q: fc.constantFrom("", "historian 12", "50% & more", "Ü+?#"),
    sort: fc.constantFrom(...ESTIMATE_SORTS),
    side: fc.constantFrom(null, "after" as const, "before" as const),
    minor: fc.nat(),
  })
  .map(({ side, minor, ...rest }) => ({
    ...rest,
    cursor: side && { side, sort: rest.sort, id: ID, value: rest.sort.endsWith("amount") ? minor : "2026-02-28" },
  }));

describe("the address of the list of estimates", () => {
  it("holds all filters and is read back to the same filters", () => {
    fc.assert(
      fc.property(filters, (given) => {
        expect(parse(estimatesHref(given, { cursor: given.cursor, sort: given.sort }))).toEqual(given);
      }),
    );
  });

  it("leaves out filters that have their defaults", () => {
    expect(estimatesHref(parseEstimateFilters({}))).toBe("/estimates");
  });

  it("begins at the first page after a change of any filter but the cursor, and takes the default order of a new status", () => {
    const cursor: EstimateCursor = { side: "after", sort: "-ends", value: "2026-01-01", id: ID };
    const all: EstimateFilters = { status: null, q: "", sort: "-ends", cursor };
    expect(parse(estimatesHref(all, { q: "x" })).cursor).toBeNull();
    expect(parse(estimatesHref(all, { status: "open" }))).toMatchObject({ sort: "ends", cursor: null });
    expect(parse(estimatesHref({ ...all, sort: "-amount" }, { status: "open" })).sort).toBe("-amount");
  });

  it("gives the defaults for filters that cannot be read", () => {
    const usual = { status: null, q: "", sort: "-ends", cursor: null };
    expect(parseEstimateFilters({ status: "overdue", sort: "due", after: "x", q: undefined })).toEqual(usual);
    expect(parseEstimateFilters({ status: ["open", "expired"] }).status).toBe("open");
    const elsewhere = encodeCursor({ side: "after", sort: "-amount", value: 12, id: ID });
    expect(parseEstimateFilters({ after: elsewhere }).cursor).toBeNull();
    expect(parseEstimateFilters({ q: ` a\u0000b ${"x".repeat(200)}` }).q).toHaveLength(100);
    for (const status of ESTIMATE_FILTERS) expect(ESTIMATE_SORTS).toContain(defaultSort(status));
  });
});

it.each([
  ["after", "ends", 12, ID],
  ["after", "amount", "2026-01-01", ID],
  ["after", "amount", -1, ID],
  ["after", "ends", "2026-13-01", ID],
  ["after", "ends", "0000-01-01", ID],
  ["after", "ends", "2026-01-01", "1 or 1=1"],
  ["after", "due", "2026-01-01", ID],
  ["after", "ends", "2026-01-01", ID, "more"],
  null,
])("the estimate list refuses a cursor with the values %j", (...parts) => {
  expect(decodeCursor(btoa(JSON.stringify(parts)).replaceAll("=", ""))).toBeNull();
});
