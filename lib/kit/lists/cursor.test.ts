import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodePlace, defineCursor, encodePlace } from "./cursor";
import { amount, day, instant, placeInstant, rank } from "./values";

const ID = "0190b3f2-0000-7000-8000-000000000001";

describe("encodePlace and decodePlace", () => {
  it("return the values that were given, through text that needs no escaping in an address", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: "grapheme-ascii" }), fc.integer())), (parts) => {
        const text = encodePlace(parts);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodePlace(text)).toEqual(parts);
      }),
    );
  });

  it("never throw, whatever text is read", () => {
    expect(decodePlace("%%%")).toBeNull();
    expect(decodePlace("bm90IGpzb24")).toBeNull();
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => decodePlace(text) !== undefined));
  });
});

describe("a list's cursor", () => {
  const ordered = defineCursor({ sort: z.enum(["latest", "oldest"]), rank, at: instant });
  const dated = defineCursor({ on: day });
  const latest = { side: "before", sort: "latest", rank: 3, at: "2026-11-21T10:00:00.000Z", id: ID } as const;

  it("is written as its side, the values of its order and the id, in this order", () => {
    expect(decodePlace(ordered.encode(latest))).toEqual(["before", "latest", 3, "2026-11-21T10:00:00.000Z", ID]);
    expect(decodePlace(dated.encode({ id: ID, on: "2026-01-15", side: "after" }))).toEqual(["after", "2026-01-15", ID]);
  });

  it("is read back as it was written", () => {
    const at = fc
      .date({ noInvalidDate: true, min: new Date("2000-01-01"), max: new Date("2099-12-31") })
      .map((date) => date.toISOString());
    const made = fc.record({
      side: fc.constantFrom("after" as const, "before" as const),
      sort: fc.constantFrom("latest" as const, "oldest" as const),
      rank: fc.nat(9),
      at,
      id: fc.uuid(),
    });
    fc.assert(
      fc.property(made, (cursor) => {
        expect(ordered.decode(ordered.encode(cursor))).toEqual(cursor);
      }),
    );
  });

  it("is refused in an order other than its own", () => {
    expect(ordered.decode(ordered.encode(latest), "latest")).toEqual(latest);
    expect(ordered.decode(ordered.encode(latest), "oldest")).toBeNull();
    const place = { side: "after", on: "2026-01-15", id: ID } as const;
    expect(dated.decode(dated.encode(place), "any order")).toEqual(place);
  });

  it("is refused if its values do not belong together", () => {
    const even = defineCursor({ amount }, ({ amount }) => amount % 2 === 0);
    const text = (value: number) => even.encode({ side: "after", amount: value, id: ID });
    expect(even.decode(text(2))?.amount).toBe(2);
    expect(even.decode(text(3))).toBeNull();
  });

  it.each([
    [["after", "2026-01-15"]],
    [["after", "2026-01-15", ID, 1]],
    [["beside", "2026-01-15", ID]],
    [["after", "2026-02-30", ID]],
    [["after", "0000-01-01", ID]],
    [["after", 20260115, ID]],
    [["after", "2026-01-15", "1 or 1=1"]],
    [{ side: "after", on: "2026-01-15", id: ID }],
    [null],
  ])("is refused when it decodes to %j", (said) => {
    expect(dated.decode(btoa(JSON.stringify(said)).replaceAll("=", ""))).toBeNull();
  });

  it("is refused without an error, whatever text is read", () => {
    expect(dated.decode("x".repeat(5_000))).toBeNull();
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => dated.decode(text) === null));
    fc.assert(
      fc.property(fc.json(), (json) => ordered.decode(btoa(encodeURIComponent(json)).replaceAll("=", "")) === null),
    );
  });
});

it("a cursor is refused if its instant is outside this century", () => {
  expect(placeInstant("2026-11-21T10:00:00Z")?.toISOString()).toBe("2026-11-21T10:00:00.000Z");
  for (const text of ["0000-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "yesterday", 5, null]) {
    expect(placeInstant(text)).toBeNull();
  }
});
