import { describe, expect, it } from "vitest";
import { inBothZones } from "@/components/threads/two-zones";
import { askOf } from "./ask";
import { replyWords } from "./case-callouts";
import { isNarrowed, WIDE } from "./narrowed";
import { listed } from "./words";

it.each([
  [[], ""],
  [["A"], "A"],
  [["A", "B"], "A and B"],
  [["A", "B", "C"], "A, B and C"],
])("the list %j is written as %j", (words, expected) => {
  expect(listed(words)).toBe(expected);
});

describe("a moment in two zones", () => {
  const when = "Nov 21, 2026, 4:05 p.m. Eastern";

  it("is written once where the viewer's zone is the brand's", () => {
    expect(inBothZones({ when, localBeside: null })).toBe(when);
  });
  it("leaves out the day that both share", () => {
    expect(inBothZones({ when, localBeside: "1:05 p.m. Pacific" })).toBe(`${when} (1:05 p.m. Pacific)`);
  });
  it("names the viewer's day where it differs from the brand's", () => {
    const localBeside = "Nov 22, 2026, 6:05 a.m. Japan Time";
    expect(inBothZones({ when, localBeside })).toBe(`${when} (${localBeside})`);
  });
});

describe("whom a client without support is told to ask", () => {
  const dana = { role: "account_manager", name: "Dana Whitfield", email: "dana@firm.example" };
  const lee = { role: "support", name: "Lee Park", email: "lee@firm.example" };

  it("is the account manager where one is named, else portal support", () => {
    expect(askOf([lee, dana], "help@firm.example")).toEqual({
      name: "Dana Whitfield",
      email: "dana@firm.example",
      isManager: true,
    });
    expect(askOf([lee], "help@firm.example")).toMatchObject({ email: "help@firm.example", isManager: false });
  });
});

it("the words at the composer say what a reply to a closed case does, and nothing of an open one", () => {
  expect(replyWords({ replyLeadsTo: "reopen" })).toContain("opens it again");
  expect(replyWords({ replyLeadsTo: "new-case" })).toContain("new case");
  expect(replyWords({ replyLeadsTo: null })).toBeNull();
  expect(replyWords({ replyLeadsTo: "reopen", goesOnIn: "C-100002" })).toContain("lands in C-100002");
});

it("a list of cases counts as narrowed by its filters, not by tab, sort and place", () => {
  const filters = { ...WIDE, tab: "historical" as const, sort: "filed" as const, cursor: null };
  expect(isNarrowed(filters)).toBe(false);
  for (const part of [{ status: "new" as const }, { company: "x" }, { product: "x" }, { mine: true }, { q: "x" }]) {
    expect(isNarrowed({ ...filters, ...part })).toBe(true);
  }
});
