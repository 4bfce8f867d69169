import { beforeAll, describe, expect, it } from "vitest";
import type { StaffRole } from "@/db/schema/constants";
import { loadBrands } from "@/lib/gate/brand/load";
import { listAgents, readCaseChoices } from "@/lib/threads/cases/staff/choices/queries";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import {
  countStaffCases,
  listCaseCompanyChoices,
  listStaffCases,
  type StaffCaseList,
} from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { answerCase, noteCase } from "@/lib/threads/cases/staff/service";
import { markRead } from "@/lib/threads/service";
import { createAgreement, createCompany, createContact, createTeamMember, unique } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { act, answer, filedCase, type Member, member, read } from "./support";

const LOCAL = { zone: "America/New_York" };
let agent: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
});

const list = async (raw: Record<string, string>, who = agent): Promise<StaffCaseList> => {
  const brands = await loadBrands();
  return read(who, (context) => listStaffCases(context, parseStaffCaseFilters(raw), brands, LOCAL));
};
const numbers = async (raw: Record<string, string>, who = agent) =>
  (await list(raw, who)).rows.map(({ number }) => number);
const find = async (number: string, who: Member) => {
  const brands = await loadBrands();
  return read(who, (context) => findStaffCase(context, number, brands, LOCAL));
};
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("the queue of cases", () => {
  it("shows open cases, the most urgent answer first, and those without an owed answer last", async () => {
    const company = await createCompany();
    const filer = await createContact(company);
    const make = (over: Parameters<typeof createCase>[2]) => createCase(company, filer, over);
    const later = await make({ answerDueAt: ago(-600), answerSince: ago(10) });
    const late = await make({ answerDueAt: ago(60 * 24 * 7), answerSince: ago(60 * 24 * 8) });
    const soon = await make({ answerDueAt: ago(-1), answerSince: ago(200), severity: "question" });
    const idle = await make({ answerDueAt: null, answerSince: null, status: "waiting_on_you", product: "AVEVA Edge" });
    const closed = await make({ status: "closed" });
    const of = { company: company.id };
    const page = await list(of);
    expect(page.rows.map(({ number }) => number)).toEqual([late, soon, later, idle].map(({ number }) => number));
    expect(page.count).toBe(4);
    expect(page.rows.map(({ clock }) => clock?.state)).toEqual(["late", "soon", expect.any(String), undefined]);
    expect(page.rows[0]?.clock?.words).toMatch(/^late by \d+ h/);

    expect(await numbers({ ...of, status: "closed" })).toEqual([closed.number]);
    expect(await numbers({ ...of, late: "yes" })).toEqual([late.number]);
    expect(await numbers({ ...of, severity: "question" })).toEqual([soon.number]);
    expect(await numbers({ ...of, product: "AVEVA Edge" })).toEqual([idle.number]);
    expect(await numbers({ ...of, brand: "insource" })).toEqual([]);
    expect(await numbers({ ...of, sort: "filed" })).toEqual([later, late, soon, idle].map(({ number }) => number));
    // A search finds what is closed too.
    expect((await numbers({ ...of, q: "mornings" })).sort()).toEqual(
      [later, late, soon, idle, closed].map(({ number }) => number).sort(),
    );
    expect(await numbers({ q: closed.number })).toContain(closed.number);
    expect(await numbers({ ...of, q: "mornings", status: "new" })).not.toContain(closed.number);
  });

  it("pages through every case once, there and back", async () => {
    const company = await createCompany();
    const filer = await createContact(company);
    for (let index = 0; index < 30; index++) {
      // Several at one instant, and some that owe nothing.
      const at = ago(-100 - Math.floor(index / 3));
      const owed =
        index % 4 === 0 ? { answerDueAt: null, answerSince: null } : { answerDueAt: at, answerSince: ago(1) };
      await createCase(company, filer, owed);
    }
    const filters = parseStaffCaseFilters({ company: company.id });
    const brands = await loadBrands();
    const pageAt = (cursor: StaffCaseList["next"]) =>
      read(agent, (context) => listStaffCases(context, { ...filters, cursor }, brands, LOCAL));
    const one = await pageAt(null);
    const two = await pageAt(one.next);
    expect([one.from, one.to, two.from, two.to, two.count, two.next]).toEqual([1, 25, 26, 30, 30, null]);
    expect(new Set([...one.rows, ...two.rows].map(({ id }) => id)).size).toBe(30);
    expect((await pageAt(two.previous)).rows.map(({ id }) => id)).toEqual(one.rows.map(({ id }) => id));
  });

  it("narrows to the agent's own, unassigned or a colleague's cases, and marks those with a client's unread message", async () => {
    const { company, filer, row } = await filedCase();
    const of = { company: company.id };
    const colleague = await member(["administrator"], "Noor Haddad");
    const theirs = await createCase(company, filer, { ownerId: colleague.id });
    const unread = async (who: Member) =>
      (await list(of, who)).rows.filter((line) => line.unread).map(({ number }) => number);
    expect(await numbers({ ...of, assignee: "nobody" })).toEqual([row.number]);
    expect(await numbers({ ...of, assignee: "me" })).toEqual([]);
    expect(await numbers({ ...of, assignee: colleague.id })).toEqual([theirs.number]);
    expect((await unread(agent)).sort()).toEqual([row.number, theirs.number].sort());
    await act(agent, (context) => markRead(context, row.id));
    expect(await unread(agent)).toEqual([theirs.number]);
    expect((await unread(colleague)).sort()).toEqual([row.number, theirs.number].sort());
    await act(colleague, (context) => answerCase(context, answer(row.number)));
    expect(await numbers({ ...of, assignee: colleague.id })).toHaveLength(2);
    expect(await unread(agent)).toEqual([theirs.number]);
  });

  it("counts the agent's own cases", async () => {
    const mate = await member(["support_agent"], "Fresh Start");
    const before = await read(mate, countStaffCases);
    const { company, filer, row } = await filedCase({ answerDueAt: ago(5), answerSince: ago(500) });
    await createCase(company, filer, { ownerId: mate.id });
    await createCase(company, filer, { status: "closed" });
    const after = await read(mate, countStaffCases);
    // Others file in the same database meanwhile.
    expect(after.open).toBeGreaterThanOrEqual(before.open + 2);
    expect(after.late).toBeGreaterThanOrEqual(before.late + 1);
    expect([after.mine, after.unread]).toEqual([1, 1]);
    expect(row.status).toBe("new");
  });
});

describe("who reads cases", () => {
  it.each([
    ["support_agent", undefined, true],
    ["administrator", undefined, true],
    ["account_manager", undefined, true],
    ["subscription_manager", undefined, true],
    ["marketing", undefined, false],
    ["support_agent", ["insource"], false],
    ["support_agent", [], false],
  ] as [StaffRole, string[] | undefined, boolean][])("as %s of brands %j: %s", async (role, brands, sees) => {
    const { number, company, row } = await filedCase();
    const reader = await member([role], "Some Body", brands);
    expect(await numbers({ company: company.id }, reader)).toEqual(sees ? [number] : []);
    expect(await numbers({ q: row.subject }, reader)).toEqual(sees ? [number] : []);
    expect((await find(number, reader))?.number ?? null).toBe(sees ? number : null);
    const choices = await read(reader, (context) => listCaseCompanyChoices(context, company.id));
    expect(choices.some(({ id }) => id === company.id)).toBe(sees);
    if (!sees && !brands) {
      expect(await read(reader, countStaffCases)).toEqual({
        ...{ open: 0, unassigned: 0, late: 0, mine: 0, unread: 0, snoozed: 0 },
      });
    }
  });

  it("as an agent of one brand, who is offered its people and cases alone", async () => {
    const there = await member(["support_agent"], "Only There", ["insource"]);
    const here = await member(["support_agent"], "Only Here", ["cimsoft"]);
    const offered = (await read(there, (context) => listAgents(context))).map(({ id }) => id);
    expect(offered).toContain(there.id);
    expect(offered).not.toContain(here.id);
    expect((await list({}, there)).rows.every(({ brand }) => brand === "insource")).toBe(true);
  });
});

describe("the panels beside a case", () => {
  it("show its company, agreement, people and recent cases", async () => {
    const company = await createCompany({ name: unique("Kestrel"), city: "Richmond", region: "VA" });
    await createAgreement(company, { product: "Premium support", startsOn: "2020-01-01", endsOn: "2099-12-31" });
    await createTeamMember(company, { name: "Dana Whitfield" });
    const filer = await createContact(company, {
      name: "Robin Meyer",
      casesScope: "own",
      timeZone: "America/Chicago",
      jobTitle: "Plant engineer",
    });
    const friend = await createContact(company, { name: "Sam Ortiz", casesScope: "own" });
    await createContact(company, { name: "Left Long Ago", closedAt: new Date() });
    const earlier = await createCase(company, filer, { status: "closed" });
    const theirs = await createCase(company, friend);
    const row = await createCase(company, filer, { followsId: earlier.id, participants: [friend] });
    await act(agent, (context) => noteCase(context, answer(row.number, "Known to us.")));

    const found = await find(row.number, agent);
    expect(found).toMatchObject({
      follows: earlier.number,
      filedBy: { name: "Robin Meyer" },
      participants: [{ name: "Sam Ortiz" }],
      colleagues: [],
      clock: { isFirst: true },
      company: {
        place: "Richmond, VA",
        support: { kind: "in-force", term: { product: "Premium support" } },
        team: [{ name: "Dana Whitfield" }],
        contacts: [{ name: "Robin Meyer" }, { name: "Sam Ortiz" }],
        contactCount: 2,
      },
      contact: { email: filer.email, jobTitle: "Plant engineer", recent: [{ number: earlier.number }] },
    });
    expect(found?.contact.timeThere).toMatch(/ Central$/);
    expect(found?.company.recent.map(({ number }) => number).sort()).toEqual([earlier.number, theirs.number].sort());
    expect(found?.thread.items.map(({ kind }) => kind)).toEqual(["message", "note"]);
    expect((await find(earlier.number, agent))?.followedBy).toEqual([row.number]);
  });

  it("offer canned replies of the case's own brand, filled in for the case", async () => {
    const { number } = await filedCase({ product: "Something old" }, "insource");
    const found = await find(number, agent);
    if (!found) throw new Error("not found");
    const choices = await read(agent, (context) => readCaseChoices(context, found, "Kim Duarte"));
    expect(choices.replies.length).toBeGreaterThan(2);
    expect(choices.replies.flatMap(({ unknown }) => unknown)).toEqual([]);
    expect(choices.replies.map(({ text }) => text).join()).not.toMatch(/[{}]/);
    expect(choices.replies[0]?.text).toMatch(/^Hello Robin,/);
    expect(choices.products[0]?.name).toBe("Something old");
    expect(choices.products.map(({ name }) => name)).toContain("AVEVA Historian");
  });
});
