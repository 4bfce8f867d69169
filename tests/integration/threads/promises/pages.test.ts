import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { caseSolutions, onCallRotas, promises } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { setStatus } from "@/lib/threads/cases/staff/triage/service";
import { sayCauseAction } from "@/lib/threads/promises/actions";
import { readClientAnswers } from "@/lib/threads/promises/queries";
import { parseAnswerFilters } from "@/lib/threads/promises/schema";
import { exportPromises } from "@/lib/threads/promises/staff/list/queries";
import { leadsAnswers, readAnswerLines, readAnswerTotal } from "@/lib/threads/promises/staff/queries";
import { countMinutes } from "@/lib/threads/promises/tasks";
import { clientViewer, createContact } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { act, answer, filedCase, type Member, member, read, stored } from "../cases/staff/support";
import { LOCAL, send } from "../cases/support";
import { letPass, promisesOf } from "./support";

const NAMES = { severities: { impaired: "Impaired" }, brands: {}, coverages: {} };

let agent: Member;
let other: Member;
let lead: Member;
let administrator: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
  other = await member(["support_agent", "account_manager"], "Noor Haddad");
  lead = await member(["support_agent"], "Lea Holm");
  administrator = await member(["administrator"], "Ada Brook");
  await asSystem("test: a lead", async (db) => {
    const rota = { phone: "+17175550101", handoverWeekday: 1, handoverTime: "08:30", firstDay: "2026-11-02" };
    await db.insert(onCallRotas).values({ brand: "cimsoft", ...rota, leadId: lead.id });
  });
});

const staffOf = ({ id }: Member) => ({ brand: "cimsoft", account: { kind: "staff" as const, id } });

/** A company with one answer in time and one late one, both of the agent, and a contact with each scope. */
async function answered() {
  const filed = await filedCase();
  await act(agent, (context) => answerCase(context, answer(filed.number)));
  const colleague = await createContact(filed.company, { casesScope: "own" });
  const second = await createCase(filed.company, colleague);
  await letPass(second.id, 90);
  await act(agent, (context) => answerCase(context, answer(second.number)));
  const [miss] = await promisesOf(second.id);
  if (!miss) throw new Error("no promise");
  return { ...filed, colleague, second, miss };
}

async function clientAnswers(contact: Awaited<ReturnType<typeof createContact>>) {
  const brand = await brandByKey(contact.brand);
  return runAsViewer(clientViewer(contact), "read", (context) => readClientAnswers(context, brand, LOCAL));
}

const ofCompany = (name: string, over: object = {}) =>
  parseAnswerFilters({ q: name, ...over } as Record<string, string>);

/** What a member of staff reads of a company. */
async function figures(who: Member, name: string, over: object = {}) {
  const filters = ofCompany(name, over);
  return read(who, async (context) => {
    const lines = await readAnswerLines(context, filters, LOCAL, NAMES);
    const { tally, misses, causes } = await readAnswerTotal(context, filters, LOCAL);
    const rows = [];
    for await (const row of exportPromises(context, filters, LOCAL, 1)) rows.push(row.number);
    return { lines, tally, misses, causes, rows };
  });
}

describe("what a client reads", () => {
  it("is all of the company's answers with the scope company, and their own with the scope own", async () => {
    const { filer, colleague, second } = await answered();
    const all = await clientAnswers(filer);
    expect(all.tally).toMatchObject({ kept: 1, missed: 1 });
    expect(all.misses.map(({ number, cause }) => [number, cause])).toEqual([[second.number, "Not said yet"]]);
    const own = await clientAnswers(colleague);
    expect(own.tally).toMatchObject({ kept: 0, missed: 1 });
    expect(own.misses).toHaveLength(1);
  });

  it("counts an answer that has not come by its time as late", async () => {
    const { row, filer } = await filedCase();
    await letPass(row.id, 90);
    expect(await clientAnswers(filer)).toMatchObject({
      tally: { kept: 0, missed: 1, half: null },
      misses: [{ answeredWhen: null }],
    });
  });

  it("is nothing for strangers, and for contacts without the right, on both walls", async () => {
    const { company } = await answered();
    const { filer: stranger } = await filedCase({}, "insource");
    const without = await createContact(company, { casesScope: "none" });
    const { filer: neighbor } = await filedCase();
    for (const contact of [stranger, without, neighbor]) {
      const { misses, tally } = await clientAnswers(contact);
      expect([misses, tally.kept + tally.missed]).toEqual([[], 0]);
      const seen = await runAsViewer(clientViewer(contact), "read", ({ db }) =>
        db.select({ id: promises.id, thread: promises.threadId }).from(promises),
      );
      expect(seen.length).toBeLessThanOrEqual(contact === without ? 0 : 1);
    }
  });

  it("names nobody of the firm: those columns are refused to clients", async () => {
    const { filer } = await answered();
    const asked = runAsViewer(clientViewer(filer), "read", ({ db }) =>
      db.select({ by: promises.staffId }).from(promises),
    );
    await expect(asked).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

describe("what staff read", () => {
  it("is everything for leads, and one's own for everybody else", async () => {
    const { company, second } = await answered();
    expect(await read(administrator, leadsAnswers)).toBe(true);
    expect(await read(lead, leadsAnswers)).toBe(true);
    expect(await read(agent, leadsAnswers)).toBe(false);
    for (const who of [administrator, lead, agent]) {
      const seen = await figures(who, company.name, { by: "severity" });
      expect(seen.tally, who.name).toMatchObject({ kept: 1, missed: 1 });
      expect(seen.lines.map(({ label, tally }) => [label, tally.kept, tally.missed])).toEqual([["Impaired", 1, 1]]);
      expect(seen.misses.map(({ number }) => number)).toEqual([second.number]);
      expect(seen.rows).toHaveLength(2);
    }
    const strangers = [other, await member(["account_manager"]), await member(["marketing"])];
    const elsewhere = await member(["administrator"], "Ivo Lang", ["insource"]);
    for (const who of [...strangers, elsewhere]) {
      const seen = await figures(who, company.name);
      expect([seen.lines, seen.misses, seen.causes, seen.rows], who.name).toEqual([[], [], [], []]);
      const rows = await read(who, ({ db }) => db.select({ thread: promises.threadId }).from(promises));
      expect(rows.filter(({ thread }) => thread === second.id)).toEqual([]);
      const solved = await read(who, ({ db }) => db.select().from(caseSolutions));
      expect(solved.filter(({ threadId }) => threadId === second.id)).toEqual([]);
    }
  });

  it.each(["week", "severity", "brand", "agreement", "coverage", "agent"])("groups answers by %s", async (by) => {
    const { company } = await answered();
    const { lines, tally } = await figures(administrator, company.name, { by, answers: "every" });
    const filled = lines.filter((line) => line.tally.kept + line.tally.missed > 0);
    // On a Sunday night one of the two is due in the next week.
    const sum = (of: "kept" | "missed") => filled.reduce((all, line) => all + line.tally[of], 0);
    expect([sum("kept"), sum("missed")]).toEqual([tally.kept, tally.missed]);
    if (by !== "week") expect(filled).toHaveLength(1);
    // Weeks without answers are shown too, in their order.
    const labels = lines.map(({ key }) => key);
    expect(labels).toEqual([...labels].sort());
    if (by !== "week") expect(lines).toHaveLength(1);
  });

  it("tells solutions, until the case is opened again", async () => {
    const { company, second } = await answered();
    await act(agent, (context) =>
      setStatus(context, { number: second.number, status: "closed:solved", from: "waiting_on_you" }),
    );
    await countMinutes();
    const solved = await figures(administrator, company.name);
    const inWeeks = solved.lines.filter((line) => line.solved > 0);
    expect(inWeeks.map((line) => [line.solved, typeof line.solvedHalf])).toEqual([[1, "number"]]);
    await act(agent, (context) => setStatus(context, { number: second.number, status: "in_progress", from: "closed" }));
    const opened = await figures(administrator, company.name);
    expect(opened.lines.filter((line) => line.solved > 0)).toEqual([]);
  });

  it("have the minutes of one's own answer at once", async () => {
    const { miss, second } = await answered();
    expect(miss).toMatchObject({ outcome: "missed", ending: "answered", staffId: agent.id, kind: "first" });
    expect(miss.minutes).not.toBeNull();
    expect((await stored(second.id)).row.firstAnsweredAt).not.toBeNull();
  });
});

describe("the cause of a miss", () => {
  it("is said by who answered or leads, and the client reads it", async () => {
    const { miss, filer } = await answered();
    const form = { promise: miss.id, cause: "manufacturer", note: "They took two days.", query: "window=year&x=1" };
    const outcome = await send(sayCauseAction, staffOf(agent), form);
    expect(outcome).toEqual({ kind: "redirected", to: "/staff/answers?window=year&saved=cause#misses" });
    expect((await clientAnswers(filer)).misses.map(({ cause }) => cause)).toEqual([
      "Waited for the manufacturer: They took two days.",
    ]);
    await send(sayCauseAction, staffOf(lead), { promise: miss.id, cause: "not_seen" });
    expect((await clientAnswers(filer)).misses.map(({ cause }) => cause)).toEqual(["Seen too late"]);
  });

  it("is said by nobody else, and of no answer that was in time", async () => {
    const { miss, row, filer } = await answered();
    const form = { promise: miss.id, cause: "portal" };
    expect((await send(sayCauseAction, staffOf(other), form)).kind).toBe("missing");
    const contact = { kind: "contact" as const, id: filer.id };
    for (const sender of [{ brand: "cimsoft" }, { brand: "cimsoft", account: contact }]) {
      await send(sayCauseAction, sender, form).catch(() => null);
    }
    const [kept] = await promisesOf(row.id);
    const late = await send(sayCauseAction, staffOf(agent), { promise: kept?.id ?? "", cause: "portal" });
    expect(late.kind).toBe("refused");
    const causes = await asSystem("test", (db) =>
      db.select({ cause: promises.cause }).from(promises).where(eq(promises.id, miss.id)),
    );
    expect(causes).toEqual([{ cause: null }]);
  });
});
