import { describe, expect, it } from "vitest";
import { daysOfHoliday, holidaysOf, proposedHolidays } from "./holidays";

describe("the holidays that a new brand begins with", () => {
  it("are those of 2026, with the one on a weekend moved to a working day", () => {
    expect(holidaysOf(2026).map(({ day, name }) => [day, name])).toEqual([
      ["2026-01-01", "New Year's Day"],
      ["2026-05-25", "Memorial Day"],
      ["2026-07-03", "Independence Day"],
      ["2026-09-07", "Labor Day"],
      ["2026-11-26", "Thanksgiving Day"],
      ["2026-11-27", "Day after Thanksgiving"],
      ["2026-12-25", "Christmas Day"],
    ]);
    expect(holidaysOf(2027).find(({ name }) => name === "Independence Day")?.day).toBe("2027-07-05");
    expect(holidaysOf(2022).find(({ name }) => name === "New Year's Day")?.day).toBe("2021-12-31");
  });

  it("are seven days in each year, all of them working days", () => {
    for (let year = 2020; year <= 2045; year++) {
      const days = holidaysOf(year).map(({ day }) => day);
      expect(new Set(days).size, String(year)).toBe(7);
      expect(days.filter((day) => [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()))).toEqual([]);
    }
  });
});

describe("the holidays that a brand may take", () => {
  it("are the eleven federal ones and three customary ones, each on its next day", () => {
    const proposed = proposedHolidays("2026-11-29");
    expect(proposed.filter(({ isFederal }) => isFederal).map(({ day, name }) => [day, name])).toEqual([
      ["2026-12-25", "Christmas Day"],
      ["2027-01-01", "New Year's Day"],
      ["2027-01-18", "Martin Luther King Jr. Day"],
      ["2027-02-15", "Washington's Birthday"],
      ["2027-05-31", "Memorial Day"],
      ["2027-06-18", "Juneteenth"],
      ["2027-07-05", "Independence Day"],
      ["2027-09-06", "Labor Day"],
      ["2027-10-11", "Columbus Day"],
      ["2027-11-11", "Veterans Day"],
      ["2027-11-25", "Thanksgiving Day"],
    ]);
    expect(proposed.filter(({ isFederal }) => !isFederal).map(({ name }) => name)).toEqual([
      "Christmas Eve",
      "New Year's Eve",
      "Day after Thanksgiving",
    ]);
  });

  it("come once each, from whatever day on, and never before it", () => {
    for (const from of ["2026-01-01", "2027-12-31", "2028-01-01", "2028-11-10", "2030-06-30"]) {
      const proposed = proposedHolidays(from);
      expect(new Set(proposed.map(({ rule }) => rule)).size).toBe(14);
      expect(proposed.filter(({ day }) => day < from)).toEqual([]);
    }
  });

  it("have a day in each later year by their rule, and none by one that the library does not know", () => {
    expect(daysOfHoliday("Thanksgiving Day", 2026, 2029).map(({ day }) => day)).toEqual([
      "2026-11-26",
      "2027-11-25",
      "2028-11-23",
      "2029-11-22",
    ]);
    // 11 November 2028 is a Saturday.
    expect(daysOfHoliday("Veterans Day", 2028, 2028).map(({ day }) => day)).toEqual(["2028-11-10"]);
    expect(daysOfHoliday("Nobody's Day", 2026, 2029)).toEqual([]);
    expect(daysOfHoliday("Thanksgiving Day", 2029, 2028)).toEqual([]);
  });
});
