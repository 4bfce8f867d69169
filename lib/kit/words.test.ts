import { expect, it } from "vitest";
import { significantWords } from "./words";

it("significantWords leaves out common, short and repeated words", () => {
  expect(significantWords("The Historian stops, and why? HISTORIAN 2023 R2 won't do it")).toEqual([
    "historian",
    "stops",
    "2023",
    "won",
  ]);
});

it("significantWords takes as many of the first words as are asked for", () => {
  expect(significantWords("alpha beta gamma delta", 2)).toEqual(["alpha", "beta"]);
});

it("significantWords finds no word in punctuation", () => {
  expect(significantWords("\"' | & ! :* --")).toEqual([]);
});
