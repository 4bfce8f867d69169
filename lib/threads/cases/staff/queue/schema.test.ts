import { describe, expect, it } from "vitest";
import { parseStaffCaseFilters, staffCasesHref } from "./schema";

const ID = "0190a000-0000-7000-8000-000000000001";

describe("the address of the queue of cases", () => {
  it("holds the filters that it is made from, and is read back as the same filters", () => {
    const filters = parseStaffCaseFilters({
      q: " Historian ",
      status: "new",
      late: "yes",
      brand: "cimsoft",
      severity: "impaired",
      product: "AVEVA Edge",
      assignee: ID.toUpperCase(),
      company: ID,
      sort: "latest",
    });
    expect(filters).toMatchObject({ q: "Historian", status: "new", late: true, assignee: ID, sort: "latest" });
    const address = new URL(staffCasesHref(filters), "http://portal.example");
    expect(parseStaffCaseFilters(Object.fromEntries(address.searchParams))).toEqual(filters);
  });

  it("has no parameters without filters, and with unknown values is read as one without filters", () => {
    const nothing = parseStaffCaseFilters({});
    expect(staffCasesHref(nothing)).toBe("/staff/cases");
    const nonsense = { status: "?", late: "1", brand: "A b", severity: "x", assignee: "7", company: "'", sort: "up" };
    expect(parseStaffCaseFilters({ ...nonsense, after: "%%%" })).toEqual(nothing);
  });

  it("keeps a cursor only with the order that it was made for, and loses it when a filter changes", () => {
    const cursor = { side: "after" as const, sort: "clock", rank: 0, at: "2026-11-23T10:00:00.000Z", id: ID };
    const address = new URL(staffCasesHref({}, { cursor }), "http://portal.example");
    const raw = Object.fromEntries(address.searchParams);
    expect(parseStaffCaseFilters(raw).cursor).toEqual(cursor);
    expect(parseStaffCaseFilters({ ...raw, sort: "filed" }).cursor).toBeNull();
    expect(staffCasesHref(parseStaffCaseFilters(raw), { q: "x" })).toBe("/staff/cases?q=x");
  });
});
