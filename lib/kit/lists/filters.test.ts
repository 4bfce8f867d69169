import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { firstParameter } from "./address";
import { defineCursor } from "./cursor";
import { defineFilters } from "./filters";
import { choice, dayOrNull, flag, idOrNull, keyOrNull, nameOrNull, oneOf, oneOfOrId, search, when } from "./parameters";
import { amount } from "./values";

const ID = "0190b3f2-0000-7000-8000-000000000001";
const ROOMS = ["here", "there"] as const;
const STATES = ["open", "done"] as const;
const SORTS = ["oldest", "latest"] as const;
type State = (typeof STATES)[number];

const list = defineFilters({
  path: "/things",
  parameters: {
    room: choice(ROOMS, "here"),
    state: when(oneOf(STATES), ({ room }: { room: string }) => room === "here"),
    q: search(),
    from: dayOrNull(),
    owner: oneOfOrId(["me"]),
    company: idOrNull(),
    brand: keyOrNull(),
    product: nameOrNull(),
    mine: flag("yes"),
    sort: choice(SORTS, ({ state }: { state: State | null }) => (state === "open" ? "oldest" : "latest")),
  },
  cursor: defineCursor({ sort: z.enum(SORTS), amount }),
});
type Filters = ReturnType<typeof list.parse>;

const DEFAULTS: Filters = {
  room: "here",
  state: null,
  q: "",
  from: null,
  owner: null,
  company: null,
  brand: null,
  product: null,
  mine: false,
  sort: "latest",
  cursor: null,
};
const read = (href: string) => list.parse(Object.fromEntries(new URL(href, "http://portal.example").searchParams));

describe("firstParameter", () => {
  it("gives the first value of a parameter", () => {
    const raw = { q: "a", many: ["b", "c"], none: [], absent: undefined };
    expect(["q", "many", "none", "absent", "unheard"].map((name) => firstParameter(raw, name))).toEqual([
      "a",
      "b",
      null,
      null,
      null,
    ]);
  });
});

describe("the filters of a list", () => {
  it("have their defaults when the address has none, and defaults are left out of the address", () => {
    expect(list.parse({})).toEqual(DEFAULTS);
    expect(list.href(DEFAULTS)).toBe("/things");
    expect(list.href({})).toBe("/things");
  });

  it("are written in the order of the definition, also with another path", () => {
    const all = { mine: true, product: "Edge & more", company: ID, q: "a b", state: "open", sort: "latest" } as const;
    const query = `?state=open&q=a+b&company=${ID}&product=Edge+%26+more&mine=yes&sort=latest`;
    expect(list.href(all)).toBe(`/things${query}`);
    expect(list.href(all, {}, "/things.csv")).toBe(`/things.csv${query}`);
  });

  it("fall back to their default one by one when they cannot be read", () => {
    const wrong = {
      room: "nowhere",
      state: "OPEN",
      q: "\u0000",
      from: "2026-02-30",
      owner: "you",
      company: "1",
      brand: "A b",
      product: "a\u0000",
      mine: "true",
      sort: "id",
      after: "%%",
      unheard: "x",
    };
    expect(list.parse(wrong)).toEqual(DEFAULTS);
    expect(list.parse({ ...wrong, owner: ID.toUpperCase(), state: ["done", "open"] })).toEqual({
      ...DEFAULTS,
      owner: ID,
      state: "done",
    });
  });

  it("follow a default that another filter changes, unless they were chosen", () => {
    expect(read("/things?state=open").sort).toBe("oldest");
    expect(list.href(read("/things?state=open"), { state: "done" })).toBe("/things?state=done");
    expect(list.href(read("/things?state=open&sort=latest"), { state: "done" })).toBe("/things?state=done");
    expect(list.href(read("/things?sort=oldest"), { state: "done" })).toBe("/things?state=done&sort=oldest");
    expect(list.href(read("/things?state=open"), { sort: "latest" })).toBe("/things?state=open&sort=latest");
  });

  it("have no value where they do not apply, and are left out of the address", () => {
    expect(read("/things?room=there&state=open")).toMatchObject({ state: null, sort: "latest" });
    expect(list.href({ ...DEFAULTS, state: "open" }, { room: "there" })).toBe("/things?room=there");
    expect(list.href({ room: "there" }, { state: "open" })).toBe("/things?room=there");
  });

  it("return to the first page when anything but the cursor changes", () => {
    const cursor = { side: "after", sort: "latest", amount: 5, id: ID } as const;
    const there = list.href(DEFAULTS, { cursor });
    expect(read(there)).toEqual({ ...DEFAULTS, cursor });
    expect(list.href(read(there))).toBe("/things");
    expect(list.href(read(there), { q: "x" })).toBe("/things?q=x");
    expect(read(`${there}&sort=oldest`).cursor).toBeNull();
  });

  it("are read back from the address that they make, whatever they were read from", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 130 }),
      fc.constantFrom(...ROOMS, ...STATES, ...SORTS, "yes", "me", ID, "2026-01-31", "cimsoft", "a  b", "%", "&x=y#"),
    );
    const names = fc.constantFrom(...Object.keys(DEFAULTS), "after");
    const cursors = fc.option(
      fc.record({ side: fc.constantFrom("after" as const, "before" as const), amount: fc.nat(), id: fc.uuid() }),
      { nil: null },
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(texts, fc.array(texts))), cursors, (raw, place) => {
        const filters = list.parse(raw);
        const cursor = place && { ...place, sort: filters.sort };
        expect(read(list.href(filters, { cursor }))).toEqual({ ...filters, cursor });
      }),
      { numRuns: 500 },
    );
  });

  it("cannot depend on a parameter that the list does not have: a type error", () => {
    const room = when(oneOf(STATES), ({ room }: { room: string }) => room === "here");
    // @ts-expect-error there is no parameter `room`
    defineFilters({ path: "/things", parameters: { state: room }, cursor: defineCursor({}) });
  });
});
