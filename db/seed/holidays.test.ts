import { expect, it } from "vitest";
import { holidaysOf } from "./holidays";

it("holidaysOf gives the holidays of 2026, those on a weekend moved to a working day", () => {
  expect(holidaysOf(2026).map((holiday) => holiday.day)).toEqual([
    "2026-01-01",
    "2026-05-25",
    "2026-07-03",
    "2026-09-07",
    "2026-11-26",
    "2026-11-27",
    "2026-12-25",
  ]);
  expect(holidaysOf(2027).find((holiday) => holiday.name === "Independence Day")?.day).toBe("2027-07-05");
  expect(holidaysOf(2022).find((holiday) => holiday.name === "New Year's Day")?.day).toBe("2021-12-31");
});
