import { and, eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, caseMerges, contacts, promises, threadFollows, threadSnoozes } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { addDays, businessToday } from "@/lib/kit/time";
import { replyToCaseAction } from "@/lib/threads/cases/actions";
import { findCase } from "@/lib/threads/cases/queries";
import { replyToCase } from "@/lib/threads/cases/service";
import {
  answerCaseAction,
  followCaseAction,
  mergeCaseAction,
  setCaseStatusAction,
  snoozeCaseAction,
  staffRemoveParticipantAction,
} from "@/lib/threads/cases/staff/actions";
import { readMergePreview } from "@/lib/threads/cases/staff/merges/queries";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { answer, filedCase, type Member, member, read, stored } from "@/tests/integration/threads/cases/staff/support";
import { as, type Contact, contactOf, LOCAL, type Sender, send } from "@/tests/integration/threads/cases/support";
import { createContact, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

type Over = NonNullable<Parameters<typeof createCase>[2]>;

const staffOf = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
const mergesOf = (id: string) =>
  asSystem("test looks", (db) => db.select().from(caseMerges).where(eq(caseMerges.threadId, id)));
const auditOf = async (id: string) => {
  const rows = await asSystem("test looks", (db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, id)));
  return rows.map(({ action }) => action);
};
const pageOf = (contact: Contact, number: string) =>
  as(contact, (context) => findCase(context, { brand: context.brand, number }, LOCAL), "read");

/** Two cases of one contact, and an agent. */
async function pair(over: { readonly from?: Over; readonly into?: Over } = {}) {
  const agent = await member(["support_agent"]);
  const filed = await filedCase(over.from);
  const { id } = await createCase(filed.company, filed.filer, over.into);
  const { row: into } = await stored(id);
  return { agent, ...filed, into, form: { number: filed.number, into: into.number } };
}

const previewOf = (who: Member, number: string, into: string | null) =>
  read(who, (context) => readMergePreview(context, number, into));

describe("a case that is merged into another", () => {
  it("goes on in none that does not call whoever is on call, while its production is stopped", async () => {
    const { agent, row, into, form, number } = await pair({ from: { severity: "production_stopped" } });
    const refusal = expect.stringContaining(`Set that severity in ${into.number} first`);
    expect(await previewOf(agent, number, into.number)).toMatchObject({ refusal });
    expect(await send(mergeCaseAction, staffOf(agent), form)).toMatchObject({ result: { message: refusal } });
    expect((await stored(row.id)).row).not.toMatchObject({ status: "closed" });
    const both = await pair({ from: { severity: "production_stopped" }, into: { severity: "production_stopped" } });
    expect(await send(mergeCaseAction, staffOf(both.agent), both.form)).toMatchObject({ kind: "redirected" });
  });

  it("is closed as merged, keeps its messages, and each of the two leads to the other", async () => {
    const { agent, row, into, form, filer, number } = await pair();
    expect(await previewOf(agent, number, into.number)).toMatchObject({ refusal: null, leftOut: [], survivor: null });
    const said = (await stored(row.id)).said.length;
    const done = await send(mergeCaseAction, staffOf(agent), form);
    expect(done).toEqual({ kind: "redirected", to: `/staff/cases/${into.number}` });
    const from = await stored(row.id);
    expect(from.row).toMatchObject({ status: "closed", closeReason: "merged", answerDueAt: null });
    expect(from.said).toHaveLength(said);
    expect(from.events.at(-1)).toMatchObject({ kind: "merged", after: into.number, internal: false });
    expect((await stored(into.id)).events.at(-1)).toMatchObject({ kind: "merged", before: number, internal: true });
    expect(await pageOf(filer, number)).toMatchObject({ status: "closed", goesOnIn: into.number, takenIn: [] });
    expect(await pageOf(filer, into.number)).toMatchObject({ status: "new", goesOnIn: null, takenIn: [number] });
    const brands = await loadBrands();
    const staffPage = (of: string) => read(agent, (context) => findStaffCase(context, of, brands, LOCAL));
    expect(await staffPage(number)).toMatchObject({ goesOnIn: into.number, takenIn: [] });
    expect(await staffPage(into.number)).toMatchObject({ goesOnIn: null, takenIn: [number] });
    expect(await previewOf(agent, number, null)).toMatchObject({ survivor: into.number });
  });

  it("is merged once by a form sent twice, or twice at once, and into no second case", async () => {
    const { agent, row, into, form, company, filer } = await pair();
    const twice = await Promise.all([1, 2].map(() => send(mergeCaseAction, staffOf(agent), form)));
    expect(twice.map(({ kind }) => kind)).toEqual(["redirected", "redirected"]);
    const { row: third } = await stored((await createCase(company, filer)).id);
    const again = await send(mergeCaseAction, staffOf(agent), { ...form, into: third.number });
    expect(again.kind).not.toBe("redirected");
    expect(await mergesOf(row.id)).toMatchObject([{ intoId: into.id, staffId: agent.id, staffName: agent.name }]);
    expect((await auditOf(row.id)).filter((action) => action === "case.merged")).toHaveLength(1);
    expect((await auditOf(into.id)).filter((action) => action === "case.took-in")).toHaveLength(1);
  });

  it("is merged one way by two agents who merge the two into each other at once", async () => {
    const { agent, row, into, form } = await pair();
    const other = await member(["support_agent"], "Lee Park");
    await Promise.all([
      send(mergeCaseAction, staffOf(agent), form),
      send(mergeCaseAction, staffOf(other), { number: form.into, into: form.number }),
    ]);
    expect([...(await mergesOf(row.id)), ...(await mergesOf(into.id))]).toHaveLength(1);
  });

  it("leads what the client writes to it, on the page or by mail, to where it goes on, once", async () => {
    const { agent, row, into, form, filer, number } = await pair();
    const early = { id: nobodysId(), number, body: "Said before.", files: [] };
    await as(filer, (context) => replyToCase(context, early, "mail"));
    await send(mergeCaseAction, staffOf(agent), form);
    const before = (await stored(row.id)).said.length;
    const reply = { id: nobodysId(), number, body: "It stopped again." };
    for (const _ of [1, 2]) {
      const done = await send(replyToCaseAction, contactOf(filer), reply);
      expect(done).toMatchObject({ kind: "redirected", to: expect.stringContaining(`/cases/${into.number}`) });
    }
    const mailed = { id: nobodysId(), number, body: "And again.", files: [] };
    for (const _ of [1, 2]) {
      expect(await as(filer, (context) => replyToCase(context, mailed, "mail"))).toMatchObject({ number: into.number });
    }
    // A mail that is read again after the merge is where it was.
    expect(await as(filer, (context) => replyToCase(context, early, "mail"))).toMatchObject({ number });
    const bodies = (await stored(into.id)).said.map(({ body }) => body);
    expect(bodies.slice(1)).toEqual(["It stopped again.", "And again."]);
    const from = await stored(row.id);
    expect(from.said).toHaveLength(before);
    expect(from.row.status).toBe("closed");
  });

  it("leads there over a second merge too", async () => {
    const { agent, form, filer, company, number, into } = await pair();
    const { row: last } = await stored((await createCase(company, filer)).id);
    await send(mergeCaseAction, staffOf(agent), form);
    await send(mergeCaseAction, staffOf(agent), { number: into.number, into: last.number });
    const mailed = { id: nobodysId(), number, body: "Hello?", files: [] };
    expect(await as(filer, (context) => replyToCase(context, mailed, "mail"))).toMatchObject({ number: last.number });
  });

  it("is answered and opened by no agent any more", async () => {
    const { agent, row, into, form, number } = await pair();
    await send(mergeCaseAction, staffOf(agent), form);
    const sentence = { result: { message: expect.stringContaining(`goes on in ${into.number}`) } };
    expect(await send(answerCaseAction, staffOf(agent), answer(number))).toMatchObject(sentence);
    const open = { number, status: "in_progress", from: "closed" };
    expect(await send(setCaseStatusAction, staffOf(agent), open)).toMatchObject(sentence);
    expect((await stored(row.id)).row.status).toBe("closed");
  });

  it("ends its promise as merged, and what it owed is owed where it goes on", async () => {
    const since = new Date(Date.now() - 120_000);
    const due = new Date(Date.now() + 1_800_000);
    const { agent, row, into, form } = await pair({
      from: { answerDueAt: due, answerSince: since },
      into: { status: "waiting_on_you" },
    });
    await send(mergeCaseAction, staffOf(agent), form);
    const promised = (id: string) =>
      asSystem("test looks", (db) => db.select().from(promises).where(eq(promises.threadId, id)));
    expect(await promised(row.id)).toMatchObject([{ ending: "merged", outcome: "withdrawn" }]);
    expect((await promised(into.id)).filter(({ outcome }) => outcome === "made")).toMatchObject([{ dueAt: due }]);
    expect((await stored(into.id)).row).toMatchObject({ status: "in_progress", answerDueAt: due, answerSince: since });
  });

  it("leaves an earlier answer that is owed where it goes on, and wakes both", async () => {
    const { agent, row, into, form } = await pair({
      from: { answerDueAt: new Date(Date.now() + 7_200_000), answerSince: new Date() },
    });
    const until = `${addDays(businessToday("UTC"), 3)}T12:00:00Z`;
    for (const { number } of [row, into]) await send(snoozeCaseAction, staffOf(agent), { number, until });
    const asleep = () =>
      asSystem("test looks", (db) => db.select().from(threadSnoozes).where(eq(threadSnoozes.brand, "cimsoft")));
    const isOfPair = ({ threadId }: { readonly threadId: string }) => [row.id, into.id].includes(threadId);
    expect((await asleep()).filter(isOfPair)).toHaveLength(2);
    await send(mergeCaseAction, staffOf(agent), form);
    expect((await stored(into.id)).row).toMatchObject({ status: "new", answerDueAt: into.answerDueAt });
    expect((await asleep()).filter(isOfPair)).toEqual([]);
  });

  it("hands its followers on", async () => {
    const { agent, into, form, number } = await pair();
    const [follower, both] = [await member(["account_manager"]), await member(["support_agent"])];
    for (const who of [follower, both]) await send(followCaseAction, staffOf(who), { number, wish: "follow" });
    await send(followCaseAction, staffOf(both), { number: into.number, wish: "follow" });
    await send(mergeCaseAction, staffOf(agent), form);
    const rows = await asSystem("test looks", (db) =>
      db
        .select({ id: threadFollows.staffId })
        .from(threadFollows)
        .where(and(eq(threadFollows.threadId, into.id))),
    );
    expect(rows.map(({ id }) => id).sort()).toEqual([follower.id, both.id].sort());
  });
});

describe("contacts of a merged case", () => {
  it("who have no part in the other are added by the form that names them, and else nothing happens", async () => {
    const { agent, number, row, company, filer } = await pair();
    const colleague = await createContact(company, { name: "Alex Own", casesScope: "own" });
    const gone = await createContact(company, { name: "No Cases", casesScope: "own" });
    const from = await createCase(company, colleague, { participants: [gone, filer] });
    await asSystem("test world", (db) =>
      db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, gone.id)),
    );
    const leftOut = (await previewOf(agent, from.number, number))?.leftOut.map(({ name }) => name);
    expect(leftOut).toEqual(["Alex Own"]);
    const form = { number: from.number, into: number };
    for (const add of [[], [filer.id], [nobodysId()]]) {
      const refused = await send(mergeCaseAction, staffOf(agent), { ...form, "add[]": add });
      expect(refused).toMatchObject({ result: { fieldErrors: { add: [expect.stringContaining("Alex Own")] } } });
    }
    expect(await mergesOf(from.id)).toEqual([]);
    expect(await pageOf(colleague, number)).toBeNull();
    const done = await send(mergeCaseAction, staffOf(agent), { ...form, "add[]": [colleague.id, gone.id] });
    expect(done.kind).toBe("redirected");
    expect((await pageOf(colleague, number))?.participants.map(({ name }) => name)).toEqual(["Alex Own"]);
    expect(await mergesOf(from.id)).toMatchObject([{ intoId: row.id }]);
  });

  it("do not read of the merge in the other where they may not see the merged one", async () => {
    const { agent, number, company, filer } = await pair();
    const colleague = await createContact(company, { name: "Alex Own", casesScope: "own" });
    const into = await createCase(company, colleague, { participants: [filer] });
    await send(mergeCaseAction, staffOf(agent), { number, into: into.number });
    const seen = await pageOf(colleague, into.number);
    expect(seen).toMatchObject({ takenIn: [], goesOnIn: null });
    expect(JSON.stringify(seen)).not.toContain(number);
    expect(await pageOf(filer, into.number)).toMatchObject({ takenIn: [number] });
  });

  it("who are taken out of the other write in the merged one, which then goes on by itself", async () => {
    const { agent, number, company } = await pair();
    const colleague = await createContact(company, { name: "Alex Own", casesScope: "own" });
    const from = await createCase(company, colleague);
    await send(mergeCaseAction, staffOf(agent), { number: from.number, into: number, "add[]": [colleague.id] });
    await send(staffRemoveParticipantAction, staffOf(agent), { number, contact: colleague.id });
    expect(await pageOf(colleague, from.number)).toMatchObject({ goesOnIn: null, status: "closed" });
    const reply = { id: nobodysId(), number: from.number, body: "Mine still stops.", files: [] };
    expect(await as(colleague, (context) => replyToCase(context, reply))).toMatchObject({ number: from.number });
    expect((await stored(from.id)).row).toMatchObject({ status: "in_progress", closeReason: null });
    expect(await mergesOf(from.id)).toEqual([]);
    expect((await send(answerCaseAction, staffOf(agent), answer(from.number))).kind).toBe("redirected");
  });
});
