import { and, eq, gt, or } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, it, vi } from "vitest";
import HomePage from "@/app/(public)/page";
import StaffHoursPage from "@/app/staff/hours/page";
import { brandHolidays } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey, forgetBrands } from "@/lib/gate/brand/load";
import { addLaterHolidays } from "@/lib/jobs/later-holidays";
import { openSpansOf } from "@/lib/kit/time";
import { addDayOffAction, removeDayOffAction, saveHoursAction, takeHolidaysAction } from "@/lib/site/hours/actions";
import { weekText } from "@/lib/site/hours/rules";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { plant, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { cases } from "@/tests/support/threads";
import { createCase } from "@/tests/support/world-threads";
import { audited, beginInDecember, dayOff, daysOff, desk, hours, NOW, sender, to, USUAL, WEEK } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const began = beginInDecember();

let admin: Member;
beforeEach(async () => {
  admin = await member(["administrator"], "Elena Ortiz");
});

describe("the hours that a brand begins with", () => {
  it.each(["cimsoft", "insource"])("are those of the guides, for %s", async (key) => {
    const brand = await brandByKey(key);
    expect(weekText(brand.chatCalendar.hours)).toBe(USUAL);
    expect(weekText(brand.supportCalendar.hours)).toBe(USUAL.replaceAll("08:30-16:30", "08:00-17:00"));
    expect(brand.chatCalendar.holidays).toEqual(brand.supportCalendar.holidays);
    const days = began.find((one) => one.key === key)?.days ?? [];
    expect(days.length).toBeGreaterThan(40);
    // Each is continued in later years.
    expect(days.filter(({ rule }) => rule === null)).toEqual([]);
    expect((await desk(admin, key)).daysOff.every(({ isYearly }) => isYearly)).toBe(true);
  });
});

describe("saving weekly hours", () => {
  it("changes one kind of one brand, and this process shows it at once", async () => {
    const other = await hours("insource");
    const friday = { ...WEEK, "friday.closes": "12:00", "saturday.opens": "10:00", "saturday.closes": "11:00" };
    expect(to(await send(saveHoursAction, sender(admin), friday))).toBe("/staff/hours?brand=cimsoft&note=saved");
    const brand = await brandByKey("cimsoft");
    const after = USUAL.replace("5 08:30-16:30", "5 08:30-12:00, 6 10:00-11:00");
    expect(weekText(brand.chatCalendar.hours)).toBe(after);
    expect(weekText(brand.supportCalendar.hours)).toContain("5 08:00-17:00");
    expect(await hours("insource")).toEqual(other);
    expect(await audited("hours.saved")).toMatchObject([
      { actorId: admin.id, brand: "cimsoft", details: { kind: "chat", before: USUAL, after } },
    ]);
    // Sent again it is the same; made from what was there before, it is another's work that it would undo.
    expect(to(await send(saveHoursAction, sender(admin), friday))).toContain("note=saved");
    expect(await audited("hours.saved")).toHaveLength(1);
    const late = await send(saveHoursAction, sender(admin), { ...WEEK, "monday.opens": "09:00" });
    expect(late).toMatchObject({ kind: "refused", result: { message: expect.stringMatching(/^A colleague/) } });
    expect(weekText((await brandByKey("cimsoft")).chatCalendar.hours)).toBe(after);
  });

  it("refuses times that are none, and keeps what was typed", async () => {
    const before = await hours();
    for (const [field, value] of [
      ["monday.opens", "8 o'clock"],
      ["monday.closes", "08:30"],
      ["monday.closes", ""],
    ] as const) {
      const refused = await send(saveHoursAction, sender(admin), { ...WEEK, [field]: value });
      if (refused.kind !== "refused") throw new Error("it went through");
      expect(refused.result.fieldErrors[field]).toHaveLength(1);
      expect(refused.result.values[field]).toBe(value);
    }
    const { brand, kind, seen } = { brand: "cimsoft", kind: "chat", seen: USUAL };
    expect(await send(saveHoursAction, sender(admin), { brand, kind, seen })).toMatchObject({
      result: { message: "Enter the hours of at least one day." },
    });
    expect(await hours()).toEqual(before);
  });

  it("by two people at once keeps the hours of one whole form", async () => {
    const forms = ["09:00", "10:00", "11:00", "12:00"].map((time) => ({
      ...WEEK,
      "monday.opens": time,
      "friday.opens": time,
    }));
    const outcomes = await Promise.all(forms.map((form) => send(saveHoursAction, sender(admin), form)));
    expect(outcomes.filter(({ kind }) => kind === "redirected")).toHaveLength(1);
    const week = (await hours()).filter(({ kind }) => kind === "chat");
    expect(week).toHaveLength(5);
    expect(week[0]?.opens).toBe(week[4]?.opens);
  });
});

describe("a day off", () => {
  it("closes chat and portal support on its day, on its brand alone, and is read on the home page", async () => {
    expect(to(await send(addDayOffAction, sender(admin), dayOff({ day: "2026-12-04" })))).toContain("note=added");
    const page = await seePage(HomePage, { brand: "cimsoft" }, {} as never);
    expect(page.status === 200 && page.html).toContain("Closed for Inventory; opens Monday 8:30 a.m. Eastern");
    expect(page.status === 200 && page.html).toContain("Closed for Inventory; opens Monday 8:00 a.m. Eastern");
    const other = await seePage(HomePage, { brand: "insource" }, {} as never);
    expect(other.status === 200 && other.html).toContain("Open until 4:30 p.m. Eastern");
    expect(other.status === 200 && other.html).not.toContain("Inventory");
    expect(await audited("hours.day-off-added")).toMatchObject([
      { actorId: admin.id, brand: "cimsoft", details: { day: "2026-12-04", name: "Inventory" } },
    ]);
  });

  it("may be a part of a day", async () => {
    await send(addDayOffAction, sender(admin), dayOff({ closes: "12:00" }));
    await send(addDayOffAction, sender(admin), dayOff({ day: "2026-12-10", closes: "12:00", reopens: "13:00" }));
    const { chatCalendar } = await brandByKey("cimsoft");
    const spans = (day: string) =>
      openSpansOf(chatCalendar, Temporal.PlainDate.from(day)).map(({ opens, closes }) =>
        [opens, closes].map((time) => time.toPlainTime().toString({ smallestUnit: "minute" })).join("-"),
      );
    expect(spans("2026-12-09")).toEqual(["08:30-12:00"]);
    expect(spans("2026-12-10")).toEqual(["08:30-12:00", "13:00-16:30"]);
    expect(spans("2026-12-25")).toEqual([]);
  });

  it.each([
    [{ day: "2026-12-03" }, "day", "This day is over."],
    [{ day: "2032-01-01" }, "day", "Enter a day until Dec 31, 2031."],
    [{ day: "2026-12-25" }, "day", "Dec 25, 2026 is Christmas Day already. Remove that one first."],
    [{ day: "" }, "day", "Enter a day."],
    [{ name: " " }, "name", "Say what clients shall read."],
    [{ closes: "13:00", reopens: "12:00" }, "reopens", "Enter a time after the closing."],
  ])("is refused with %j", async (over, field, sentence) => {
    const before = await daysOff();
    expect(await send(addDayOffAction, sender(admin), dayOff(over))).toMatchObject({
      result: { fieldErrors: { [field]: [sentence] } },
    });
    expect(await daysOff()).toEqual(before);
  });

  it("shows HTML tags as plain text", async () => {
    await send(addDayOffAction, sender(admin), dayOff({ day: "2026-12-04", name: "<script>alert(1)</script>" }));
    const page = await seePage(StaffHoursPage, sender(admin), { searchParams: Promise.resolve({}) });
    if (page.status !== 200) throw new Error("no page");
    expect(page.html).not.toContain("<script>alert");
    expect(page.html).toContain("Closed for &lt;script&gt;");
  });

  it("is removed alone, or with the same holiday's later years; what is over stays", async () => {
    const christmas = (await daysOff()).filter(({ rule, day }) => rule === "Christmas Day" && day > "2026-12-04");
    const [first, second, ...rest] = christmas;
    if (!first || !second) throw new Error("no Christmas");
    expect(rest.length).toBeGreaterThan(1);
    const remove = (id: string, more: Record<string, string> = {}) =>
      send(removeDayOffAction, sender(admin), { brand: "cimsoft", dayOff: id, ...more });
    expect(to(await remove(first.id))).toContain("note=removed");
    expect((await daysOff()).filter(({ rule }) => rule === "Christmas Day").map(({ day }) => day)).toContain(
      second.day,
    );
    // Again: it is gone already.
    expect(to(await remove(first.id))).toContain("note=removed");
    expect(await audited("hours.day-off-removed")).toHaveLength(1);
    await remove(second.id, { later: "on" });
    expect((await daysOff()).filter(({ rule, day }) => rule === "Christmas Day" && day > "2026-12-04")).toEqual([]);
    const [past] = (await daysOff()).filter(({ day }) => day < "2026-12-04");
    if (!past) throw new Error("no day that is over");
    await remove(past.id, { later: "on" });
    expect((await daysOff()).map(({ id }) => id)).toContain(past.id);
  });
});

describe("proposed holidays", () => {
  const fresh = () => asSystem("test: no day off", (db) => db.delete(brandHolidays));

  it("close nothing until they are taken, one or all of the federal ones", async () => {
    await fresh();
    forgetBrands();
    const { proposals, daysOff: none } = await desk(admin);
    expect(none).toEqual([]);
    expect(proposals.filter(({ isFederal }) => isFederal)).toHaveLength(11);
    expect((await brandByKey("cimsoft")).chatCalendar.holidays).toEqual([]);

    const one = { brand: "cimsoft", rule: "Christmas Day" };
    expect(to(await send(takeHolidaysAction, sender(admin), one))).toContain("note=taken");
    expect((await daysOff()).map(({ day, name }) => [day, name])).toEqual([
      ["2026-12-25", "Christmas Day"],
      ["2027-12-24", "Christmas Day"],
      ["2028-12-25", "Christmas Day"],
      ["2029-12-25", "Christmas Day"],
      ["2030-12-25", "Christmas Day"],
      ["2031-12-25", "Christmas Day"],
    ]);
    expect((await desk(admin)).proposals.map(({ rule }) => rule)).not.toContain("Christmas Day");
    expect(await daysOff("insource")).toEqual([]);

    await send(takeHolidaysAction, sender(admin), { brand: "cimsoft" });
    const taken = await desk(admin);
    expect(taken.proposals.filter(({ isFederal }) => isFederal)).toEqual([]);
    expect(taken.proposals.map(({ name }) => name)).toContain("Day after Thanksgiving");
    expect(new Set(taken.daysOff.map(({ name }) => name)).size).toBe(11);
    const before = await daysOff();
    await send(takeHolidaysAction, sender(admin), { brand: "cimsoft" });
    await send(takeHolidaysAction, sender(admin), { brand: "cimsoft", rule: "Nobody's Day" });
    expect(await daysOff()).toEqual(before);
    expect(await audited("hours.holidays-taken")).toHaveLength(2);
  });

  it("leave a day that was written by hand as it is", async () => {
    await fresh();
    await send(addDayOffAction, sender(admin), dayOff({ day: "2027-12-24", name: "Works holiday", closes: "12:00" }));
    await send(takeHolidaysAction, sender(admin), { brand: "cimsoft", rule: "Christmas Day" });
    expect((await daysOff()).find(({ day }) => day === "2027-12-24")).toMatchObject({ name: "Works holiday" });
  });

  it("get the days of later years from the worker, as long as one lies ahead and none that was removed", async () => {
    await fresh();
    const rows = (["2026-12-25", "2027-12-24"] as const).map((day) => ({ brand: "cimsoft", day }));
    await asSystem("test", (db) =>
      db
        .insert(brandHolidays)
        .values([
          ...rows.map((row) => ({ ...row, name: "Xmas", rule: "Christmas Day", closes: "12:00" })),
          { brand: "cimsoft", day: "2026-11-26", name: "Thanksgiving Day", rule: "Thanksgiving Day" },
          { brand: "cimsoft", day: "2027-12-31", name: "New Year's Day", rule: "New Year's Day" },
          { brand: "cimsoft", day: "2026-12-09", name: "Inventory" },
        ]),
    );
    await addLaterHolidays(new Date(NOW));
    const after = await daysOff();
    expect(
      after.filter(({ rule }) => rule === "Christmas Day").map(({ day, name, closes }) => [day, name, closes]),
    ).toEqual(
      ["2026-12-25", "2027-12-24", "2028-12-25", "2029-12-25", "2030-12-25", "2031-12-25"].map((day) => [
        day,
        "Xmas",
        "12:00",
      ]),
    );
    // Given up: its last day is over. The one of 2028 is kept on the last day of 2027, and comes once.
    expect(after.filter(({ rule }) => rule === "Thanksgiving Day")).toHaveLength(1);
    expect(after.filter(({ rule }) => rule === "New Year's Day").map(({ day }) => day)).toEqual([
      "2027-12-31",
      "2029-01-01",
      "2030-01-01",
      "2031-01-01",
    ]);
    await addLaterHolidays(new Date(NOW));
    expect(await daysOff()).toEqual(after);
    // Removed years stay removed: the last one of one holiday, and all but the first of another.
    await asSystem("test removes", (db) =>
      db
        .delete(brandHolidays)
        .where(
          or(
            eq(brandHolidays.day, "2031-12-25"),
            and(eq(brandHolidays.rule, "New Year's Day"), gt(brandHolidays.day, "2028-01-01")),
          ),
        ),
    );
    const left = await daysOff();
    expect(left.length).toBe(after.length - 4);
    await addLaterHolidays(new Date(NOW));
    expect(await daysOff()).toEqual(left);
    await addLaterHolidays(new Date("2027-01-02T15:00:00Z"));
    const next = await daysOff();
    expect(next.filter((one) => !left.some(({ id }) => id === one.id)).map(({ day }) => day)).toEqual(["2032-12-24"]);
    expect(await audited("hours.holidays-continued")).toMatchObject([
      { actorKind: "system", brand: "cimsoft" },
      { actorKind: "system", brand: "cimsoft" },
      { actorKind: "system", brand: "cimsoft", details: { days: ["2032-12-24"] } },
    ]);
  });
});

describe("a promise that was given", () => {
  it("stays when its day becomes a day off and its hours are changed", async () => {
    const { company, filer } = await plant();
    const { id } = await createCase(company, filer, {});
    const promise = async () => {
      const [row] = await asSystem("test looks", (db) => db.select().from(cases).where(eq(cases.id, id)));
      return [row?.answerDueAt, row?.firstAnswerDueAt];
    };
    const before = await promise();
    expect(before[0]).toBeInstanceOf(Date);
    await send(addDayOffAction, sender(admin), dayOff({ day: "2026-12-04" }));
    await send(saveHoursAction, sender(admin), { ...WEEK, "monday.opens": "12:00" });
    await send(takeHolidaysAction, sender(admin), { brand: "cimsoft" });
    expect(await promise()).toEqual(before);
  });
});
