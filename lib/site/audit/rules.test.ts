import { describe, expect, it } from "vitest";
import { actLabel, factsOf, idsIn, recordKindLabel } from "./rules";

const DANA = "0190a5b0-0000-7000-8000-000000000001";
const names = new Map([[DANA, "Dana Whitfield"]]);

describe("words of the audit log", () => {
  it.each([
    ["case.participant-added", "Case: participant added"],
    ["sign-in.failed", "Sign in: failed"],
    ["hours.saved", "Hours: saved"],
    ["odd", "Odd"],
  ])("say %s as %s", (action, label) => expect(actLabel(action)).toBe(label));

  it("name kinds of records", () => {
    expect([recordKindLabel("team_photo"), recordKindLabel("case"), recordKindLabel("connect_request")]).toEqual([
      ...["Picture", "Case", "Connect request"],
    ]);
  });
});

describe("facts of a line", () => {
  it("tell both sides of a change under the field that it changed", () => {
    expect(factsOf({ field: "jobTitle", before: null, after: "Engineer" }, names)).toEqual([
      { label: "Job title", before: "nothing", after: "Engineer" },
    ]);
  });

  it("tell only what differs between two sides of several fields", () => {
    const details = {
      before: { roles: ["marketing"], brands: ["cimsoft"] },
      after: { roles: [], brands: ["cimsoft"] },
    };
    expect(factsOf(details, names)).toEqual([{ label: "Roles", before: "marketing", after: "nothing" }]);
  });

  it("name people instead of their ids", () => {
    expect(factsOf({ number: "C-1", from: null, to: DANA }, names)).toEqual([
      { label: "Change", before: "nothing", after: "Dana Whitfield" },
      { label: "Number", before: null, after: "C-1" },
    ]);
  });

  it("leave long values out beyond a few lines", () => {
    expect(factsOf({ note: "x".repeat(1000) }, names)[0]?.after).toHaveLength(301);
  });

  it("have their ids found at any depth", () => {
    expect(idsIn({ a: [{ b: DANA }], c: "no id", d: 5, e: null })).toEqual([DANA]);
  });
});
