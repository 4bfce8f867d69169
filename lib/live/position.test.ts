import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LivePosition } from "./position";

describe("a position in the live events", () => {
  it("takes each id as new once, in whatever order ids come", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 150 })),
        fc.array(fc.nat({ max: 150 })),
        (order, repeats) => {
          const position = new LivePosition(0);
          const first = order.filter((id) => position.note(id));
          expect(first).toEqual(order);
          for (const id of [...order, ...repeats.filter((repeat) => order.includes(repeat))])
            expect(position.note(id)).toBe(false);
          for (let id = 1; id <= position.high; id++) expect(position.has(id)).toBe(order.includes(id));
        },
      ),
    );
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { minLength: 1 }), (order) => {
        const position = new LivePosition(0);
        for (const id of order) position.note(id);
        const again = LivePosition.parse(position.toString());
        expect(again?.high).toBe(position.high);
        expect(again?.missing.sort()).toEqual(position.missing.sort());
      }),
    );
  });

  it("waits two minutes for an id that is missing", () => {
    const position = new LivePosition(10, [], 0);
    position.note(12, 1_000);
    position.forget(121_000);
    expect(position.has(11)).toBe(false);
    position.forget(121_001);
    expect(position.has(11)).toBe(true);
  });

  it("is not read back if too many ids are missing, and not read from an invalid text", () => {
    const position = new LivePosition(0);
    position.note(5_000);
    expect(position.missing.length).toBe(2_000);
    expect(LivePosition.parse(position.toString())).toBeNull();
    for (const text of ["", "x", "-1", "5-", "5-6", "5-0", "1".repeat(20), `9-${"1.".repeat(300)}1`]) {
      expect(LivePosition.parse(text)).toBeNull();
    }
  });
});
