import { describe, expect, it } from "vitest";
import { changesSince, fairShare, type WaitingKind, type WaitingRow } from "./rules";

const rows = (kinds: Partial<Record<WaitingKind, number>>) =>
  Object.entries(kinds).flatMap(([kind, count]) =>
    Array.from(
      { length: count },
      (_, place) => ({ kind, row: { number: `${kind} ${place}` } }) as unknown as WaitingRow,
    ),
  );
const kindsOf = (shown: readonly WaitingRow[]) => shown.map(({ kind }) => kind);

describe("the rows that are shown of what waits", () => {
  it("are all where there is room", () => {
    expect(fairShare(rows({ case: 2, invoice: 3 }), 6)).toHaveLength(5);
    expect(fairShare([], 6)).toEqual([]);
  });

  it("are of every kind before a second of any", () => {
    const shown = fairShare(rows({ case: 1, estimate: 1, invoice: 10 }), 4);
    expect(kindsOf(shown)).toEqual(["case", "estimate", "invoice", "invoice"]);
  });

  it("keep the order of the list, and the first of each kind", () => {
    const shown = fairShare(rows({ case: 9, request: 9, payment: 1, estimate: 9, agreement: 9, invoice: 9 }), 7);
    expect(kindsOf(shown)).toEqual(["case", "case", "request", "payment", "estimate", "agreement", "invoice"]);
    expect(shown[1]?.row).toMatchObject({ number: "case 1" });
  });
});

describe("since when changes are new", () => {
  const daysAgo = (days: number) => `2026-11-${String(28 - days).padStart(2, "0")}`;

  it("is the day of the last visit, two weeks ago at the earliest", () => {
    expect(changesSince("2026-11-20", daysAgo)).toBe("2026-11-20");
    expect(changesSince("2026-10-01", daysAgo)).toBe("2026-11-14");
    expect(changesSince(null, daysAgo)).toBe("2026-11-14");
  });
});
