import { expect, it } from "vitest";
import { debitExpectedOn } from "./bank-days";

const HOLIDAYS = [
  { day: "2026-11-26", name: "Thanksgiving", closes: null },
  { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
  { day: "2026-12-25", name: "Christmas Day" },
  { day: "2027-02-10", name: "Winter storm", reopens: "11:00" },
];

it.each([
  ["2026-11-02", "2026-11-06", "a Monday"],
  ["2026-11-04", "2026-11-10", "over a weekend"],
  ["2026-11-06", "2026-11-12", "on a Friday"],
  ["2026-11-07", "2026-11-12", "on a Saturday"],
  ["2026-11-08", "2026-11-12", "on a Sunday"],
  ["2026-11-23", "2026-11-30", "over a holiday"],
  ["2026-12-21", "2026-12-28", "over a half day, which counts, and a holiday, which does not"],
  ["2027-02-08", "2027-02-12", "over a day that opens late, which counts"],
  ["2026-12-30", "2027-01-05", "over the end of a year"],
  ["1969-12-31", "1970-01-06", "before the first Monday that is counted from"],
])("a debit of %s is expected on %s: %s", (day, expected) => {
  expect(debitExpectedOn(day, HOLIDAYS)).toBe(expected);
});
