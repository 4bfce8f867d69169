import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, ne } from "drizzle-orm";
import postgres from "postgres";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closePool } from "@/db/client";
import { brandHolidays, brands, contacts, notices, outbox, staff } from "@/db/schema";
import { holidaysOf } from "@/db/seed/holidays";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { brandByKey, forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import { openWords } from "@/lib/kit/open-words";
import { businessInstant, businessNow, businessToday, openState } from "@/lib/kit/time";
import { readDashboard } from "@/lib/site/dashboard/queries";
import { countStaffCases, listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { countStaffRequests, listStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters } from "@/lib/threads/requests/staff/queue/schema";
import { loadDemo } from "@/scripts/demo/data/load";
import { cases, requests } from "@/tests/support/threads";
import { dropDatabase } from "../../support/drop-database";
import { webUrlOf } from "../../support/web-url";
import { clientViewer, staffViewer } from "../../support/world";

/*
 * The demo is made for a day, and its cases and requests are dated before that day's clock. Whatever the business calendar
 * says of the day, they must show the same. Each day has a database of its own, as at a first start.
 */
const ZONE = "America/New_York";
const LOCAL = { zone: ZONE };

/** Local time, and what the state of the chat is then. */
const DAYS: readonly (readonly [why: string, local: string, chat: string])[] = [
  ["Thanksgiving, a Thursday", "2026-11-26T10:00", "Closed for Thanksgiving Day; opens Monday 8:30 a.m. Eastern"],
  ["the Saturday after it", "2026-11-28T16:20", "Opens Monday 8:30 a.m. Eastern"],
  ["the Monday after it, a month's last day, before chat opens", "2026-11-30T08:05", "Opens today 8:30 a.m. Eastern"],
  ["a month's first day, five past midnight", "2026-12-01T00:05", "Opens today 8:30 a.m. Eastern"],
  ["a year's last evening", "2026-12-31T22:00", "Opens Monday 8:30 a.m. Eastern"],
  ["New Year, a Friday", "2027-01-01T00:30", "Closed for New Year's Day; opens Monday 8:30 a.m. Eastern"],
  ["a Thursday a minute before chat shuts", "2027-03-11T16:29", "Open until 4:30 p.m. Eastern"],
  ["a Friday evening", "2027-03-12T23:45", "Opens Monday 8:30 a.m. Eastern"],
  ["the Sunday on which an hour is skipped", "2027-03-14T03:30", "Opens Monday 8:30 a.m. Eastern"],
  ["the Monday after it", "2027-03-15T09:00", "Open until 4:30 p.m. Eastern"],
  [
    "Independence Day, kept on the Monday",
    "2027-07-05T10:00",
    "Closed for Independence Day; opens Tuesday 8:30 a.m. Eastern",
  ],
  ["the Sunday on which an hour is repeated", "2027-11-07T01:30", "Opens Monday 8:30 a.m. Eastern"],
  ["the Monday after that", "2027-11-08T15:00", "Open until 4:30 p.m. Eastern"],
  ["29 February, a Tuesday a minute after chat opens", "2028-02-29T08:31", "Open until 4:30 p.m. Eastern"],
  ["1 March after it, a Wednesday", "2028-03-01T12:00", "Open until 4:30 p.m. Eastern"],
];

const ownUrl = process.env.DATABASE_URL ?? "";
const admin = postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });

beforeAll(() => {
  // The demo's own settings: its demo accounts may sign in, and its clock may be moved.
  Object.assign(process.env, {
    PORTAL_DEMO: "1",
    PORTAL_ORIGINS: "cimsoft=http://cimsoft.localhost:3000,insource=http://insource.localhost:3000",
  });
});

afterAll(async () => {
  Object.assign(process.env, { DATABASE_URL: ownUrl, DATABASE_WEB_URL: webUrlOf(ownUrl) });
  await admin.end();
});

describe.each(DAYS)("the demo made on %s", (_, local, chat) => {
  const name = `t_${randomBytes(8).toString("hex")}`;

  beforeAll(async () => {
    await admin.unsafe(`create database ${name} template portal_template`);
    const url = new URL(ownUrl);
    url.pathname = `/${name}`;
    Object.assign(process.env, { DATABASE_URL: url.href, DATABASE_WEB_URL: webUrlOf(url.href) });
    const moment = Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE);
    process.env.PORTAL_CLOCK_OFFSET_MS = String(moment.epochMilliseconds - Date.now());
    await keepHolidays(moment.year);
    forgetBrands();
    const report = await loadDemo(businessToday(ZONE));
    expect(report.files.flatMap(({ bad, errors, warnings: told }) => [...bad, ...errors, ...told])).toEqual([]);
    return async () => {
      await closePool();
      await dropDatabase(admin, name);
    };
  });

  it("has an answer that is late, one due before the desk shuts next, and clients with answers to read", async () => {
    const viewer = await agent();
    const served = await loadBrands();
    await runAsViewer(viewer, "read", async (context) => {
      const lateCases = await listStaffCases(context, parseStaffCaseFilters({ late: "yes" }), served, LOCAL);
      expect(lateCases.rows.map(({ clock }) => clock?.words)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^late by (1 h 3[5-9]|1 h [45]|2 h)/)]),
      );
      expect((await countStaffCases(context)).late).toBe(lateCases.rows.length);
      const lateRequests = await listStaffRequests(context, parseStaffRequestFilters({ late: "yes" }), served, LOCAL);
      expect(new Set(lateRequests.rows.map(({ brand }) => brand))).toEqual(new Set(["cimsoft", "insource"]));
      expect((await countStaffRequests(context)).late).toBe(lateRequests.rows.length);
    });
    for (const brand of served) {
      const dueCases = await owed(cases, brand.key);
      expect(dueCases.filter((due) => isDue(brand.chatCalendar, due)).length, `${brand.key}: cases`).toBeGreaterThan(0);
    }
    const brand = await brandByKey("cimsoft");
    const dueRequests = await owed(requests, "cimsoft");
    expect(dueRequests.filter((due) => isDue(brand.supportCalendar, due)).length).toBeGreaterThan(0);
    expect(openWords(brand.chatCalendar, businessNow()).words).toBe(chat);
  });

  it.each([
    ["cimsoft", "ap.clerk@keystone.example"],
    ["insource", "accounts@tidewater.example"],
  ])("has a payer at %s who owes something overdue and something due today", async (brand, email) => {
    const { money, waiting } = await dashboardOf(brand, email);
    expect(money?.balances[0]?.overdueCount).toBeGreaterThan(0);
    expect(money?.balances[0]?.nextDue?.on).toBe(businessToday(ZONE));
    expect(waiting.counts.estimate).toBeGreaterThan(0);
    expect(waiting.counts.invoice).toBe(money?.balances[0]?.overdueCount);
  });

  it.each([
    ["cimsoft", "plant.engineer@keystone.example"],
    ["insource", "plant.engineer@tidewater.example"],
  ])("has an engineer of %s who is supported, with a case that waits on them", async (brand, email) => {
    const { support, waiting, team } = await dashboardOf(brand, email);
    expect(support.kind).toBe("in-force");
    expect(waiting.counts.case).toBeGreaterThan(0);
    expect(team.length).toBeGreaterThan(2);
  });

  it("has no message after now, and notices of which a part is read", async () => {
    const now = new Date();
    const said = await asSystem("test", async (db) => [
      ...(await db.select({ at: cases.activeAt, last: cases.lastMessageAt, from: cases.createdAt }).from(cases)),
      ...(await db
        .select({ at: requests.activeAt, last: requests.lastMessageAt, from: requests.createdAt })
        .from(requests)),
    ]);
    expect(said.every(({ at, last, from }) => from <= last && last <= at && at < now)).toBe(true);
    const rung = await asSystem("test", (db) => db.select().from(notices));
    expect(rung.some(({ readAt }) => readAt === null)).toBe(true);
    expect(rung.some(({ readAt }) => readAt !== null)).toBe(true);
    expect(rung.every(({ readAt, createdAt }) => createdAt < now && (readAt === null || readAt > createdAt))).toBe(
      true,
    );
    const mails = await asSystem("test", (db) =>
      db.select({ state: outbox.state, outcome: outbox.outcome }).from(outbox),
    );
    expect(mails.every(({ state }) => state === "sent")).toBe(true);
    expect(new Set(mails.map(({ outcome }) => outcome))).toEqual(new Set(["delivered", "bounced", "complained"]));
  });
});

/** A new database has those of the years around today, which these days need not be. */
async function keepHolidays(year: number): Promise<void> {
  const days = [year - 1, year, year + 1].flatMap(holidaysOf);
  await asSystem("test: holidays", async (db) => {
    for (const { key } of await db.select({ key: brands.key }).from(brands)) {
      await db
        .insert(brandHolidays)
        .values(days.map((day) => ({ brand: key, ...day })))
        .onConflictDoNothing();
    }
  });
}

/** Not late, and answered in time before the desk shuts today, or on the next day on which it opens. */
function isDue(calendar: Parameters<typeof openState>[0], due: Date): boolean {
  const now = businessNow();
  const state = openState(calendar, now);
  const opening = state.open ? state : state.opens && openState(calendar, state.opens.toInstant());
  const closes = opening?.open ? opening.closes.epochMilliseconds : Number.NaN;
  const at = businessInstant(due).epochMilliseconds;
  return at >= now.epochMilliseconds && at <= closes;
}

/** When the answers are due that a brand owes. System time. */
async function owed(table: typeof cases | typeof requests, brand: string): Promise<Date[]> {
  const rows = await asSystem("test", (db) =>
    db
      .select({ due: table.answerDueAt })
      .from(table)
      .where(and(eq(table.brand, brand), ne(table.status, "closed"), isNotNull(table.answerDueAt))),
  );
  return rows.flatMap(({ due }) => due ?? []);
}

async function agent(): Promise<StaffViewer> {
  const [member] = await asSystem("test", (db) =>
    db.select().from(staff).where(eq(staff.email, "portal.admin@portal.example")),
  );
  if (!member) throw new Error("no administrator");
  return staffViewer(member);
}

async function dashboardOf(brand: string, email: string) {
  const [contact] = await asSystem("test", (db) =>
    db
      .select()
      .from(contacts)
      .where(and(eq(contacts.brand, brand), eq(contacts.email, email))),
  );
  if (!contact) throw new Error(`no contact ${email}`);
  return runAsViewer(clientViewer(contact), "read", (context) =>
    readDashboard(context, { today: businessToday(ZONE), lastVisitOn: null, local: LOCAL }),
  );
}
