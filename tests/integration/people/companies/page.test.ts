import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents, credentials, outbox, sessions } from "@/db/schema";
import { businessToday } from "@/lib/kit/time";
import { findStaffEstimate } from "@/lib/money/estimates/staff/queries";
import { findStaffInvoice } from "@/lib/money/invoices/staff/queries";
import { servesClients } from "@/lib/people/companies/policy";
import { findCompanyHead } from "@/lib/people/companies/staff/queries";
import { findContactHead, readSignInState } from "@/lib/people/contacts/staff/queries";
import { readCompanyParts } from "@/lib/site/clients/company/queries";
import { readContactParts } from "@/lib/site/clients/contact/queries";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import {
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createPayment,
  createTeamMember,
  nobodysId,
  seed,
  unique,
} from "@/tests/support/world";
import { createCase, createChat, createRequest } from "@/tests/support/world-threads";

const ZONE = "America/New_York";
const TODAY = businessToday(ZONE);
const todayOf = async () => TODAY;
const FRAME = { today: TODAY, local: { zone: ZONE }, brand: { zone: ZONE } };

async function house(brand = "cimsoft") {
  const company = await createCompany({
    brand,
    name: unique("House"),
    city: "Duluth",
    region: "MN",
    postalCode: "55802",
  });
  const other = await createCompany({ brand, name: unique("Sister") });
  const contact = await createContact(company, { name: unique("Ann"), casesScope: "company", relatedTo: [other] });
  const guest = await createContact(other, { name: unique("Guest"), relatedTo: [company] });
  const agreement = await createAgreement(company);
  const late = await createInvoice(company, { number: unique("LATE"), dueOn: "2026-01-31", totalMinor: 20_000 });
  const due = await createInvoice(company, { number: unique("DUE"), dueOn: "2099-01-01", totalMinor: 5_000 });
  const paid = await createInvoice(company);
  const payment = await createPayment(company, paid, { contactId: contact.id });
  const estimate = await createEstimate(company);
  const open = await createCase(company, contact);
  const closed = await createCase(company, contact, { status: "closed" });
  const request = await createRequest(company, contact);
  const chat = await createChat(company, contact);
  await createTeamMember(company, { name: "Dana Whitfield" });
  await seed((db) =>
    db.insert(outbox).values({
      ...{ brand, kind: "case-received", toAddress: contact.email, props: {}, dedupeKey: unique("mail") },
      state: "sent",
    }),
  );
  await seed((db) =>
    db.insert(auditEvents).values({
      ...{ brand, actorKind: "contact", actorId: contact.id, action: "password.changed" },
      ...{ entity: "contact", entityId: contact.id },
    }),
  );
  return { company, other, contact, guest, agreement, late, due, payment, estimate, open, closed, request, chat };
}
type House = Awaited<ReturnType<typeof house>>;

let all: House;
let manager: Member;
let agent: Member;
let administrator: Member;
/** Nobody of these may know that the company exists. */
let outsiders: readonly Member[];
beforeAll(async () => {
  all = await house();
  manager = await member(["account_manager"]);
  agent = await member(["support_agent"]);
  administrator = await member(["administrator"]);
  outsiders = [
    await member(["administrator"], undefined, ["insource"]),
    await member(["account_manager"], undefined, []),
    await member(["marketing"]),
  ];
});

const partsFor = (who: Member) => read(who, (context) => readCompanyParts(context, all.company.id, FRAME));
const contactFor = (who: Member) =>
  read(who, (context) => readContactParts(context, all.contact.id, { local: { zone: ZONE }, brand: { zone: ZONE } }));
const numbers = (rows: readonly { number: string }[] | null) => rows?.map(({ number }) => number) ?? null;

/** All rows of all parts, whatever they are. */
const rowsOf = (parts: object): unknown[] => Object.values(parts).flatMap((rows: unknown) => rows ?? []);

describe("the page of a company", () => {
  it("is for staff who face clients", () => {
    expect([manager, agent, administrator].map(({ viewer }) => servesClients(viewer))).toEqual([true, true, true]);
    expect(outsiders.map(({ viewer }) => servesClients(viewer))).toEqual([true, false, false]);
  });

  it("has what is known of the company", async () => {
    expect(await read(agent, (context) => findCompanyHead(context, all.company.id))).toMatchObject({
      ...{ id: all.company.id, name: all.company.name, externalId: all.company.externalId, isClosed: false },
      address: ["Duluth, MN 55802"],
    });
  });

  it("shows each reader contacts with rights, relations in both directions, agreements and the account team", async () => {
    for (const who of [manager, agent, administrator]) {
      const { people, relations, agreements, team } = await partsFor(who);
      expect(people).toMatchObject([
        { id: all.contact.id, rights: { billing: true, pay: false, cases: "company", requests: "own" } },
      ]);
      expect(relations.map(({ contact, company, direction }) => [contact.id, company?.id, direction])).toEqual([
        [all.contact.id, all.other.id, "outward"],
        [all.guest.id, all.other.id, "inward"],
      ]);
      expect(agreements).toMatchObject([{ id: all.agreement.id, seats: 10, value: { minor: 1_200_000 } }]);
      expect(team).toMatchObject([{ name: "Dana Whitfield" }]);
    }
  });

  it("shows money to those who read it: balance and ageing, open invoices, payments, estimates", async () => {
    for (const who of [manager, administrator]) {
      const { money } = await partsFor(who);
      expect(money?.balances).toMatchObject([{ open: { minor: 25_000 }, pastDue: { minor: 20_000 } }]);
      expect(numbers(money?.invoices ?? null)).toEqual([all.late.number, all.due.number]);
      expect(money?.payments).toMatchObject([{ id: all.payment.id }]);
      expect(numbers(money?.estimates ?? null)).toEqual([all.estimate.number]);
    }
    expect((await partsFor(agent)).money).toBeNull();
  });

  it("shows open cases to all of them, requests to who works them, chats to who answers them", async () => {
    const seen = async (who: Member) => {
      const { cases, requests, chats } = await partsFor(who);
      return [numbers(cases), numbers(requests), numbers(chats)];
    };
    const [aCase, request, chat] = [[all.open.number], [all.request.number], [all.chat.number]];
    expect(await seen(manager)).toEqual([aCase, request, null]);
    expect(await seen(agent)).toEqual([aCase, null, chat]);
    expect(await seen(administrator)).toEqual([aCase, request, chat]);
  });

  it("shows mails and the audit log to administrators alone", async () => {
    expect((await partsFor(administrator)).mails).toMatchObject([{ to: { id: all.contact.id }, status: "sent" }]);
    expect([(await partsFor(manager)).mails, (await partsFor(agent)).mails]).toEqual([null, null]);
    const words = async (who: Member) => (await partsFor(who)).changes.map(({ words }) => words);
    expect(await words(administrator)).toContain("Password changed");
    expect(await words(manager)).not.toContain("Password changed");
  });

  it("tells what changed from the parts that the reader may read, newest first", async () => {
    const links = async (who: Member) => (await partsFor(who)).changes.map(({ link }) => link?.text ?? "");
    const ofAgent = await links(agent);
    expect(ofAgent).toEqual(expect.arrayContaining([`Case ${all.open.number}`, `Chat ${all.chat.number}`]));
    expect(ofAgent.filter((text) => /^(Payment|Invoice|Request)/.test(text))).toEqual([]);
    const ofManager = await links(manager);
    expect(ofManager).toEqual(expect.arrayContaining([`Request ${all.request.number}`, `Invoice ${all.late.number}`]));
    expect(ofManager.filter((text) => text.startsWith("Chat"))).toEqual([]);
    const days = (await partsFor(manager)).changes.map(({ day }) => day);
    expect(days).toEqual([...days].sort().reverse());
  });

  it("is missing for outsiders, and none of its parts has a row for them", async () => {
    for (const who of outsiders) {
      expect(await read(who, (context) => findCompanyHead(context, all.company.id))).toBeNull();
      const { money, team, ...parts } = await partsFor(who);
      expect(rowsOf(parts)).toEqual([]);
      expect([team, Object.values(money ?? {}).flat()]).toEqual([[], []]);
    }
    expect(await read(manager, (context) => findCompanyHead(context, nobodysId()))).toBeNull();
  });
});

describe("the page of a contact", () => {
  it("has rights, company, and how they stand with sign-in", async () => {
    const head = await read(agent, (context) => findContactHead(context, all.contact.id));
    expect(head).toMatchObject({
      ...{ name: all.contact.name, company: { id: all.company.id }, isClosed: false },
      rights: { billing: true, pay: false, cases: "company", requests: "own" },
    });
    const state = () => read(agent, (context) => readSignInState(context, all.contact.id));
    expect(await state()).toEqual({ hasPassword: false, lastSeenAt: null, invitedAt: null });
    const seenAt = new Date("2026-11-02T10:00:00Z");
    await seed(async (db) => {
      const account = { accountKind: "contact" as const, accountId: all.contact.id };
      await db.insert(credentials).values({ ...account, passwordHash: "not a hash" });
      await db.insert(sessions).values({
        ...{ ...account, brand: "cimsoft", tokenHash: unique("token") },
        ...{ createdAt: seenAt, lastSeenAt: seenAt, expiresAt: seenAt },
      });
    });
    expect(await state()).toEqual({ hasPassword: true, lastSeenAt: seenAt, invitedAt: null });
    for (const who of outsiders) {
      expect(await read(who, (context) => readSignInState(context, all.contact.id))).toBeNull();
    }
  });

  it("shows what they opened, each reader their kinds, closed cases too", async () => {
    const seen = async (who: Member) => {
      const { cases, requests, chats } = await contactFor(who);
      return [numbers(cases)?.sort() ?? null, numbers(requests), numbers(chats)];
    };
    const cases = [all.open.number, all.closed.number].sort();
    expect(await seen(manager)).toEqual([cases, [all.request.number], null]);
    expect(await seen(agent)).toEqual([cases, null, [all.chat.number]]);
    expect((await contactFor(agent)).relations).toMatchObject([{ id: all.other.id }]);
    expect([(await contactFor(administrator)).mails?.length, (await contactFor(agent)).mails]).toEqual([1, null]);
  });

  it("is missing for outsiders, and none of its parts has a row for them", async () => {
    for (const who of outsiders) {
      expect(await read(who, (context) => findContactHead(context, all.contact.id))).toBeNull();
      expect(rowsOf(await contactFor(who))).toEqual([]);
    }
  });
});

describe("documents as staff see them", () => {
  it("are found by id by who reads money, and by nobody else", async () => {
    const invoice = (who: Member) => read(who, (context) => findStaffInvoice(context, all.late.id, todayOf));
    const estimate = (who: Member) => read(who, (context) => findStaffEstimate(context, all.estimate.id, todayOf));
    expect(await invoice(manager)).toMatchObject({ companyId: all.company.id, document: { number: all.late.number } });
    expect(await estimate(manager)).toMatchObject({ estimate: { number: all.estimate.number } });
    for (const who of [agent, ...outsiders]) expect([await invoice(who), await estimate(who)]).toEqual([null, null]);
  });
});
