import { describe, expect, it } from "vitest";
import type { BusinessCalendar } from "@/lib/kit/time";
import { closedWords, previewOfDay, weekdayAndDay, weekOf, weekText } from "./rules";
import { addDayOffSchema, saveHoursSchema } from "./schema";

const CHAT: BusinessCalendar = {
  zone: "America/New_York",
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving Day" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
  ],
};
const week = (over: Record<string, unknown> = {}) => ({
  ...{ brand: "cimsoft", kind: "chat", seen: "" },
  ...{ monday: { opens: "08:30", closes: "16:30" }, tuesday: {}, wednesday: {}, thursday: {}, friday: {} },
  ...{ saturday: {}, sunday: {} },
  ...over,
});
const faults = (over: Record<string, unknown>) =>
  saveHoursSchema
    .safeParse(week(over))
    .error?.issues.map(({ path, message }) => [path.join("."), message].filter(Boolean).join(": ")) ?? [];

describe("the preview of a day", () => {
  it("has each sentence with the time from which clients read it", () => {
    expect(previewOfDay(CHAT, "2026-11-25")).toEqual([
      { from: "12:00 a.m.", words: "Opens today 8:30 a.m. Eastern", isOpen: false },
      { from: "8:30 a.m.", words: "Open until 4:30 p.m. Eastern", isOpen: true },
      { from: "4:30 p.m.", words: "Opens Friday 8:30 a.m. Eastern", isOpen: false },
    ]);
    expect(previewOfDay(CHAT, "2026-11-26")).toEqual([
      { from: "12:00 a.m.", words: "Closed for Thanksgiving Day; opens Friday 8:30 a.m. Eastern", isOpen: false },
    ]);
    expect(previewOfDay(CHAT, "2026-12-24").map(({ words }) => words)).toEqual([
      "Opens today 8:30 a.m. Eastern",
      "Christmas Eve: open until 12:00 p.m. Eastern",
      "Closed for Christmas Eve; opens Friday 8:30 a.m. Eastern",
    ]);
  });

  it("begins at midnight on days on which the clocks change", () => {
    const daily = { ...CHAT, hours: [7].map((weekday) => ({ weekday, opens: "00:30", closes: "05:00" })) };
    for (const day of ["2026-03-08", "2026-11-01"]) {
      expect(previewOfDay(daily, day).map(({ from }) => from)).toEqual(["12:00 a.m.", "12:30 a.m.", "5:00 a.m."]);
    }
  });
});

describe("the hours of a week", () => {
  it("are rows for the days that have them, and one text", () => {
    const parsed = saveHoursSchema.parse(week({ sunday: { opens: "10:00", closes: "12:00" } }));
    expect(weekOf(parsed)).toEqual([
      { weekday: 1, opens: "08:30", closes: "16:30" },
      { weekday: 7, opens: "10:00", closes: "12:00" },
    ]);
    expect(weekText([...weekOf(parsed)].reverse())).toBe("1 08:30-16:30, 7 10:00-12:00");
  });

  it.each([
    [{ tuesday: { opens: "08:30" } }, "tuesday.closes: Enter when it closes, or clear both times."],
    [{ tuesday: { closes: "08:30" } }, "tuesday.opens: Enter when it opens, or clear both times."],
    [{ tuesday: { opens: "08:30", closes: "08:30" } }, "tuesday.closes: Enter a time after the opening."],
    [{ tuesday: { opens: "16:30", closes: "08:30" } }, "tuesday.closes: Enter a time after the opening."],
    [{ tuesday: { opens: "8:30", closes: "16:30" } }, "tuesday.opens: Enter a time, such as 08:30."],
    [{ tuesday: { opens: "08:30", closes: "24:00" } }, "tuesday.closes: Enter a time, such as 08:30."],
    [{ monday: {} }, "Enter the hours of at least one day."],
  ])("are refused as %j", (over, fault) => {
    expect(faults(over)).toEqual([fault]);
  });
});

describe("a day off", () => {
  const dayOff = (over: Record<string, unknown>) =>
    addDayOffSchema.safeParse({
      ...{ id: "0190a5b0-0000-7000-8000-000000000000", brand: "cimsoft", day: "2026-12-24", name: "Christmas Eve" },
      ...over,
    });

  it("is called what was typed, in one line", () => {
    expect(dayOff({ name: "  Christmas\n\u202EEve " }).data?.name).toBe("Christmas Eve");
  });

  it.each([
    { name: " " },
    { name: "x".repeat(61) },
    { day: "2026-02-30" },
    { day: "tomorrow" },
    { closes: "12:00", reopens: "12:00" },
    { closes: "25:00" },
  ])("is refused with %j", (over) => {
    expect(dayOff(over).success).toBe(false);
  });

  it("says when it is closed", () => {
    expect(closedWords({})).toBe("all day");
    expect(closedWords({ closes: "12:00", reopens: null })).toBe("from 12:00 p.m.");
    expect(closedWords({ closes: null, reopens: "11:00" })).toBe("until 11:00 a.m.");
    expect(closedWords({ closes: "12:00", reopens: "14:00" })).toBe("12:00 p.m. to 2:00 p.m.");
    expect(weekdayAndDay("2026-11-26")).toBe("Thu, Nov 26, 2026");
  });
});
