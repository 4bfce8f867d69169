import { expect, it } from "vitest";
import { versionOut, versionsAhead, versionToEdit } from "./rules";
import type { Version } from "./types";

const NOW = new Date("2026-11-30T12:00:00Z");
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);

/** A version that was written so many hours ago. */
const version = (id: string, state: Version["state"], ago: number, publishAt: Date | null = null): Version => ({
  ...{ id, state, publishAt, content: {}, staffId: null, staffName: null, restoresId: null },
  createdAt: hours(-ago),
});

it("the version out is the one whose time came last, of what is published or due", () => {
  const old = version("old", "published", 9, hours(-9));
  const due = version("due", "scheduled", 8, hours(-1));
  const newer = version("newer", "published", 5, hours(-5));
  const later = version("later", "scheduled", 4, hours(2));
  const draft = version("draft", "draft", 1);
  const gone = version("gone", "withdrawn", 2, hours(-0.5));
  const all = [draft, gone, later, newer, due, old];
  expect(versionOut(all, NOW)?.id).toBe("due");
  expect(versionOut([draft, gone, later], NOW)).toBeNull();
  expect(versionsAhead([...all, version("soon", "scheduled", 3, hours(1))], NOW).map(({ id }) => id)).toEqual([
    "soon",
    "later",
  ]);
});

it("an editor goes on with the draft, unless something was written after it", () => {
  const published = version("published", "published", 3, hours(-3));
  const scheduled = version("scheduled", "scheduled", 4, hours(4));
  const draft = version("draft", "draft", 1);
  expect(versionToEdit([draft, published, scheduled])?.id).toBe("draft");
  expect(versionToEdit([{ ...draft, state: "withdrawn" }, published])?.id).toBe("published");
  expect(versionToEdit([published, { ...draft, createdAt: hours(-5) }, scheduled])?.id).toBe("scheduled");
  expect(versionToEdit([])).toBeNull();
});
