import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { staff } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { findTeamPerson } from "@/lib/people/account-team/staff/queries";
import { readCaseChoices } from "@/lib/threads/cases/staff/choices/queries";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { findStaffRequest, readRequestChoices } from "@/lib/threads/requests/staff/queries";
import {
  countStaffRequests,
  listStaffRequests,
  type StaffRequestList,
} from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters } from "@/lib/threads/requests/staff/queue/schema";
import { answerRequest, noteRequest } from "@/lib/threads/requests/staff/service";
import { markRead } from "@/lib/threads/service";
import { requests } from "@/tests/support/threads";
import {
  createAgreement,
  createCompany,
  createContact,
  createInvoice,
  createTeamMember,
  unique,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { act, answer, askedRequest, goAway, LOCAL, type Member, member, read } from "./support";

let manager: Member;
beforeAll(async () => {
  manager = await member(["account_manager"]);
});

const list = (who: Member, query: Record<string, string> = {}): Promise<StaffRequestList> =>
  read(who, async (context) => listStaffRequests(context, parseStaffRequestFilters(query), await loadBrands(), LOCAL));
const numbers = async (who: Member, query: Record<string, string> = {}) =>
  (await list(who, query)).rows.map(({ number }) => number);
const find = (number: string, who: Member) =>
  read(who, async (context) => findStaffRequest(context, number, await loadBrands(), LOCAL));

const hours = (count: number) => new Date(Date.now() + count * 3_600_000);

describe("the queue of requests", () => {
  it("lists the reader's own and the unassigned first, in each the overdue first", async () => {
    const me = await member(["account_manager"], "Me");
    const someone = await member(["account_manager"], "Someone");
    const company = await createCompany();
    const asker = await createContact(company);
    const ask = async (over: Parameters<typeof createRequest>[2]) => (await createRequest(company, asker, over)).number;
    const theirsLate = await ask({ ownerId: someone.id, answerDueAt: hours(-50) });
    const theirs = await ask({ ownerId: someone.id, answerDueAt: hours(5) });
    const mineLater = await ask({ ownerId: me.id, answerDueAt: hours(9) });
    const mineLate = await ask({ ownerId: me.id, answerDueAt: hours(-2) });
    const nobodys = await ask({ answerDueAt: hours(3) });
    const answered = await ask({ ownerId: me.id, status: "answered" });
    const change = await ask({ kind: "change", answerDueAt: hours(-60) });
    await ask({ ownerId: me.id, status: "closed" });
    const query = { company: company.id };
    expect(await numbers(me, query)).toEqual([mineLate, nobodys, mineLater, answered, change, theirsLate, theirs]);
    // Changes of details wait for administrators.
    const administrator = await member(["administrator"], "Admin");
    expect((await numbers(administrator, query)).slice(0, 2)).toEqual([change, nobodys]);
    expect(await numbers(me, { ...query, late: "yes" })).toEqual([mineLate, change, theirsLate]);
    expect(await numbers(me, { ...query, owner: "me" })).toEqual([mineLate, mineLater, answered]);
    expect(await numbers(me, { ...query, owner: "nobody" })).toEqual([nobodys]);
    expect(await numbers(administrator, { ...query, owner: "nobody" })).toEqual([change, nobodys]);
    expect(await numbers(me, { ...query, status: "closed" })).toHaveLength(1);
    expect(await numbers(me, { ...query, sort: "asked" })).toHaveLength(7);
  });

  it("counts as unassigned what its reader can take, as the filter does", async () => {
    const administrator = await member(["administrator"], "Admin");
    const unassigned = async (who: Member) => {
      const { count } = await list(who, { owner: "nobody" });
      expect((await read(who, countStaffRequests)).unassigned).toBe(count);
      return count;
    };
    const before = [await unassigned(manager), await unassigned(administrator)] as const;
    await askedRequest({ kind: "change" });
    expect([await unassigned(manager), await unassigned(administrator)]).toEqual([before[0], before[1] + 1]);
    await askedRequest();
    expect([await unassigned(manager), await unassigned(administrator)]).toEqual([before[0] + 1, before[1] + 2]);
  });

  it("pages forwards and back without a gap", async () => {
    const company = await createCompany();
    const asker = await createContact(company);
    for (let index = 0; index < 27; index++) {
      await createRequest(company, asker, { answerDueAt: hours(index), ...(index % 2 ? { ownerId: manager.id } : {}) });
    }
    const first = await list(manager, { company: company.id });
    expect([first.from, first.to, first.count, first.previous]).toEqual([1, 25, 27, null]);
    const filters = parseStaffRequestFilters({ company: company.id });
    const second = await read(manager, async (context) =>
      listStaffRequests(context, { ...filters, cursor: first.next }, await loadBrands(), LOCAL),
    );
    expect([second.from, second.to, second.next]).toEqual([26, 27, null]);
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(27);
    const back = await read(manager, async (context) =>
      listStaffRequests(context, { ...filters, cursor: second.previous }, await loadBrands(), LOCAL),
    );
    expect(back.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
  });

  it("is searched by number, company and messages, closed ones too, and never by internal notes", async () => {
    const word = unique("Zeppelin").replaceAll("-", "");
    const { number, company } = await askedRequest({ body: `About the ${word} line.`, status: "closed" });
    expect(await numbers(manager, { q: word })).toEqual([number]);
    expect(await numbers(manager, { q: number })).toEqual([number]);
    expect(await numbers(manager, { q: company.name })).toEqual([number]);
    const note = unique("Airship").replaceAll("-", "");
    await act(manager, (context) => noteRequest(context, answer(number, note)));
    expect(await numbers(manager, { q: note })).toEqual([]);
  });

  it("shows a stand-in the requests of somebody away, first and apart", async () => {
    const away = await member(["account_manager"], "Ali Away");
    const standIn = await member(["account_manager"], "Sam Stands");
    const { number, company } = await askedRequest({ ownerId: away.id });
    expect(await numbers(standIn, { owner: "away" })).toEqual([]);
    await goAway(away, standIn);
    const { rows } = await list(standIn, { owner: "away" });
    expect(rows.map((row) => [row.number, row.owner?.name, row.owner?.isMineToday])).toEqual([
      [number, "Ali Away", true],
    ]);
    expect((await read(standIn, countStaffRequests)).standingIn).toBe(1);
    expect((await list(manager, { company: company.id })).rows[0]?.owner?.isMineToday).toBe(false);
    expect((await find(number, standIn))?.owner?.away).toMatchObject({
      standIn: { name: "Sam Stands", hasPage: true },
    });
  });

  it("leads to owners who have a page in the team, and to no others", async () => {
    const owner = await member(["account_manager"], "Olga Owns");
    const left = await member(["account_manager"], "Lee Left");
    const agent = await member(["support_agent"], "Sue Supports");
    const { company } = await askedRequest({ ownerId: owner.id });
    const asker = await createContact(company);
    await createRequest(company, asker, { ownerId: left.id });
    await createRequest(company, asker, { ownerId: agent.id });
    await asSystem("test closes an account", (db) =>
      db.update(staff).set({ closedAt: new Date() }).where(eq(staff.id, left.id)),
    );
    const { rows } = await list(manager, { company: company.id });
    expect(Object.fromEntries(rows.map((row) => [row.owner?.name, row.owner?.hasPage]))).toEqual({
      "Olga Owns": true,
      "Lee Left": false,
      "Sue Supports": false,
    });
    expect((await read(manager, (context) => findTeamPerson(context, owner.id)))?.name).toBe("Olga Owns");
    expect(await read(manager, (context) => findTeamPerson(context, left.id))).toBeNull();
  });

  it("marks requests in which a client has written since the reader last read", async () => {
    const { row, company } = await askedRequest();
    const unread = async () => (await list(manager, { company: company.id })).rows.map((one) => one.unread);
    expect(await unread()).toEqual([true]);
    await act(manager, (context) => markRead(context, row.id));
    expect(await unread()).toEqual([false]);
  });

  it.each([
    ["an account manager", ["account_manager"], ["cimsoft", "insource"], true],
    ["a subscription manager", ["subscription_manager"], ["cimsoft"], true],
    ["an administrator", ["administrator"], ["cimsoft"], true],
    ["a support agent", ["support_agent"], ["cimsoft", "insource"], false],
    ["marketing", ["marketing"], ["cimsoft", "insource"], false],
    ["an account manager of the other brand", ["account_manager"], ["insource"], false],
    ["an administrator without a brand", ["administrator"], [], false],
  ] satisfies [string, StaffRole[], string[], boolean][])(
    "is read as far as roles and brands allow by %s",
    async (_, roles, brands, sees) => {
      const { number, company } = await askedRequest();
      const reader = await member(roles, "Reader", brands);
      expect(await numbers(reader, { company: company.id })).toEqual(sees ? [number] : []);
      expect(await numbers(reader, { q: number })).toEqual(sees ? [number] : []);
      expect((await find(number, reader))?.number ?? null).toBe(sees ? number : null);
    },
  );
});

describe("the panels beside a request", () => {
  it("show its company with agreements and balance, its contact, and recent requests of both", async () => {
    const company = await createCompany({ city: "Richmond", region: "VA" });
    const foreign = await createCompany();
    await createInvoice(foreign, { dueOn: "2026-01-31" });
    await createInvoice(company, { dueOn: "2026-01-31", totalMinor: 12_345 });
    await createInvoice(company, { dueOn: "2099-01-31", totalMinor: 10_000 });
    const agreement = await createAgreement(company, { product: "AVEVA Historian", kind: "subscription" });
    await createTeamMember(company);
    const asker = await createContact(company, { name: "Robin Meyer", timeZone: "America/Chicago", casesScope: "own" });
    const colleague = await createContact(company);
    const earlier = await createRequest(company, asker, { status: "closed" });
    const theirs = await createRequest(company, colleague);
    const filed = await createCase(company, asker);
    const row = await createRequest(company, asker, { kind: "renewal", agreementId: agreement.id });
    const found = await find(row.number, manager);
    expect(found).toMatchObject({
      subject: row.subject,
      about: { agreement: { product: "AVEVA Historian" } },
      company: {
        place: "Richmond, VA",
        agreements: [{ seats: 10, value: { minor: 1_200_000, currency: "USD" } }],
        balances: [{ open: { minor: 22_345 }, openCount: 2, overdue: { minor: 12_345 } }],
        team: [{ name: "Dana Whitfield" }],
        recentCases: [{ number: filed.number }],
      },
      contact: { email: asker.email, recentRequests: [{ number: earlier.number }], recentCases: [{}] },
      thread: { items: [{ kind: "message" }] },
    });
    expect(found?.company.recentRequests.map(({ number }) => number).sort()).toEqual(
      [earlier.number, theirs.number].sort(),
    );
    expect(found?.contact.timeThere).toMatch(/ Central$/);
  });

  it("offer canned replies for requests, and beside a case those for cases", async () => {
    const { number, company, asker } = await askedRequest({}, "insource");
    const found = await find(number, manager);
    if (!found) throw new Error("not found");
    const { replies, workers } = await read(manager, (context) => readRequestChoices(context, found, "Dana Whitfield"));
    expect(replies.length).toBeGreaterThan(2);
    expect(replies.flatMap(({ unknown }) => unknown)).toEqual([]);
    expect(replies[0]?.text).toMatch(/^Hello Robin,/);
    expect(workers.map(({ id }) => id)).toContain(manager.id);

    const agent = await member(["support_agent"]);
    const filed = await createCase(company, asker);
    const ofCase = await read(agent, async (context) => {
      const page = await findStaffCase(context, filed.number, await loadBrands(), LOCAL);
      if (!page) throw new Error("not found");
      return readCaseChoices(context, page, "Kim Duarte");
    });
    const titles = new Set(ofCase.replies.map(({ title }) => title));
    expect(titles.size).toBeGreaterThan(2);
    expect(replies.filter(({ title }) => titles.has(title))).toEqual([]);
  });

  it("show that the staff member who gave the first answer owns the request", async () => {
    const { number, row } = await askedRequest();
    await act(manager, (context) => answerRequest(context, answer(number)));
    expect((await find(number, manager))?.owner).toMatchObject({ isMe: true, standsInFor: null, away: null });
    const [kept] = await asSystem("test looks", (db) => db.select().from(requests).where(eq(requests.id, row.id)));
    expect(kept?.ownerId).toBe(manager.id);
  });
});
