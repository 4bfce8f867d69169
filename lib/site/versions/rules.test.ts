import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { localValue, scheduledInstant, versionOut, versionsAhead, versionToEdit } from "./rules";
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

const ZONE = "America/New_York";
const ASKED_AT = Temporal.Instant.from("2026-02-01T12:00:00Z");

describe("a scheduled time", () => {
  it.each([
    ["2026-03-07T02:30", "2026-03-07T07:30:00Z"],
    ["2026-03-08T01:59", "2026-03-08T06:59:00Z"],
    ["2026-03-08T03:00", "2026-03-08T07:00:00Z"],
    // It comes twice: the first is meant.
    ["2026-11-01T01:30", "2026-11-01T05:30:00Z"],
    ["2026-11-01T02:00", "2026-11-01T07:00:00Z"],
  ])("%s on the clocks of New York is %s", (local, instant) => {
    const found = scheduledInstant(local, ZONE, ASKED_AT);
    expect("at" in found && found.at.toString()).toBe(instant);
    if ("at" in found) expect(localValue(found.at, ZONE)).toBe(local);
  });

  it.each([
    ["2026-03-08T02:30", /clocks go forward/],
    ["2026-01-31T12:00", /^This time is over: it is Feb 1, 2026, 7:00 a\.m\. Eastern now/],
    ["2030-01-01T00:00", /within the next two years/],
    ["soon", /^Enter a day and a time/],
    ["", /^Enter a day and a time/],
    ["+275760-09-13T00:00", /within the next two years|^Enter/],
  ])("%s is refused with a sentence", (local, sentence) => {
    const found = scheduledInstant(local, ZONE, ASKED_AT);
    expect("refused" in found && found.refused).toMatch(sentence);
  });
});
