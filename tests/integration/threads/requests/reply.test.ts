import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, messages, threadEvents } from "@/db/schema";
import type { RequestStatus } from "@/db/schema/constants";
import { REQUEST_TARGETS } from "@/db/schema/constants";
import { brandByKey } from "@/lib/gate/brand/load";
import { openMinutesBetween } from "@/lib/kit/business-minutes";
import { businessInstant } from "@/lib/kit/time";
import { closeRequestAction, markRequestReadAction, replyToRequestAction } from "@/lib/threads/requests/actions";
import { countRequests, listOpenRequests } from "@/lib/threads/requests/list/queries";
import { closeRequest, replyToRequest } from "@/lib/threads/requests/service";
import { requests } from "@/tests/support/threads";
import { createContact, createStaff, nobodysId } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";
import { contactOf, send } from "../cases/support";
import { as, type Contact, LOCAL, look, office } from "./support";

const reply = (contact: Contact, number: string, over: { id?: string; body?: string } = {}) =>
  as(contact, (context) =>
    replyToRequest(context, { id: uuidv7(), body: "And one more.", files: [], ...over, number }),
  );
const stored = (id: string) =>
  look(async (db) => {
    const [row] = await db.select().from(requests).where(eq(requests.id, id));
    if (!row) throw new Error("no such request");
    return row;
  });
const said = (threadId: string) => look((db) => db.select().from(messages).where(eq(messages.threadId, threadId)));
const statusLines = async (threadId: string) =>
  (await look((db) => db.select().from(threadEvents).where(eq(threadEvents.threadId, threadId)))).filter(
    ({ kind }) => kind === "status",
  );
const answered = { lastAuthorKind: "staff" as const, lastAuthorId: nobodysId() };

describe("a reply to a request", () => {
  it.each<[RequestStatus, RequestStatus]>([
    ["new", "new"],
    ["in_progress", "in_progress"],
    ["waiting_on_you", "in_progress"],
    ["answered", "in_progress"],
    ["closed", "in_progress"],
  ])("to a request that is %s leaves it %s", async (before, after) => {
    const { company, asker } = await office();
    const row = await createRequest(company, asker, { status: before });
    expect(await reply(asker, row.number)).toMatchObject({ number: row.number });
    expect(await stored(row.id)).toMatchObject({ status: after, closedAt: null, lastAuthorId: asker.id });
    expect(await statusLines(row.id)).toMatchObject(before === after ? [] : [{ before, after, actorId: asker.id }]);
  });

  it("reopens a request however long ago it was closed", async () => {
    const { company, asker } = await office();
    const row = await createRequest(company, asker, { status: "closed", closedAt: new Date("2020-01-01T12:00:00Z") });
    expect((await reply(asker, row.number)).number).toBe(row.number);
    expect((await stored(row.id)).status).toBe("in_progress");
  });

  it("starts the clock where no answer is owed, and leaves a running one alone", async () => {
    const { company, asker } = await office();
    const brand = await brandByKey("cimsoft");
    const quiet = await createRequest(company, asker, { status: "answered", kind: "renewal" });
    await reply(asker, quiet.number);
    const started = await stored(quiet.id);
    if (!started.answerSince || !started.answerDueAt) throw new Error("no clock");
    expect(
      openMinutesBetween(
        brand.supportCalendar,
        businessInstant(started.answerSince),
        businessInstant(started.answerDueAt),
      ),
    ).toBe(REQUEST_TARGETS.renewal);
    // The time promised for the first answer does not change.
    expect(started.firstAnswerDueAt).toEqual(quiet.firstAnswerDueAt);
    const owed = await createRequest(company, asker);
    await reply(asker, owed.number);
    expect((await stored(owed.id)).answerDueAt).toEqual(owed.answerDueAt);
  });

  it("is one message of a form that is sent twice, and refused with other content", async () => {
    const { company, asker } = await office();
    const row = await createRequest(company, asker);
    const id = uuidv7();
    await Promise.all([reply(asker, row.number, { id }), reply(asker, row.number, { id })]);
    await reply(asker, row.number, { id });
    expect(await said(row.id)).toHaveLength(2);
    await expect(reply(asker, row.number, { id, body: "Other words" })).rejects.toMatchObject({ name: "FormUsed" });
    expect(await said(row.id)).toHaveLength(2);
  });

  it("may be written by colleagues who see the request, and by nobody else", async () => {
    const { company, asker } = await office();
    const row = await createRequest(company, asker);
    const colleague = await createContact(company, { requestsScope: "company", name: "Jordan Castillo" });
    await reply(colleague, row.number);
    expect((await said(row.id)).map(({ authorName }) => authorName).sort()).toEqual(["Jordan Castillo", "Robin Meyer"]);
    const change = await createRequest(company, asker, { kind: "change" });
    const outsiders: [Contact, string][] = [
      [await createContact(company, { requestsScope: "own" }), row.number],
      [await createContact(company, { requestsScope: "none" }), row.number],
      [await createContact(null, { requestsScope: "company" }), row.number],
      [(await office("cimsoft", "company")).asker, row.number],
      [(await office("insource", "company")).asker, row.number],
      [colleague, change.number],
    ];
    for (const [contact, number] of outsiders) {
      await expect(reply(contact, number)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(as(contact, (context) => closeRequest(context, { number }))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      expect(await send(markRequestReadAction, contactOf(contact), { number })).toEqual({ kind: "missing" });
    }
    expect(await said(change.id)).toHaveLength(1);
  });

  it("may still be written by an opener who lost the right to ask", async () => {
    const { company } = await office();
    const before = await createContact(company, { requestsScope: "none" });
    const row = await createRequest(company, before);
    await expect(reply(before, row.number)).resolves.toMatchObject({ number: row.number });
  });

  it("is sent by a form that leads on to the request; never by staff, signed out, or empty", async () => {
    const { company, asker } = await office();
    const row = await createRequest(company, asker);
    const id = uuidv7();
    const fields = { id, number: row.number, body: "By form" };
    const member = await createStaff(["account_manager"]);
    expect(await send(replyToRequestAction, { brand: "cimsoft" }, fields)).toMatchObject({ to: "/login" });
    expect(
      await send(replyToRequestAction, { brand: "cimsoft", account: { kind: "staff", id: member.id } }, fields),
    ).toEqual({ kind: "missing" });
    expect(await send(replyToRequestAction, contactOf(asker), { ...fields, body: " " })).toMatchObject({
      kind: "refused",
      result: { fieldErrors: { body: ["Write a message."] } },
    });
    expect(await said(row.id)).toHaveLength(1);
    expect(await send(replyToRequestAction, contactOf(asker), fields)).toEqual({
      kind: "redirected",
      to: `/account-team/${row.number}?sent=${id}#m-${id}`,
    });
  });
});

describe("closing a request", () => {
  it("stops the clock, adds a quiet line and an audit event, and changes nothing the second time", async () => {
    const { company, asker } = await office();
    const row = await createRequest(company, asker);
    const close = () => send(closeRequestAction, contactOf(asker), { number: row.number });
    expect(await close()).toEqual({ kind: "redirected", to: `/account-team/${row.number}` });
    const closed = await stored(row.id);
    expect(closed).toMatchObject({ status: "closed", answerDueAt: null, answerSince: null });
    expect(closed.closedAt).not.toBeNull();
    await close();
    expect(await statusLines(row.id)).toMatchObject([{ before: "new", after: "closed" }]);
    const audited = await look((db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, row.id)));
    expect(audited.map(({ action }) => action)).toEqual(["request.closed"]);
  });
});

describe("what is unread in requests", () => {
  it("is an answer since the contact last read, counted among their own requests", async () => {
    const { company, asker } = await office();
    const colleague = await createContact(company, { requestsScope: "company" });
    const row = await createRequest(company, asker, { ...answered, status: "answered" });
    const seen = async (contact: Contact) =>
      as(
        contact,
        async (context) => ({
          count: (await countRequests(context)).unread,
          marks: (await listOpenRequests(context, LOCAL, 10)).map(({ unread, askedByName }) => [unread, askedByName]),
        }),
        "read",
      );
    expect(await seen(asker)).toEqual({ count: 1, marks: [[true, null]] });
    expect(await seen(colleague)).toEqual({ count: 0, marks: [[false, "Robin Meyer"]] });
    expect(await send(markRequestReadAction, contactOf(asker), { number: row.number })).toMatchObject({
      kind: "redirected",
    });
    expect(await seen(asker)).toEqual({ count: 0, marks: [[false, null]] });
  });
});
