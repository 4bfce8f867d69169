import { describe, expect, it } from "vitest";
import { namedPeople, unseeingSentence } from "./rules";

describe("who could see a thread", () => {
  it("is named, at most five of them", () => {
    expect(namedPeople([])).toBeNull();
    expect(namedPeople(["Ann"])).toBe("Ann");
    expect(namedPeople(["Ann", "Bob", "Cy"])).toBe("Ann, Bob and Cy");
    expect(namedPeople(["A", "B", "C", "D", "E", "F", "G"])).toBe("A, B, C, D and 3 others");
    expect(unseeingSentence("Bob", "no-cases", [])).toBe(
      "Bob has no right to cases, so they would not see this. Nobody of this company can see it today.",
    );
  });
});
