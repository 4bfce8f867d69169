import { expect, it } from "vitest";
import { parseStaffRequestFilters, staffRequestsHref } from "./schema";

it("the address of the request queue is read back as it was written, cursor included", () => {
  const filters = {
    q: "renewal 100",
    status: "answered",
    kind: "renewal",
    late: true,
    snoozed: true,
    brand: "cimsoft",
    owner: "away",
    company: "0199a1b2-0000-7000-8000-000000000001",
    sort: "latest",
    cursor: {
      side: "after",
      sort: "latest",
      rank: 0,
      at: "2026-11-21T10:00:00.000Z",
      id: "0199a1b2-0000-7000-8000-000000000002",
    },
  } as const;
  const { searchParams } = new URL(staffRequestsHref(filters, { cursor: filters.cursor }), "http://portal.example");
  expect(parseStaffRequestFilters(Object.fromEntries(searchParams))).toEqual(filters);
});

it("an address of the request queue with unknown values is read as one without filters", () => {
  const plain = parseStaffRequestFilters({});
  expect(staffRequestsHref(plain)).toBe("/staff/requests");
  expect(
    parseStaffRequestFilters({
      status: "lost",
      kind: ["chat", "renewal"],
      owner: "everyone",
      brand: "A B",
      company: "1",
      sort: "id",
      late: "true",
      after: "W10",
    }),
  ).toEqual(plain);
});

it("the request queue begins at the first page when anything but the cursor changes, and takes no cursor of another order", () => {
  const cursor = { side: "after", sort: "queue", rank: 1, at: "2026-11-21T10:00:00.000Z", id: "a" } as const;
  expect(staffRequestsHref({ cursor, late: true }, { kind: "change" })).toBe("/staff/requests?kind=change&late=yes");
  const placed = staffRequestsHref({}, { cursor: { ...cursor, id: "0199a1b2-0000-7000-8000-000000000002" } });
  const after = new URL(placed, "http://portal.example").searchParams.get("after") ?? "";
  expect(parseStaffRequestFilters({ after }).cursor).not.toBeNull();
  expect(parseStaffRequestFilters({ after, sort: "latest" }).cursor).toBeNull();
});
