import { expect, it } from "vitest";
import { significantWords } from "./words";

it("leaves out common, short and repeated words", () => {
  expect(significantWords("The Historian stops, and why? HISTORIAN 2023 R2 won't do it")).toEqual([
    "historian",
    "stops",
    "2023",
    "won",
  ]);
});

it("takes the first so many", () => {
  expect(significantWords("alpha beta gamma delta", 2)).toEqual(["alpha", "beta"]);
});

it("finds nothing in signs", () => {
  expect(significantWords("\"' | & ! :* --")).toEqual([]);
});
