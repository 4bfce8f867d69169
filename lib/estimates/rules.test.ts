import { expect, it } from "vitest";
import { estimateEndWords } from "./rules";

it.each([
  ["2026-11-20", "Ended"],
  ["2026-11-21", "Ends today"],
  ["2026-11-22", "Ends tomorrow"],
  ["2026-12-05", "Ends in 14 days"],
])("an estimate to %s: %s", (expiresOn, words) => {
  expect(estimateEndWords(expiresOn, "2026-11-21")).toBe(words);
});
