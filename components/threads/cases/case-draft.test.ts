import { describe, expect, it } from "vitest";
import { isWorthKeeping, parseCaseDraft } from "./case-draft";

describe("a kept draft of a case", () => {
  it("comes back with the fields that the form has, and no others", () => {
    const text = JSON.stringify({ subject: "Stops", severity: "impaired", id: "x", files: ["y"] });
    expect(parseCaseDraft(text)).toEqual({ subject: "Stops", severity: "impaired" });
  });

  it.each(["", "null", "[1", '"text"', "7"])("is null for the stored text %j", (text) => {
    expect(parseCaseDraft(text)).toBeNull();
  });

  it("leaves out values that are not strings", () => {
    expect(parseCaseDraft(JSON.stringify({ subject: 7, description: null, product: "Historian" }))).toEqual({
      product: "Historian",
    });
  });

  it.each([
    [{}, false],
    [{ company: "one" }, false],
    [{ subject: "  " }, false],
    [{ company: "one", severity: "question" }, true],
    [{ description: "It stops" }, true],
  ])("%j is worth keeping: %s", (draft, expected) => {
    expect(isWorthKeeping(draft)).toBe(expected);
  });
});
