import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, messages, requests as requestTable, staffAbsences, threadEvents, threads } from "@/db/schema";
import { REQUEST_TARGETS } from "@/db/schema/constants";
import { brandByKey } from "@/lib/gate/brand/load";
import { openMinutesBetween } from "@/lib/kit/business-minutes";
import { addDays, businessInstant, businessToday } from "@/lib/kit/time";
import { askRequestAction } from "@/lib/threads/requests/actions";
import { expectedAnswer, findRequest } from "@/lib/threads/requests/queries";
import { ASKED_KINDS } from "@/lib/threads/requests/schema";
import { type NewRequest, openRequest } from "@/lib/threads/requests/service";
import { requests } from "@/tests/support/threads";
import {
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createStaff,
  createTeamMember,
} from "@/tests/support/world";
import { contactOf, send } from "../cases/support";
import { as, type Contact, LOCAL, look, office } from "./support";

const form = (over: Partial<NewRequest> = {}): NewRequest => ({
  id: uuidv7(),
  kind: "message",
  subject: "Two more seats",
  body: "Two more seats from March on.",
  files: [],
  ...over,
});
const open = (contact: Contact, input: NewRequest) => as(contact, (context) => openRequest(context, input));
const stored = (id: string) =>
  look(async (db) => {
    const [row] = await db.select().from(requests).where(eq(requests.id, id));
    return row;
  });
const detail = async (contact: Contact, number: string) =>
  as(contact, (context) => findRequest(context, { brand: context.brand, number }, LOCAL), "read");

describe("asking a request", () => {
  it("makes a request with its text as the first message, a quiet line, an audit event and a job that mails about it", async () => {
    const { company, asker, accounts } = await office();
    const input = form();
    const { number } = await open(asker, input);
    expect(number).toMatch(/^R-\d{6,}$/);
    expect(await stored(input.id)).toMatchObject({
      number,
      brand: "cimsoft",
      companyId: company.id,
      askedBy: asker.id,
      askedByName: "Robin Meyer",
      kind: "message",
      status: "new",
      ownerId: accounts.id,
      standsInFor: null,
      firstAnsweredAt: null,
      lastAuthorId: asker.id,
    });
    const [said, done, audited, jobs] = await look(async (db) => [
      await db.select().from(messages).where(eq(messages.threadId, input.id)),
      await db.select().from(threadEvents).where(eq(threadEvents.threadId, input.id)),
      await db.select().from(auditEvents).where(eq(auditEvents.entityId, input.id)),
      await db.execute(sql`select key from graphile_worker.jobs where key = ${`tell:${input.id}`}`),
    ]);
    expect(said).toMatchObject([{ id: input.id, body: "Two more seats from March on.", authorName: "Robin Meyer" }]);
    expect(done).toMatchObject([{ kind: "asked", actorId: asker.id, internal: false }]);
    expect(audited).toMatchObject([{ action: "request.opened", actorId: asker.id }]);
    expect(jobs).toHaveLength(1);
  });

  it.each(ASKED_KINDS)(
    "promises the first answer to %s in the hours of portal support, as the form said",
    async (kind) => {
      const { company, asker } = await office();
      const brand = await brandByKey("cimsoft");
      const about = {
        ...(kind === "invoice" ? { invoiceId: (await createInvoice(company)).id } : {}),
        ...(kind === "estimate" ? { estimateId: (await createEstimate(company)).id } : {}),
      };
      const said = await as(asker, (context) => expectedAnswer(context, brand, kind, LOCAL), "read");
      const input = form({ kind, ...about });
      const { number } = await open(asker, input);
      const row = await stored(input.id);
      if (!row?.answerSince || !row.answerDueAt) throw new Error("no clock");
      expect(row.firstAnswerDueAt).toEqual(row.answerDueAt);
      expect(
        openMinutesBetween(brand.supportCalendar, businessInstant(row.answerSince), businessInstant(row.answerDueAt)),
      ).toBe(REQUEST_TARGETS[kind]);
      expect((await detail(asker, number))?.expected).toMatchObject({ late: false, isFirst: true });
      expect(said.when).toContain("Eastern");
    },
  );

  it("makes one request of a form that is sent twice, one after the other or at once", async () => {
    const { company, asker } = await office();
    const input = form();
    const both = await Promise.all([open(asker, input), open(asker, input)]);
    const again = await open(asker, input);
    expect(new Set([...both, again].map(({ number }) => number)).size).toBe(1);
    const rows = await look((db) => db.select().from(requests).where(eq(requests.companyId, company.id)));
    expect(rows).toHaveLength(1);
  });

  it("refuses the same form with something else in it, and keeps what there is", async () => {
    const { company, asker } = await office();
    const agreement = await createAgreement(company);
    const input = form();
    const { number } = await open(asker, input);
    const others: Partial<NewRequest>[] = [
      { body: "Three more seats." },
      { subject: "Three more seats" },
      { kind: "renewal" },
      { agreementId: agreement.id },
      { neededBy: "2098-01-01" },
    ];
    for (const other of others) {
      await expect(open(asker, { ...input, ...other })).rejects.toMatchObject({
        name: "FormUsed",
        message: expect.stringContaining(number),
      });
    }
    expect((await detail(asker, number))?.thread.items.filter(({ kind }) => kind === "message")).toHaveLength(1);
  });

  it("shows nobody the request of another under the id of its form", async () => {
    const { company, asker } = await office();
    const input = form();
    await open(asker, input);
    const colleague = await createContact(company, { requestsScope: "company" });
    const stranger = (await office()).asker;
    const otherBrand = (await office("insource")).asker;
    for (const other of [colleague, stranger, otherBrand]) {
      await expect(open(other, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("who answers a new request", () => {
  it("is the manager for its kind, the member it was written to, or nobody for a change", async () => {
    const { company, asker, accounts, subscriptions, manager } = await office();
    const owners: [Partial<NewRequest>, string | null][] = [
      [{ kind: "message" }, accounts.id],
      [{ kind: "subscription" }, subscriptions.id],
      [{ kind: "renewal" }, subscriptions.id],
      [{ kind: "support_agreement" }, subscriptions.id],
      [{ kind: "invoice", invoiceId: (await createInvoice(company)).id }, accounts.id],
      [{ kind: "estimate", estimateId: (await createEstimate(company)).id }, accounts.id],
      [{ kind: "renewal", memberId: manager.id }, accounts.id],
      [{ kind: "change" }, null],
    ];
    for (const [over, owner] of owners) {
      const input = form(over);
      await open(asker, input);
      expect((await stored(input.id))?.ownerId, over.kind).toBe(owner);
    }
  });

  it("is the stand-in while the member is away, and the page says so to the opener alone", async () => {
    const { company, asker, accounts, subscriptions, manager } = await office();
    const today = businessToday("America/New_York");
    await look((db) =>
      db.insert(staffAbsences).values({
        staffId: accounts.id,
        startsOn: addDays(today, -1),
        endsOn: addDays(today, 1),
        standInId: subscriptions.id,
      }),
    );
    const input = form({ memberId: manager.id });
    const { number } = await open(asker, input);
    expect(await stored(input.id)).toMatchObject({ ownerId: subscriptions.id, standsInFor: accounts.id });
    expect(await detail(asker, number)).toMatchObject({
      memberName: "Dana Whitfield",
      owner: { name: "Priya Raman", inPlaceOf: "Dana Whitfield" },
    });
    const outsiders = [
      await createContact(company, { requestsScope: "own" }),
      (await office()).asker,
      (await office("insource")).asker,
    ];
    for (const other of outsiders) {
      expect(await detail(other, number)).toBeNull();
      const people = await as(
        other,
        ({ db }) => db.execute(sql`select owner_name from thread_people(${input.id}::uuid)`),
        "read",
      );
      expect(people).toHaveLength(0);
    }
  });
});

describe("the document that a new request is about", () => {
  it("is refused where it is another company's, ended, or money without the right", async () => {
    const { company, asker } = await office();
    const strangers = await createCompany();
    const blind = await createContact(company, { requestsScope: "company", billing: false });
    const invoice = await createInvoice(company);
    const refused: [Contact, Partial<NewRequest>][] = [
      [asker, { kind: "renewal", agreementId: (await createAgreement(strangers)).id }],
      [asker, { memberId: (await createTeamMember(strangers)).id }],
      [asker, { kind: "invoice", invoiceId: (await createInvoice(strangers)).id }],
      [asker, { kind: "estimate", estimateId: (await createEstimate(strangers)).id }],
      [asker, { kind: "invoice" }],
      [asker, { neededBy: addDays(businessToday("America/New_York"), -1) }],
      [blind, { kind: "invoice", invoiceId: invoice.id }],
      [blind, { kind: "estimate", estimateId: (await createEstimate(company)).id }],
    ];
    for (const [contact, over] of refused) {
      const input = form(over);
      await expect(open(contact, input)).rejects.toMatchObject({ code: "INVALID" });
      expect(await stored(input.id)).toBeUndefined();
    }
    await expect(open(asker, form({ neededBy: businessToday("America/New_York") }))).resolves.toBeTruthy();
  });

  it("is never another company's by the database's own rules", async () => {
    const { company, asker } = await office();
    const strangers = await createCompany();
    const colleague = await createContact(company, { requestsScope: "own" });
    const agreement = await createAgreement(strangers);
    const row = (over: { agreementId?: string } & Partial<typeof threads.$inferInsert>) => {
      const id = uuidv7();
      const { agreementId, ...life } = over;
      return as(asker, async ({ db }) => {
        await db.insert(threads).values({
          ...{ id, brand: "cimsoft", companyId: company.id, kind: "request", topic: "message", subject: "x" },
          ...{ openedBy: asker.id, openedByName: "x", firstAnswerDueAt: new Date(), lastAuthorId: asker.id },
          ...life,
        });
        await db.insert(requestTable).values({ id, brand: "cimsoft", agreementId });
      });
    };
    await expect(row({})).resolves.toBeUndefined();
    for (const over of [
      { companyId: strangers.id },
      { openedBy: colleague.id },
      { agreementId: agreement.id },
      { status: "answered" as const },
      { ownerId: null, topic: "invoice" as const },
    ]) {
      await expect(row(over)).rejects.toThrow();
    }
  });
});

describe("somebody who may not ask a request", () => {
  it("is told the reason: no right or no company", async () => {
    const { company } = await office();
    const nobody = [
      await createContact(company, { requestsScope: "none" }),
      await createContact(null, { requestsScope: "company" }),
    ];
    for (const contact of nobody) {
      const input = form();
      await expect(open(contact, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
      const { id, kind, body } = input;
      const sent = await send(askRequestAction, contactOf(contact), { id, kind, body });
      expect(sent).toMatchObject({ kind: "refused", result: { ok: false, values: { body } } });
      expect(await stored(id)).toBeUndefined();
    }
  });

  it("is led to sign-in when signed out, finds nothing as staff, and cannot send the form from another site", async () => {
    const { asker } = await office();
    const member = await createStaff(["account_manager", "administrator"]);
    const { id, kind, body } = form();
    const fields = { id, kind, body };
    expect(await send(askRequestAction, { brand: "cimsoft" }, fields)).toEqual({ kind: "redirected", to: "/login" });
    const asStaff = { brand: "cimsoft", account: { kind: "staff" as const, id: member.id } };
    expect(await send(askRequestAction, asStaff, fields)).toEqual({ kind: "missing" });
    const foreign = await send(askRequestAction, contactOf(asker), fields, { origin: "https://elsewhere.example" });
    expect(foreign).toMatchObject({ kind: "refused", result: { message: "This form came from another site." } });
    expect(await stored(id)).toBeUndefined();
  });
});

describe("the form that asks a request", () => {
  it("makes the subject from what the request is about, and leads to the request", async () => {
    const { company, asker, manager } = await office();
    const agreement = await createAgreement(company, { product: "AVEVA Historian", endsOn: "2027-02-03" });
    const invoice = await createInvoice(company);
    const note = await createInvoice(company, { kind: "credit_note" });
    const estimate = await createEstimate(company);
    const cases: [Record<string, string>, string][] = [
      [{ kind: "renewal", agreement: agreement.id }, "Renewal of AVEVA Historian, ends Feb 3, 2027"],
      [{ kind: "renewal" }, "Renewal guidance"],
      [{ kind: "invoice", invoice: invoice.number }, `Question about invoice ${invoice.number}`],
      [{ kind: "invoice", invoice: note.number }, `Question about credit note ${note.number}`],
      [{ kind: "estimate", estimate: estimate.number }, `New quote for ${estimate.number}`],
      [{ kind: "message", member: manager.id }, "Hello Dana"],
    ];
    for (const [fields, subject] of cases) {
      const id = uuidv7();
      const outcome = await send(askRequestAction, contactOf(asker), { id, body: "Hello Dana\nand more", ...fields });
      const row = await stored(id);
      expect(row?.subject).toBe(subject);
      expect(outcome).toEqual({ kind: "redirected", to: `/account-team/${row?.number}?asked=yes` });
    }
  });

  it("drops fields that the kind does not have, and takes no change of details", async () => {
    const { company, asker } = await office();
    const agreement = await createAgreement(company);
    const invoice = await createInvoice(company);
    const id = uuidv7();
    await send(askRequestAction, contactOf(asker), {
      ...{ id, kind: "message", body: "Only words" },
      ...{ agreement: agreement.id, invoice: invoice.number, neededBy: "2098-01-01" },
    });
    expect(await stored(id)).toMatchObject({ agreementId: null, invoiceId: null, neededBy: null });
    const change = await send(askRequestAction, contactOf(asker), { id: uuidv7(), kind: "change", body: "x" });
    expect(change).toMatchObject({ kind: "refused", result: { fieldErrors: { kind: [expect.any(String)] } } });
  });

  it("says of each field what to do, and gives back what was typed", async () => {
    const { asker } = await office();
    const empty = await send(askRequestAction, contactOf(asker), { id: uuidv7(), kind: "message", body: "  " });
    expect(empty).toMatchObject({ kind: "refused", result: { fieldErrors: { body: ["Write what you need."] } } });
    const past = await send(askRequestAction, contactOf(asker), {
      ...{ id: uuidv7(), kind: "renewal", body: "Kept", neededBy: "2020-01-01" },
    });
    expect(past).toMatchObject({
      kind: "refused",
      result: { values: { body: "Kept" }, fieldErrors: { neededBy: ["Choose today or a later day."] } },
    });
    const nonsense = await send(askRequestAction, contactOf(asker), {
      ...{ id: uuidv7(), kind: "renewal", body: "Kept", neededBy: "tomorrow" },
    });
    expect(nonsense).toMatchObject({ kind: "refused", result: { fieldErrors: { neededBy: [expect.any(String)] } } });
    const foreign = await send(askRequestAction, contactOf(asker), {
      ...{ id: uuidv7(), kind: "invoice", body: "Kept", invoice: "INV-NOBODYS" },
    });
    expect(foreign).toMatchObject({ kind: "refused", result: { message: expect.stringContaining("no longer open") } });
  });
});
