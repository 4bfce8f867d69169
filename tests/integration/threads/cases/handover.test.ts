import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import CasePage from "@/app/(portal)/cases/[number]/page";
import { auditEvents, contacts, staff, threadEvents, threadParticipants } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { handOverCaseAction } from "@/lib/threads/cases/handover/actions";
import { shiftOf } from "@/lib/threads/cases/handover/rules";
import { removeParticipant } from "@/lib/threads/cases/participants/service";
import { findCase } from "@/lib/threads/cases/queries";
import { closeCase, replyToCase } from "@/lib/threads/cases/service";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { actorOf } from "@/lib/threads/service";
import { seePage } from "@/tests/support/page";
import { createContact, createStaff, nobodysId, staffViewer } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { lastEvent, startResend, tell, told } from "./mail/support";
import { act, stored } from "./staff/support";
import { as, type Contact, contactOf, coveredCompany, LOCAL, type Outcome, send } from "./support";

let resend: Awaited<ReturnType<typeof startResend>>;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());
// A client's message is mailed to all support agents, so each test begins without those of the others.
beforeEach(() => asSystem("test world", (db) => db.update(staff).set({ closedAt: new Date() })));

/** Robin's case at a plant where Leslie and Max may see cases in which they take part. */
async function plant() {
  const company = await coveredCompany();
  const employ = (name: string) => createContact(company, { name, casesScope: "own" });
  const [robin, leslie, max] = [await employ("Robin Meyer"), await employ("Leslie Ruiz"), await employ("Max Bauer")];
  const { id } = await createCase(company, robin);
  const { number } = (await stored(id)).row;
  return { company, robin, leslie, max, id, number };
}

const form = (number: string, to: Contact, over: Record<string, string> = {}) => ({
  ...{ id: nobodysId(), number, contact: to.id, note: "Line 3 restarts at 22:00. Watch the collector.", ...over },
});
const handed = (number: string): Outcome => ({ kind: "redirected", to: `/cases/${number}#handover` });
const handOver = (from: Contact, to: Contact, number: string) =>
  send(handOverCaseAction, contactOf(from), form(number, to));
const write = (contact: Contact, number: string) => {
  const message = { id: nobodysId(), number, body: "It runs again.", files: [] };
  return as(contact, (context) => replyToCase(context, message)).then(() => message.id);
};
/** Whom the message was mailed to, of the client's people. */
const tellOf = async (message: string, id: string) => {
  const before = await told(id);
  await tell({ message });
  const left = [...before];
  const isNew = (line: string) => {
    const place = left.indexOf(line);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  };
  return (await told(id)).filter(isNew).filter((line) => line.startsWith("case-message"));
};
const mailTo = (...people: Contact[]) => people.map(({ email }) => `case-message ${email}`).sort();
const answer = async (number: string) => {
  const agent = await createStaff(["support_agent"], { name: "Marcus Bell" });
  const input = { id: nobodysId(), number, body: "Try this.", files: [], then: "in_progress" as const };
  await act({ id: agent.id, name: agent.name, viewer: staffViewer(agent) }, (context) => answerCase(context, input));
  return input.id;
};
const see = async (contact: Contact, number: string) => {
  const brand = await brandByKey("cimsoft");
  return as(contact, (context) => findCase(context, { brand, number }, LOCAL), "read");
};

describe("a case that is handed to a colleague", () => {
  it("is theirs to see, says so with the note, and they are told with it", async () => {
    const { robin, leslie, id, number } = await plant();
    expect(await see(leslie, number)).toBeNull();
    const sent = form(number, leslie);
    for (let time = 0; time < 2; time++)
      expect(await send(handOverCaseAction, contactOf(robin), sent)).toEqual(handed(number));
    const { id: event, ...row } = await lastEvent(id, "handed_over");
    expect(row).toMatchObject({ actorId: robin.id, after: "Leslie Ruiz", subjectId: leslie.id, note: sent.note });
    const events = await asSystem("test looks", (db) =>
      db
        .select()
        .from(threadEvents)
        .where(and(eq(threadEvents.threadId, id), eq(threadEvents.kind, "handed_over"))),
    );
    expect(events).toHaveLength(1);
    for (let time = 0; time < 2; time++) await tell({ event });
    expect(await told(id)).toEqual([`case-joined ${leslie.email}`]);
    await resend.sendAll(id);
    const text = resend.inbox(leslie.email)[0]?.text ?? "";
    expect(text).toContain("Robin Meyer handed you case");
    expect(text).toContain("Watch the collector.");
    expect(text).toContain(`/cases/${number}#handover`);
    const audited = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, id)),
    );
    expect(audited.filter(({ action }) => action === "case.handed-over")).toMatchObject([
      { actorId: robin.id, details: { number, contact: leslie.id } },
    ]);
    expect(JSON.stringify(audited)).not.toContain("collector");
  });

  it("mails the colleague from then on, and who handed it over again once it is back or they write", async () => {
    const { robin, leslie, max, id, number } = await plant();
    expect(await tellOf(await answer(number), id)).toEqual(mailTo(robin));
    await handOver(robin, leslie, number);
    expect(await tellOf(await answer(number), id)).toEqual(mailTo(leslie));
    // What Leslie writes wakes nobody up.
    expect(await tellOf(await write(leslie, number), id)).toEqual([]);
    await handOver(leslie, max, number);
    expect(await tellOf(await answer(number), id)).toEqual(mailTo(max));
    await handOver(max, robin, number);
    expect(await tellOf(await answer(number), id)).toEqual(mailTo(robin));
    await write(leslie, number);
    expect((await tellOf(await answer(number), id)).sort()).toEqual(mailTo(robin, leslie));
  });

  it("mails who handed it over as long as the colleague cannot be told", async () => {
    const { robin, leslie, id, number } = await plant();
    await handOver(robin, leslie, number);
    await as(leslie, (context) =>
      removeParticipant(context, actorOf(context.viewer, context.name), "cimsoft", { number, contact: leslie.id }),
    );
    expect(await tellOf(await answer(number), id)).toEqual(mailTo(robin));
    await handOver(robin, leslie, number);
    expect(await tellOf(await answer(number), id)).toEqual(mailTo(leslie));
    await asSystem("test: an account is closed", (db) =>
      db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, leslie.id)),
    );
    expect(await tellOf(await answer(number), id)).toEqual(mailTo(robin));
  });

  it("opens for the colleague on what happened since they had it", async () => {
    const { robin, leslie, number } = await plant();
    await handOver(robin, leslie, number);
    const first = shiftOf((await see(leslie, number))?.thread.items ?? []);
    expect(first).toMatchObject({ kind: "mine", left: null });
    expect(shiftOf((await see(robin, number))?.thread.items ?? [])).toMatchObject({ kind: "resting" });
    await write(leslie, number);
    await handOver(leslie, robin, number);
    await answer(number);
    await write(robin, number);
    await handOver(robin, leslie, number);
    const back = shiftOf((await see(leslie, number))?.thread.items ?? []);
    if (back?.kind !== "mine") throw new Error("not theirs");
    expect(back.left).toMatchObject({ kind: "event", what: "handed_over" });
    expect(back.since.filter(({ kind }) => kind === "message")).toHaveLength(2);
    const props = { params: Promise.resolve({ number }), searchParams: Promise.resolve({}) };
    const page = await seePage(CasePage, contactOf(leslie), props);
    for (const words of [
      "Robin Meyer handed this case to you",
      "Watch the collector.",
      "Go to what is new",
      "Hand over",
    ]) {
      expect(JSON.stringify(page)).toContain(words);
    }
  });
});

describe("nobody hands over", () => {
  it.each([
    ["to a contact of another company", "stranger"],
    ["to themself", "robin"],
    ["to a colleague without the right to cases", "without"],
  ])("a case %s", async (_, who) => {
    const { company, robin, id, number } = await plant();
    const people: Record<string, Contact> = {
      robin,
      stranger: await createContact(await coveredCompany(), { casesScope: "company" }),
      without: await createContact(company, { casesScope: "none" }),
    };
    const to = people[who];
    if (!to) throw new Error("nobody");
    const refused = await send(handOverCaseAction, contactOf(robin), form(number, to));
    expect(refused).toMatchObject({
      kind: "refused",
      result: { fieldErrors: { contact: [expect.stringContaining("Choose")] } },
    });
    await unchanged(id);
  });

  it("a case that they do not see", async () => {
    const { company, leslie, max, id, number } = await plant();
    const neighbour = await createContact(await coveredCompany(), { casesScope: "company" });
    const elsewhere = await createContact(await coveredCompany("insource"), { casesScope: "company" });
    const without = await createContact(company, { casesScope: "none" });
    for (const from of [leslie, neighbour, elsewhere, without]) {
      expect((await send(handOverCaseAction, contactOf(from), form(number, max))).kind).toBe("missing");
    }
    const nobody = await send(handOverCaseAction, { brand: "cimsoft" }, form(number, max));
    expect(nobody).toMatchObject({ kind: "redirected", to: expect.stringContaining("/login") });
    await unchanged(id);
  });

  it("a closed case, or one without a note", async () => {
    const { robin, leslie, id, number } = await plant();
    const empty = await send(handOverCaseAction, contactOf(robin), form(number, leslie, { note: " " }));
    expect(empty).toMatchObject({
      kind: "refused",
      result: { fieldErrors: { note: ["Say what your colleague has to know."] } },
    });
    await as(robin, (context) => closeCase(context, { number, reason: "solved" }));
    const closed = await handOver(robin, leslie, number);
    expect(closed).toMatchObject({ kind: "refused", result: { message: expect.stringContaining("closed") } });
    await unchanged(id);
  });
});

async function unchanged(id: string): Promise<void> {
  const [events, people] = await asSystem("test looks", async (db) => [
    await db
      .select()
      .from(threadEvents)
      .where(and(eq(threadEvents.threadId, id), eq(threadEvents.kind, "handed_over"))),
    await db.select().from(threadParticipants).where(eq(threadParticipants.threadId, id)),
  ]);
  expect([events, people]).toEqual([[], []]);
}
