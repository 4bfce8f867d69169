import { eq } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { agreements, contacts, messages, threadEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { markReadAction, replyToCaseAction } from "@/lib/threads/cases/actions";
import { countCases, listCases } from "@/lib/threads/cases/list/queries";
import { findCase } from "@/lib/threads/cases/queries";
import { parseCaseFilters } from "@/lib/threads/cases/schema";
import { replyToCase } from "@/lib/threads/cases/service";
import { cases } from "@/tests/support/threads";
import { createContact, createStaff, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, type Contact, contactOf, ENDED, LOCAL, plant, send } from "./support";

const reply = (contact: Contact, number: string, over: { id?: string; body?: string } = {}) =>
  as(contact, (context) => replyToCase(context, { id: uuidv7(), body: "Still stops.", files: [], ...over, number }));
const stored = (id: string) =>
  asSystem("test look", async (db) => {
    const [row] = await db.select().from(cases).where(eq(cases.id, id));
    if (!row) throw new Error("no such case");
    return row;
  });
const said = (threadId: string) =>
  asSystem("test look", (db) => db.select().from(messages).where(eq(messages.threadId, threadId)));
const eventsOf = (threadId: string) =>
  asSystem("test look", (db) => db.select().from(threadEvents).where(eq(threadEvents.threadId, threadId)));
const ago = (duration: Temporal.DurationLike) => new Date(systemNow().subtract(duration).epochMilliseconds);
const closedAgo = (duration: Temporal.DurationLike) => ({
  status: "closed" as const,
  closeReason: "solved" as const,
  closedAt: ago(duration),
});

describe("a reply to a case", () => {
  it.each([
    ["new", "new"],
    ["in_progress", "in_progress"],
    ["waiting_on_you", "in_progress"],
  ] as const)("to a case that is %s leaves it %s", async (before, after) => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, { status: before });
    expect(await reply(filer, row.number)).toMatchObject({ number: row.number });
    expect((await stored(row.id)).status).toBe(after);
    const lines = (await eventsOf(row.id)).filter(({ kind }) => kind === "status");
    expect(lines).toHaveLength(before === after ? 0 : 1);
  });

  it("starts the clock where no answer was owed, and leaves a running one alone", async () => {
    const { company, filer } = await plant();
    const waiting = await createCase(company, filer, {
      status: "waiting_on_you",
      answerDueAt: null,
      answerSince: null,
    });
    await reply(filer, waiting.number);
    const started = await stored(waiting.id);
    expect(started.answerDueAt?.getTime()).toBeGreaterThan(started.answerSince?.getTime() ?? Number.NaN);
    await reply(filer, waiting.number);
    expect(await stored(waiting.id)).toMatchObject({
      answerDueAt: started.answerDueAt,
      answerSince: started.answerSince,
    });
  });

  it("is one message however often its form is sent", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const id = uuidv7();
    await Promise.all([reply(filer, row.number, { id }), reply(filer, row.number, { id })]);
    await reply(filer, row.number, { id });
    expect((await said(row.id)).filter((message) => message.id === id)).toMatchObject([{ body: "Still stops." }]);
  });

  it("cannot use the id of somebody else's message, or of one in another case", async () => {
    const { company, filer } = await plant("cimsoft", "company");
    const row = await createCase(company, filer);
    const colleague = await createContact(company, { casesScope: "company" });
    const id = uuidv7();
    await reply(colleague, row.number, { id });
    await expect(reply(filer, row.number, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const other = await createCase(company, filer);
    await expect(reply(colleague, other.number, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await said(other.id)).toHaveLength(1);
  });

  it("is unread for colleagues alone, until they have read it", async () => {
    const { company, filer } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const row = await createCase(company, filer, { participants: [colleague] });
    await reply(filer, row.number);
    const unread = (contact: Contact) =>
      as(
        contact,
        async (context) => ({
          row: (await listCases(context, parseCaseFilters({}), LOCAL)).rows[0]?.unread,
          count: (await countCases(context)).unread,
        }),
        "read",
      );
    expect(await unread(filer)).toEqual({ row: false, count: 0 });
    expect(await unread(colleague)).toEqual({ row: true, count: 1 });
    const read = await send(markReadAction, contactOf(colleague), { number: row.number });
    expect(read).toEqual({ kind: "redirected", to: `/cases/${row.number}` });
    expect(await unread(colleague)).toEqual({ row: false, count: 0 });
    await reply(filer, row.number);
    expect(await unread(colleague)).toEqual({ row: true, count: 1 });
  });
});

describe("a reply to a closed case", () => {
  it("reopens it within 14 days", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, closedAgo({ hours: 14 * 24 - 1, minutes: 59 }));
    expect((await reply(filer, row.number)).number).toBe(row.number);
    const after = await stored(row.id);
    expect(after).toMatchObject({ status: "in_progress", closedAt: null, closeReason: null });
    expect(after.answerDueAt).not.toBeNull();
    expect(await eventsOf(row.id)).toMatchObject([{ kind: "status", before: "closed", after: "in_progress" }]);
  });

  it("files a new case linked to it later, once", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, {
      ...closedAgo({ hours: 14 * 24, minutes: 1 }),
      productVersion: "2023",
    });
    const id = uuidv7();
    const first = await reply(filer, row.number, { id, body: "It is back." });
    const again = await reply(filer, row.number, { id, body: "It is back." });
    expect(again).toEqual(first);
    expect(first.number).not.toBe(row.number);
    expect(await stored(id)).toMatchObject({
      number: first.number,
      followsId: row.id,
      companyId: company.id,
      subject: row.subject,
      product: row.product,
      productVersion: "2023",
      severity: row.severity,
      status: "new",
    });
    expect((await eventsOf(id)).map(({ kind }) => kind).sort()).toEqual(["filed", "linked"]);
    expect(await said(id)).toMatchObject([{ body: "It is back." }]);
    expect((await stored(row.id)).status).toBe("closed");
    const pages = await as(
      filer,
      async (context) => ({
        old: await findCase(context, { brand: context.brand, number: row.number }, LOCAL),
        fresh: await findCase(context, { brand: context.brand, number: first.number }, LOCAL),
      }),
      "read",
    );
    expect(pages.old).toMatchObject({ followedBy: [first.number], replyLeadsTo: "new-case" });
    expect(pages.fresh).toMatchObject({ follows: row.number, replyLeadsTo: null });
  });

  it("leads to the case in which the message was stored", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer, closedAgo({ hours: 14 * 24, minutes: 1 }));
    const id = uuidv7();
    const outcome = await send(replyToCaseAction, contactOf(filer), { number: row.number, id, body: "Back" });
    const { number } = await stored(id);
    expect(outcome).toEqual({ kind: "redirected", to: `/cases/${number}?sent=${id}#m-${id}` });
  });
});

describe("a reply to a case by outsiders", () => {
  it("is not found, whichever right the outsider lacks", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const insource = await plant("insource", "company");
    const agent = await createStaff(["administrator"]);
    const none = await createContact(company, { casesScope: "none" });
    const others = [
      contactOf((await plant("cimsoft", "company")).filer),
      contactOf(insource.filer),
      contactOf(none),
      contactOf(await createContact(company, { casesScope: "own" })),
      { brand: "cimsoft", account: { kind: "staff" as const, id: agent.id } },
    ];
    for (const sender of others) {
      const fields = { number: row.number, id: uuidv7(), body: "Let me in" };
      expect(await send(replyToCaseAction, sender, fields)).toEqual({ kind: "missing" });
      expect(await send(markReadAction, sender, { number: row.number })).toEqual({ kind: "missing" });
    }
    const signedOut = await send(
      replyToCaseAction,
      { brand: "cimsoft" },
      { number: row.number, id: uuidv7(), body: "Let me in" },
    );
    expect(signedOut).toEqual({ kind: "redirected", to: "/login" });
    expect(await said(row.id)).toHaveLength(1);
  });

  it("is answered like one to a case that does not exist", async () => {
    const { filer } = await plant();
    const fields = { number: "C-999999999", id: nobodysId(), body: "Hello" };
    expect(await send(replyToCaseAction, contactOf(filer), fields)).toEqual({ kind: "missing" });
  });

  it("is refused when right, company or agreement was lost since", async () => {
    for (const loss of [{ casesScope: "none" as const }, { primaryCompanyId: null }]) {
      const { company, filer } = await plant();
      const row = await createCase(company, filer);
      await asSystem("test world", (db) => db.update(contacts).set(loss).where(eq(contacts.id, filer.id)));
      const outcome = await send(replyToCaseAction, contactOf(filer), { number: row.number, id: uuidv7(), body: "Me" });
      expect(outcome).toEqual({ kind: "missing" });
    }
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    await asSystem("test world", (db) => db.update(agreements).set(ENDED).where(eq(agreements.companyId, company.id)));
    await expect(reply(filer, row.number)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

it("an empty reply to a case is refused, with a sentence at the field", async () => {
  const { company, filer } = await plant();
  const row = await createCase(company, filer);
  const outcome = await send(replyToCaseAction, contactOf(filer), { number: row.number, id: uuidv7(), body: " \n " });
  expect(outcome).toMatchObject({ kind: "refused", result: { fieldErrors: { body: ["Write a message."] } } });
});
