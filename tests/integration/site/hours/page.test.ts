import { and, eq, gte } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/api/hours/route";
import StaffHoursPage from "@/app/staff/hours/page";
import { brandHolidays, brandHours } from "@/db/schema";
import { runAsViewer, type StaffViewer } from "@/db/viewer";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import { addDays, businessToday, formatDay } from "@/lib/kit/time";
import { addDayOffAction, removeDayOffAction, saveHoursAction, takeHolidaysAction } from "@/lib/site/hours/actions";
import type { HoursAnswer } from "@/lib/site/hours/types";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { plant, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { visit } from "@/tests/support/route";
import { clientViewer } from "@/tests/support/world";
import { beginInDecember, dayOff, daysOff, hours, NOW, sender, to, WEEK } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

beginInDecember();

let admin: Member;
beforeEach(async () => {
  admin = await member(["administrator"], "Elena Ortiz");
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
    // On a slow machine they were read longer ago.
    const clock = vi.spyOn(Date, "now").mockReturnValue(itsCache.loadedAt);
    expect(await days()).not.toContain("Inventory");
    clock.mockReturnValue(itsCache.loadedAt + 10_000);
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
    () =>
      runAsViewer(viewer, "write", ({ db }) =>
        db.insert(brandHours).values({ brand, kind: "chat", weekday: 7, opens: "10:00", closes: "11:00" }),
      ),
    () =>
      runAsViewer(viewer, "write", ({ db }) =>
        db.insert(brandHolidays).values({ brand, day: "2026-12-09", name: "x" }),
      ),
  ];
  const removals = (viewer: StaffViewer, brand = "cimsoft") => [
    () => runAsViewer(viewer, "write", ({ db }) => db.delete(brandHours).where(eq(brandHours.brand, brand))),
    () =>
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
      for (const insert of inserts(viewer)) await expect(insert()).rejects.toMatchObject({ cause: { code: "42501" } });
      for (const removal of removals(viewer)) expect((await removal()).count).toBe(0);
    }
    const { filer } = await plant();
    for (const write of [...inserts(clientViewer(filer) as never), ...removals(clientViewer(filer) as never)]) {
      await expect(write()).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    expect([await hours(), await daysOff()]).toEqual(before);
  });

  it("lets the brand's administrators write, and no times that are none", async () => {
    for (const insert of inserts(admin.viewer)) expect((await insert()).count).toBe(1);
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
    for (const removal of removals(admin.viewer)) expect((await removal()).count).toBeGreaterThan(0);
  });
});
