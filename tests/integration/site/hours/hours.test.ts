import { and, asc, eq, gte } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import HomePage from "@/app/(public)/page";
import { GET } from "@/app/api/hours/route";
import StaffHoursPage from "@/app/staff/hours/page";
import { auditEvents, brandHolidays, brandHours } from "@/db/schema";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { brandByKey, forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import { addLaterHolidays } from "@/lib/jobs/later-holidays";
import { addDays, businessToday, formatDay, openSpansOf } from "@/lib/kit/time";
import { addDayOffAction, removeDayOffAction, saveHoursAction, takeHolidaysAction } from "@/lib/site/hours/actions";
import { readHoursDesk } from "@/lib/site/hours/queries";
import { weekText } from "@/lib/site/hours/rules";
import type { HoursAnswer } from "@/lib/site/hours/types";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { type Outcome, plant, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { visit } from "@/tests/support/route";
import { cases } from "@/tests/support/threads";
import { clientViewer, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/** Friday morning, between Thanksgiving and the end of the year, where the database's holidays are known. */
const NOW = "2026-12-04T15:00:00Z";
const USUAL = [1, 2, 3, 4, 5].map((weekday) => `${weekday} 08:30-16:30`).join(", ");
const WEEK = {
  ...{ brand: "cimsoft", kind: "chat", seen: USUAL },
  ...Object.fromEntries(
    ["monday", "tuesday", "wednesday", "thursday", "friday"].flatMap((day) => [
      [`${day}.opens`, "08:30"],
      [`${day}.closes`, "16:30"],
    ]),
  ),
};

const sender = ({ id }: Member, brand = "cimsoft") => ({ brand, account: { kind: "staff", id } }) as const;
const to = (outcome: Outcome) => (outcome.kind === "redirected" ? outcome.to : JSON.stringify(outcome));
const desk = async ({ viewer }: Member, brand = "cimsoft") => {
  const read = await runAsViewer(viewer, "read", (context) => readHoursDesk(context, brand));
  if (!read) throw new Error("no desk");
  return read;
};
const daysOff = (brand = "cimsoft") =>
  asSystem("test looks", (db) =>
    db.select().from(brandHolidays).where(eq(brandHolidays.brand, brand)).orderBy(asc(brandHolidays.day)),
  );
const hours = (brand = "cimsoft") =>
  asSystem("test looks", (db) =>
    db
      .select()
      .from(brandHours)
      .where(eq(brandHours.brand, brand))
      .orderBy(asc(brandHours.kind), asc(brandHours.weekday)),
  );
const audited = (action: string) =>
  asSystem("test looks", (db) => db.select().from(auditEvents).where(eq(auditEvents.action, action)));
const dayOff = (over: Record<string, string> = {}) => ({
  ...{ id: nobodysId(), brand: "cimsoft", day: "2026-12-09", name: "Inventory" },
  ...over,
});

let began: { hours: Awaited<ReturnType<typeof hours>>; days: Awaited<ReturnType<typeof daysOff>> }[];
let admin: Member;
beforeAll(async () => {
  began = [];
  for (const brand of ["cimsoft", "insource"]) began.push({ hours: await hours(brand), days: await daysOff(brand) });
});
beforeEach(async () => {
  vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", String(Date.parse(NOW) - Date.now()));
  await asSystem("test: hours of a new database", async (db) => {
    await db.delete(brandHours);
    await db.delete(brandHolidays);
    for (const { hours: week, days } of began) {
      await db.insert(brandHours).values(week);
      await db.insert(brandHolidays).values(days);
    }
    // A new database has those of the years around the day on which it is made.
    for (const brand of ["cimsoft", "insource"]) {
      await db
        .insert(brandHolidays)
        .values({ brand, day: "2026-12-25", name: "Christmas Day", rule: "Christmas Day" })
        .onConflictDoNothing();
    }
  });
  forgetBrands();
  admin = await member(["administrator"], "Elena Ortiz");
});
afterEach(() => vi.unstubAllEnvs());

describe("the hours that a brand begins with", () => {
  it.each(["cimsoft", "insource"])("are those of the guides, for %s", async (key) => {
    const brand = await brandByKey(key);
    expect(weekText(brand.chatCalendar.hours)).toBe(USUAL);
    expect(weekText(brand.supportCalendar.hours)).toBe(USUAL.replaceAll("08:30-16:30", "08:00-17:00"));
    expect(brand.chatCalendar.holidays).toEqual(brand.supportCalendar.holidays);
    const { daysOff: upcoming } = await desk(admin, key);
    expect(upcoming.length).toBeGreaterThan(5);
    expect(upcoming.every(({ isYearly }) => isYearly)).toBe(true);
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
    expect(await audited("hours.holidays-continued")).toMatchObject([
      { actorKind: "system", brand: "cimsoft" },
      { actorKind: "system", brand: "cimsoft" },
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

describe("the hours in another process", () => {
  const shared = globalThis as typeof globalThis & { portalBrands?: { loadedAt: number } };
  afterEach(() => vi.restoreAllMocks());

  it("are at most 10 seconds behind", async () => {
    await loadBrands();
    const itsCache = shared.portalBrands;
    if (!itsCache) throw new Error("nothing was cached");
    await send(addDayOffAction, sender(admin), dayOff());
    shared.portalBrands = itsCache;
    const days = async () => (await brandByKey("cimsoft")).chatCalendar.holidays.map(({ name }) => name);
    expect(await days()).not.toContain("Inventory");
    const later = Date.now() + 10_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    expect(await days()).toContain("Inventory");
  });
});

describe("the answer for pages that stay open", () => {
  it("tells to everybody what a brand has open now and what it turns to, by that brand's hours alone", async () => {
    await send(addDayOffAction, sender(admin), dayOff({ day: "2026-12-04", closes: "12:00" }));
    const told = async (brand: string) => {
      const answer = await visit(GET, { brand, path: "/api/hours", params: {} });
      expect(answer.status).toBe(200);
      return (await answer.json()) as HoursAnswer;
    };
    const { chat, portal_support: support } = await told("cimsoft");
    expect(Math.abs(chat.servedAt - Date.parse(NOW))).toBeLessThan(60_000);
    expect(chat.turns.slice(0, 3).map(({ words, isOpen }) => [words, isOpen])).toEqual([
      ["Inventory: open until 12:00 p.m. Eastern", true],
      ["Closed for Inventory; opens Monday 8:30 a.m. Eastern", false],
      ["Opens Monday 8:30 a.m. Eastern", false],
    ]);
    expect(chat.turns[1]?.from).toBe(Date.parse("2026-12-04T17:00:00Z"));
    expect(support.turns[1]?.words).toBe("Closed for Inventory; opens Monday 8:00 a.m. Eastern");
    expect((await told("insource")).chat.turns[0]?.words).toBe("Open until 4:30 p.m. Eastern");
  });
});

describe("the page of hours", () => {
  const page = (who: Parameters<typeof seePage>[1], query: Record<string, string> = {}) =>
    seePage(StaffHoursPage, who, { searchParams: Promise.resolve(query) });

  it("previews what clients will read on the next ten days", async () => {
    await send(addDayOffAction, sender(admin), dayOff({ day: "2026-12-10", closes: "12:00", name: "Staff day" }));
    const shown = await page(sender(admin));
    if (shown.status !== 200) throw new Error("no page");
    const preview = shown.html.slice(shown.html.indexOf('id="preview"'));
    for (let ahead = 0; ahead < 10; ahead++) {
      expect(preview).toContain(formatDay(addDays(businessToday("America/New_York"), ahead)));
    }
    expect(preview).not.toContain("Dec 14, 2026");
    for (const words of [
      "Open until 4:30 p.m. Eastern",
      "Open until 5:00 p.m. Eastern",
      "Opens Monday 8:30 a.m. Eastern",
      "Staff day: open until 12:00 p.m. Eastern",
      "Closed for Staff day; opens Friday 8:00 a.m. Eastern",
    ]) {
      expect(preview).toContain(words);
    }
  });

  it("is open to administrators alone, each for their own brands, and so is each of its actions", async () => {
    const rows = async () => [await hours(), await daysOff(), await hours("insource"), await daysOff("insource")];
    const before = await rows();
    const [{ id: dayOffId } = { id: "" }] = await daysOff();
    const forms = [
      [saveHoursAction, { ...WEEK, "monday.opens": "11:00" }],
      [addDayOffAction, dayOff()],
      [removeDayOffAction, { brand: "cimsoft", dayOff: dayOffId, later: "on" }],
      [takeHolidaysAction, { brand: "cimsoft" }],
    ] as const;
    for (const roles of [["account_manager"], ["subscription_manager"], ["support_agent"], ["marketing"]] as const) {
      const other = await member([...roles]);
      expect((await page(sender(other))).status).toBe(403);
      for (const [action, fields] of forms) {
        const refused = await send(action, sender(other), fields);
        expect(refused).toMatchObject({ result: { message: "Only administrators edit hours." } });
      }
    }
    const elsewhere = await member(["administrator"], "Elsewhere", ["insource"]);
    expect((await page(sender(elsewhere), { brand: "cimsoft" })).status).toBe(404);
    // On another brand's host too, staff edit the hours of their own brand.
    expect((await page(sender(elsewhere))).status).toBe(200);
    const { filer } = await plant();
    const client = { brand: "cimsoft", account: { kind: "contact", id: filer.id } } as const;
    expect((await page(client)).status).toBe(404);
    expect((await page({ brand: "cimsoft" })).status).toBe(307);
    for (const [action, fields] of forms) {
      expect(await send(action, sender(elsewhere), fields)).toEqual({ kind: "missing" });
      expect(await send(action, client, fields)).toEqual({ kind: "missing" });
      expect(to(await send(action, { brand: "cimsoft" }, fields))).toMatch(/^\/login/);
    }
    expect(await rows()).toEqual(before);
  });
});

describe("the second wall of hours", () => {
  const inserts = (viewer: StaffViewer, brand = "cimsoft") => [
    runAsViewer(viewer, "write", ({ db }) =>
      db.insert(brandHours).values({ brand, kind: "chat", weekday: 7, opens: "10:00", closes: "11:00" }),
    ),
    runAsViewer(viewer, "write", ({ db }) => db.insert(brandHolidays).values({ brand, day: "2026-12-09", name: "x" })),
  ];
  const removals = (viewer: StaffViewer, brand = "cimsoft") => [
    runAsViewer(viewer, "write", ({ db }) => db.delete(brandHours).where(eq(brandHours.brand, brand))),
    runAsViewer(viewer, "write", ({ db }) =>
      db.delete(brandHolidays).where(and(eq(brandHolidays.brand, brand), gte(brandHolidays.day, "2026-12-04"))),
    ),
  ];

  it("lets nobody but the brand's administrators write, nor a client", async () => {
    const before = [await hours(), await daysOff()];
    const others = [
      (await member(["account_manager"])).viewer,
      (await member(["subscription_manager"])).viewer,
      (await member(["support_agent"])).viewer,
      (await member(["marketing"])).viewer,
      (await member(["administrator"], "Elsewhere", ["insource"])).viewer,
    ];
    for (const viewer of others) {
      for (const insert of inserts(viewer)) await expect(insert).rejects.toMatchObject({ cause: { code: "42501" } });
      for (const removal of removals(viewer)) expect((await removal).count).toBe(0);
    }
    const { filer } = await plant();
    for (const write of [...inserts(clientViewer(filer) as never), ...removals(clientViewer(filer) as never)]) {
      await expect(write).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    expect([await hours(), await daysOff()]).toEqual(before);
  });

  it("lets the brand's administrators write, and no times that are none", async () => {
    for (const insert of inserts(admin.viewer)) expect((await insert).count).toBe(1);
    const wrong = (over: Partial<Record<"name" | "closes" | "reopens", string>>) =>
      runAsViewer(admin.viewer, "write", ({ db }) =>
        db.insert(brandHolidays).values({ brand: "cimsoft", day: "2026-12-16", name: "x", ...over }),
      );
    for (const over of [
      { closes: "24:00" },
      { closes: "noon" },
      { reopens: "9:00" },
      { closes: "12:00", reopens: "12:00" },
      { name: "" },
    ]) {
      await expect(wrong(over), JSON.stringify(over)).rejects.toMatchObject({ cause: { code: "23514" } });
    }
    for (const removal of removals(admin.viewer)) expect((await removal).count).toBeGreaterThan(0);
  });
});
