import { describe, expect, it } from "vitest";
import { runAsViewer, type StaffViewer } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { readMyDay } from "@/lib/site/my-day/queries";
import { MOST_OF_PART } from "@/lib/site/my-day/rules";
import { createAgreement, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";

const read = (viewer: StaffViewer) =>
  runAsViewer(viewer, "read", async (context) => {
    const brands = (await loadBrands()).filter(({ key }) => viewer.brands.includes(key));
    return readMyDay(context, brands, { zone: "America/New_York" });
  });

async function house() {
  const company = await createCompany();
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  return { company, contact: await createContact(company, { casesScope: "company", requestsScope: "company" }) };
}

/** Long before anything else of the database is due, so that other tests' threads push it out of no list. */
const FIRST = new Date("1999-01-04T15:00:00Z");

describe("what waits on a member of staff", () => {
  it("is their own threads by the clock, unread ones among them, and nobody else's", async () => {
    const { company, contact } = await house();
    const agent = await createStaff(["support_agent"]);
    const owned = { ownerId: agent.id, status: "in_progress" } as const;
    const later = await createCase(company, contact, { ...owned, answerDueAt: new Date("2099-01-05T15:00:00Z") });
    const late = await createCase(company, contact, { ...owned, answerDueAt: FIRST });
    await createCase(company, contact, { ...owned, status: "closed", answerDueAt: null });
    const { parts } = await read(staffViewer(agent));
    expect(parts?.mine.map(({ number }) => number)).toEqual([late.number, later.number]);
    expect(parts?.mine[0]).toMatchObject({ kind: "case", clock: { state: "late" }, company: { id: company.id } });

    const colleague = await createStaff(["support_agent"]);
    const theirs = await read(staffViewer(colleague));
    expect(theirs.parts?.mine).toEqual([]);
    expect(theirs.parts?.late.map(({ number }) => number)).toContain(late.number);
    expect(parts?.late.map(({ number }) => number)).not.toContain(late.number);
  });

  it("comes with what nobody has taken, at most as much as stands in one look", async () => {
    const { company, contact } = await house();
    const fresh = await createCase(company, contact, { answerDueAt: FIRST });
    const { parts } = await read(staffViewer(await createStaff(["support_agent"])));
    expect(parts?.unowned.map(({ number }) => number)).toContain(fresh.number);
    expect(parts?.unowned.length).toBeLessThanOrEqual(MOST_OF_PART.unowned);
    expect(parts?.unowned.every(({ owner }) => owner === null)).toBe(true);
  });
});

describe("the day of a role", () => {
  it("has requests and renewals for managers, and no case among what they owe", async () => {
    const { company, contact } = await house();
    const manager = await createStaff(["account_manager"]);
    const owned = { ownerId: manager.id, answerDueAt: FIRST } as const;
    const request = await createRequest(company, contact, owned);
    const day = await read(staffViewer(manager));
    expect(day.parts?.mine.map(({ kind, number }) => [kind, number])).toEqual([["request", request.number]]);
    expect(day.renewals).not.toBeNull();
    expect(day).toMatchObject({ chats: null, visitors: null, failedMails: null, drafts: null, blocked: null });
    const kinds = new Set([...(day.parts?.unowned ?? []), ...(day.parts?.late ?? [])].map(({ kind }) => kind));
    expect(kinds.has("case")).toBe(false);
  });

  it("has no thread and no client for marketing", async () => {
    const { company, contact } = await house();
    await createCase(company, contact, { answerDueAt: FIRST });
    const day = await read(staffViewer(await createStaff(["marketing"])));
    expect(day).toMatchObject({ parts: null, cases: null, requests: null, chats: null, renewals: null });
    expect(day).toMatchObject({ visitors: null, failedMails: null, troubles: [] });
    expect(day.drafts).not.toBeNull();
    expect(JSON.stringify(day)).not.toContain(company.name);
  });

  it("has contacts who wait and mail that failed for administrators", async () => {
    const day = await read(staffViewer(await createStaff(["administrator"])));
    expect(day.visitors).toEqual(expect.any(Number));
    expect(day.failedMails).toEqual(expect.any(Number));
    expect(day.blocked).not.toBeNull();
  });

  it("has nothing of a brand that is not theirs", async () => {
    const { company, contact } = await house();
    const late = await createCase(company, contact, { answerDueAt: FIRST });
    const viewer = staffViewer(await createStaff(["support_agent"], { brands: ["insource"] }), ["insource"]);
    const { parts } = await read(viewer);
    expect(Object.values(parts ?? {}).flatMap((rows) => rows.map(({ number }) => number))).not.toContain(late.number);
    expect(JSON.stringify(parts)).not.toContain("cimsoft");
  });
});
