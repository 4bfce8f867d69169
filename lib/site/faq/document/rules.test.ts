import { expect, it } from "vitest";
import {
  anchorFor,
  findEntry,
  partsOf,
  withEntry,
  withEntryMoved,
  withGroup,
  withGroupMoved,
  withoutEntry,
  withoutGroup,
} from "./rules";
import type { FaqDocument } from "./schema";

const entry = (id: string) => ({
  id,
  question: `${id}?`,
  answer: `${id}.`,
  audience: "public" as const,
  onHomePage: false,
});
const document: FaqDocument = {
  groups: [
    { id: "one", title: "One", entries: [entry("a"), entry("b")] },
    { id: "two", title: "Two", entries: [entry("c")] },
    { id: "three", title: "Three", entries: [] },
  ],
};
const order = (of: FaqDocument | null) =>
  of?.groups.map(({ id, entries }) => [id, ...entries.map((one) => one.id)].join(" "));

it("an entry keeps its place when it is edited, and stands last in another group", () => {
  expect(order(withEntry(document, "one", { ...entry("a"), answer: "New." }))).toEqual(["one a b", "two c", "three"]);
  expect(order(withEntry(document, "two", entry("a")))).toEqual(["one b", "two c a", "three"]);
  expect(order(withEntry(document, "two", entry("d")))).toEqual(["one a b", "two c d", "three"]);
  expect(withEntry(document, "none", entry("d"))).toBeNull();
});

it("an entry moves within its group, and beyond its end into the next", () => {
  expect(order(withEntryMoved(document, "b", "up"))).toEqual(["one b a", "two c", "three"]);
  expect(order(withEntryMoved(document, "b", "down"))).toEqual(["one a", "two b c", "three"]);
  expect(order(withEntryMoved(document, "c", "up"))).toEqual(["one a b c", "two", "three"]);
  expect(order(withEntryMoved(document, "a", "up"))).toEqual(order(document));
  expect(withEntryMoved(document, "none", "up")).toBeNull();
});

it("groups are added, named, moved, and removed once they are empty", () => {
  expect(order(withGroup(document, "four", "Four"))).toEqual([...(order(document) ?? []), "four"]);
  expect(withGroup(document, "two", "Second").groups[1]?.title).toBe("Second");
  expect(order(withGroupMoved(document, "two", "up"))).toEqual(["two c", "one a b", "three"]);
  expect(order(withGroupMoved(document, "one", "up"))).toEqual(order(document));
  expect(withoutGroup(document, "two")).toBeNull();
  expect(order(withoutGroup(document, "three"))).toEqual(["one a b", "two c"]);
});

it("an entry is found and removed by its anchor, and a new one gets an anchor that no other has", () => {
  expect(findEntry(document, "c")?.group).toBe("two");
  expect(order(withoutEntry(document, "c"))).toEqual(["one a b", "two", "three"]);
  expect([withoutEntry(document, "none"), findEntry(document, "none")]).toEqual([null, null]);
  expect(anchorFor(document, "How do I sign in?")).toBe("how-do-i-sign-in");
  expect(anchorFor(document, "A")).toBe("a-2");
  expect(anchorFor(document, "Two")).toBe("two-2");
  expect(anchorFor(document, "日本")).toBe("entry");
  expect(anchorFor(document, `${"x".repeat(59)} y`)).toBe("x".repeat(59));
});

it("what differs is told by entry, and so is another order", () => {
  const labels = partsOf(document).map(({ label }) => label);
  expect(labels).toEqual(["Order", "a", "b", "c"]);
  expect(partsOf(withEntryMoved(document, "a", "down") ?? document)[0]?.text).not.toBe(partsOf(document)[0]?.text);
});
