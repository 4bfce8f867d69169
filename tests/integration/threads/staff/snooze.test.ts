import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, promises, threadSnoozes, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { replyToCaseAction } from "@/lib/threads/cases/actions";
import { assignCaseAction, snoozeCaseAction } from "@/lib/threads/cases/staff/actions";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { countStaffCases, listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { say } from "@/tests/integration/threads/cases/mail/support";
import { filedCase, type Member, member, read } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const LOCAL = { zone: "America/New_York" };
const staffOf = ({ id }: Member, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });
const inHours = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
const rowsOf = (threadId: string) =>
  asSystem("test looks", (db) => db.select().from(threadSnoozes).where(eq(threadSnoozes.threadId, threadId)));

/** What of one company's cases is in the queue with these filters. */
async function queue(who: Member, company: string, raw: Record<string, string> = {}) {
  const brands = await loadBrands();
  const filters = parseStaffCaseFilters({ company, ...raw });
  const { rows, count } = await read(who, (context) => listStaffCases(context, filters, brands, LOCAL));
  expect(count).toBe(rows.length);
  return rows.map(({ number }) => number);
}

const snoozed = async () => {
  const agent = await member(["support_agent"]);
  const { number, row, company, filer } = await filedCase();
  const until = inHours(2);
  await send(snoozeCaseAction, staffOf(agent), { number, until });
  return { agent, number, row, company, filer, until };
};

describe("a snoozed case", () => {
  it("leaves the queue, is found by its filter and by a search, and comes back", async () => {
    const { agent, number, row, company, until } = await snoozed();
    expect(await rowsOf(row.id)).toMatchObject([{ brand: "cimsoft", staffId: agent.id, until: new Date(until) }]);
    expect(await queue(agent, company.id)).toEqual([]);
    expect(await queue(agent, company.id, { status: row.status })).toEqual([]);
    expect(await queue(agent, company.id, { snoozed: "yes" })).toEqual([number]);
    expect(await queue(agent, company.id, { q: number })).toEqual([number]);
    await send(snoozeCaseAction, staffOf(agent), { number, until: "" });
    expect(await rowsOf(row.id)).toEqual([]);
    expect(await queue(agent, company.id)).toEqual([number]);
    expect(await queue(agent, company.id, { snoozed: "yes" })).toEqual([]);
  });

  it("is counted as snoozed only, and does not wait for the agent", async () => {
    const agent = await member(["support_agent"]);
    const { number, filer, row } = await filedCase({ ownerId: agent.id });
    await say(row, filer, "Anybody there?");
    const counts = () => read(agent, countStaffCases);
    expect(await counts()).toMatchObject({ mine: 1, unread: 1, snoozed: expect.any(Number) });
    await send(snoozeCaseAction, staffOf(agent), { number, until: inHours(1) });
    expect(await counts()).toMatchObject({ mine: 0, unread: 0 });
  });

  it("wakes when its time has come, when the client writes and when it gets another owner", async () => {
    const timed = await snoozed();
    await asSystem("test lets time pass", (db) =>
      db
        .update(threadSnoozes)
        .set({ until: new Date(Date.now() - 1000), createdAt: new Date(Date.now() - 5000) })
        .where(eq(threadSnoozes.threadId, timed.row.id)),
    );
    expect(await queue(timed.agent, timed.company.id)).toEqual([timed.number]);

    const written = await snoozed();
    const reply = { id: nobodysId(), number: written.number, body: "It stopped again." };
    expect((await send(replyToCaseAction, contactOf(written.filer), reply)).kind).toBe("redirected");
    expect(await queue(written.agent, written.company.id)).toEqual([written.number]);

    const given = await snoozed();
    await send(assignCaseAction, staffOf(given.agent), { number: given.number, assignee: given.agent.id });
    expect(await queue(given.agent, given.company.id)).toEqual([given.number]);
  });

  it("keeps its promise of an answer, and among late cases it is still there", async () => {
    const due = new Date(Date.now() - 60_000);
    const agent = await member(["support_agent"]);
    const { number, row, company } = await filedCase({ answerDueAt: due, answerSince: new Date(Date.now() - 120_000) });
    const clock = () =>
      asSystem("test looks", async (db) => ({
        thread: await db.select({ due: threads.answerDueAt }).from(threads).where(eq(threads.id, row.id)),
        promised: await db.select().from(promises).where(eq(promises.threadId, row.id)),
      }));
    const before = await clock();
    await send(snoozeCaseAction, staffOf(agent), { number, until: inHours(1) });
    expect(await clock()).toEqual(before);
    expect(await queue(agent, company.id, { late: "yes" })).toEqual([number]);
  });

  it("says so on its page, with the zone and who did it", async () => {
    const { agent, number, until } = await snoozed();
    const brands = await loadBrands();
    const found = await read(agent, (context) => findStaffCase(context, number, brands, LOCAL));
    expect(found?.around.snooze.now).toMatchObject({ until, by: { id: agent.id, name: agent.name } });
    expect(found?.around.snooze.now?.label).toMatch(/^Until .+ Eastern$/);
  });

  it("is snoozed once by a form sent twice, and each change is in the record", async () => {
    const { agent, number, row, until } = await snoozed();
    await send(snoozeCaseAction, staffOf(agent), { number, until });
    await send(snoozeCaseAction, staffOf(agent), { number, until: "" });
    await send(snoozeCaseAction, staffOf(agent), { number, until: "" });
    const audit = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, row.id)),
    );
    expect(audit.map(({ action }) => action).filter((action) => /snoozed|woken/.test(action))).toEqual([
      "case.snoozed",
      "case.woken",
    ]);
  });

  it("takes a time of one's own on the agent's clock, and none that is over, too far or no time", async () => {
    const agent = await member(["support_agent"]);
    const { number, row } = await filedCase();
    const refused: readonly Record<string, string>[] = [
      { own: "yes", at: "" },
      { own: "yes", at: "2020-01-01T09:00" },
      { own: "yes", at: "2027-02-31T09:00" },
      { own: "yes", at: "soon" },
      { until: inHours(-1) },
      { until: inHours(24 * 400) },
      { until: "tomorrow" },
    ];
    for (const wrong of refused) {
      const { kind } = await send(snoozeCaseAction, staffOf(agent), { number, ...wrong });
      expect(kind, JSON.stringify(wrong)).not.toBe("redirected");
    }
    expect(await rowsOf(row.id)).toEqual([]);
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await send(snoozeCaseAction, staffOf(agent), { number, own: "yes", at: `${day}T09:00` });
    const [stored] = await rowsOf(row.id);
    const hour = stored?.until.toLocaleString("en-US", { timeZone: LOCAL.zone, hour: "numeric", hour12: false });
    expect(hour).toBe("09");
  });

  it("cannot be one that is closed", async () => {
    const agent = await member(["support_agent"]);
    const { number, row } = await filedCase({ status: "closed" });
    expect((await send(snoozeCaseAction, staffOf(agent), { number, until: inHours(1) })).kind).not.toBe("redirected");
    expect(await rowsOf(row.id)).toEqual([]);
  });

  it("is snoozed by nobody who does not work cases, and seen as snoozed by no client", async () => {
    const { number, row, filer } = await filedCase();
    const other = await member(["support_agent"], "Lee Park", ["insource"]);
    const manager = await member(["account_manager"]);
    const outsiders: Sender[] = [
      { brand: "cimsoft" },
      contactOf(filer),
      staffOf(manager),
      staffOf(await member(["marketing"])),
      staffOf(other),
    ];
    for (const sender of outsiders) await send(snoozeCaseAction, sender, { number, until: inHours(1) });
    expect(await rowsOf(row.id)).toEqual([]);
    for (const { viewer } of [other, manager]) {
      const forged = runAsViewer(viewer, "write", ({ db }) =>
        db.insert(threadSnoozes).values({
          ...{ brand: "cimsoft", threadId: row.id, until: new Date(Date.now() + 60_000) },
          ...{ staffId: viewer.staffId, staffName: "x" },
        }),
      );
      await expect(forged).rejects.toThrow();
    }
  });
});
