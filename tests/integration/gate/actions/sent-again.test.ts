import path from "node:path";
import { is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ZodObject } from "zod";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import * as tables from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { issueFormToken } from "@/lib/gate/bot-check";
import { systemNow } from "@/lib/kit/time";
import { bulkSendAgainAction } from "@/lib/mail/log/again/actions";
import { applyCreditAction, startPaymentAction } from "@/lib/money/payments/checkout/actions";
import { recordAbsenceAction } from "@/lib/people/account-team/staff/actions";
import { inviteStaffAction } from "@/lib/people/accounts/actions";
import { startViewAction } from "@/lib/people/client-views/actions";
import { removeColleagueAction } from "@/lib/people/colleagues/actions";
import { connectAction } from "@/lib/people/connect/actions";
import { bulkAssignManagerAction } from "@/lib/people/edits/companies/managers/actions";
import { inviteAction } from "@/lib/people/edits/contacts/actions";
import { bulkDisableAction, bulkInviteAction } from "@/lib/people/edits/contacts/bulk/actions";
import { mergeAction } from "@/lib/people/merges/actions";
import { saveViewAction } from "@/lib/people/saved-views/actions";
import { addAddressAction, addPhoneAction } from "@/lib/people/settings/actions";
import { fileCaseAction, replyToCaseAction } from "@/lib/threads/cases/actions";
import { handOverCaseAction } from "@/lib/threads/cases/handover/actions";
import { answerCaseAction, noteCaseAction } from "@/lib/threads/cases/staff/actions";
import { filePhonedCaseAction } from "@/lib/threads/cases/staff/begin/actions";
import { sayInChatAction, startChatAction } from "@/lib/threads/chats/actions";
import { answerChatAction, noteChatAction } from "@/lib/threads/chats/staff/actions";
import { takeChatsAction } from "@/lib/threads/chats/staff/bulk/actions";
import { askRequestAction, replyToRequestAction } from "@/lib/threads/requests/actions";
import { askForChangeAction } from "@/lib/threads/requests/changes/actions";
import { valueDigest } from "@/lib/threads/requests/changes/staff/queries";
import { inviteColleagueAction } from "@/lib/threads/requests/colleagues/actions";
import { assignRenewalsAction } from "@/lib/threads/requests/renewals/bulk/actions";
import {
  answerRequestAction,
  approveChangeAction,
  declineChangeAction,
  noteRequestAction,
} from "@/lib/threads/requests/staff/actions";
import { writeFirstAction } from "@/lib/threads/requests/staff/begin/actions";
import { addReplyAction } from "@/lib/threads/staff/canned-replies/actions";
import { importsOf, ROOT, sources } from "@/tests/architecture/source";
import { house } from "@/tests/integration/money/payments/checkout/support";
import { startStripe } from "@/tests/integration/money/payments/stripe/support";
import { NO_RIGHTS, staffedCompany } from "@/tests/integration/people/colleagues/support";
import { filedCase, member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, plant, send } from "@/tests/integration/threads/cases/support";
import { openAlways, talking } from "@/tests/integration/threads/chats/support";
import { askedChange, askedRequest } from "@/tests/integration/threads/requests/staff/support";
import { office } from "@/tests/integration/threads/requests/support";
import { createCompany, createContact, createInvoice, createPayment, unique } from "@/tests/support/world";
import { SITE_FORMS } from "./site-forms";
import { administrator, agent, type Fields, type Form, manager, staffOf } from "./support";

/*
 * Whatever creates something takes an id that was made with its form. Sent again with the same in it, the form gets its
 * first answer and nothing happens; with something else in it, it is told so, keeps all of what was typed, and gets an id
 * of its own for what it holds now. Files are told of in cases/sent-twice.test.ts.
 */

let stripe: Awaited<ReturnType<typeof startStripe>>;
beforeAll(async () => {
  stripe = await startStripe();
  await openAlways();
});
afterAll(() => stripe.close());

const client = async () => contactOf((await office()).asker);

async function decided(approve: boolean): Promise<Form> {
  const { number } = await askedChange("name", "Robin Mayer");
  const fields = { id: uuidv7(), number, sentence: "As you wished.", nowDigest: valueDigest("Robin Meyer") };
  const { nowDigest: _, ...plain } = fields;
  const sender = await administrator();
  return approve
    ? { action: approveChangeAction, sender, fields, other: { sentence: "As it was." } }
    : { action: declineChangeAction, sender, fields: plain, other: { sentence: "Not as you wished." } };
}

/** A relation that was asked for, approved as a removal or of another company when its form comes again. */
async function decidedRelation(over: "relation" | "company"): Promise<Form> {
  const { number } = await askedChange("relations", "Two of our sister companies");
  const [chosen, another] = [await createCompany({ brand: "cimsoft" }), await createCompany({ brand: "cimsoft" })];
  const fields = {
    ...{ id: uuidv7(), number, sentence: "As you wished.", nowDigest: valueDigest("None") },
    ...{ company: chosen.externalId, relation: "add" },
  };
  const other: Fields = over === "relation" ? { relation: "remove" } : { company: another.externalId };
  return { action: approveChangeAction, sender: await administrator(), fields, other };
}

/** Somebody joins the account team, as another role or another person when its form comes again. */
async function decidedTeam(over: "role" | "member"): Promise<Form> {
  const { number } = await askedChange("account_team", "Somebody for renewals");
  const [chosen, another] = [await member(["account_manager"]), await member(["account_manager"])];
  const fields = {
    ...{ id: uuidv7(), number, sentence: "As you wished.", nowDigest: valueDigest("Nobody") },
    ...{ membership: "add", member: chosen.id, role: "account_manager" },
  };
  const other: Fields = over === "role" ? { role: "subscription_manager" } : { member: another.id };
  return { action: approveChangeAction, sender: await administrator(), fields, other };
}

const FORMS: Readonly<Record<string, () => Promise<Form>>> = {
  ...SITE_FORMS,
  "case.file": async () => ({
    ...{ action: fileCaseAction, sender: contactOf((await plant()).filer) },
    fields: {
      ...{ id: uuidv7(), product: "AVEVA Historian", severity: "impaired" },
      ...{ subject: "Historian stops", description: "At 2 a.m." },
    },
    other: { description: "At 3 a.m." },
  }),
  "case.reply": async () => {
    const { filer, number } = await filedCase();
    const fields = { id: uuidv7(), number, body: "First words." };
    return { action: replyToCaseAction, sender: contactOf(filer), fields, other: { body: "Other words." } };
  },
  "case.hand-over": async () => {
    const { company, filer, number } = await filedCase();
    const colleague = await createContact(company, { casesScope: "own" });
    const fields = { id: uuidv7(), number, contact: colleague.id, note: "Watch line 3." };
    return { action: handOverCaseAction, sender: contactOf(filer), fields, other: { note: "Watch line 4." } };
  },
  "case.file-for-contact": async () => {
    const { company, filer } = await plant();
    const whose = { id: uuidv7(), company: company.id, contact: filer.id };
    const what = { product: "AVEVA Historian", severity: "impaired", subject: "It stops", description: "At 2 a.m." };
    const fields = { ...whose, ...what };
    return { action: filePhonedCaseAction, sender: await agent(), fields, other: { description: "At 3 a.m." } };
  },
  "request.write-first": async () => {
    const { company, asker } = await office();
    const fields = { id: uuidv7(), company: company.id, contact: asker.id, subject: "Seats", body: "Are ten enough?" };
    return { action: writeFirstAction, sender: await manager(), fields, other: { body: "Are twenty enough?" } };
  },
  "case.answer": async () => {
    const fields = { id: uuidv7(), number: (await filedCase()).number, body: "Restart it." };
    return { action: answerCaseAction, sender: await agent(), fields, other: { body: "Do not restart it." } };
  },
  "case.note": async () => {
    const fields = { id: uuidv7(), number: (await filedCase()).number, body: "Known fault." };
    return { action: noteCaseAction, sender: await agent(), fields, other: { body: "Unknown fault." } };
  },
  "chat.start": async () => {
    const fields = { id: uuidv7(), product: "AVEVA Historian", subject: "It stops", description: "At 2 a.m." };
    const sender = contactOf((await plant()).filer);
    return { action: startChatAction, sender, fields, other: { description: "At 3 a.m." } };
  },
  "chat.say": async () => {
    const { client, number } = await talking();
    const fields = { id: uuidv7(), number, body: "First words." };
    return { action: sayInChatAction, sender: contactOf(client), fields, other: { body: "Other words." } };
  },
  "chat.answer": async () => {
    const { member: owner, number } = await talking();
    const fields = { id: uuidv7(), number, body: "Restart it." };
    return { action: answerChatAction, sender: staffOf(owner), fields, other: { body: "Do not restart it." } };
  },
  "chat.note": async () => {
    const { member: owner, number } = await talking();
    const fields = { id: uuidv7(), number, body: "Known fault." };
    return { action: noteChatAction, sender: staffOf(owner), fields, other: { body: "Unknown fault." } };
  },
  "request.ask": async () => {
    const fields = { id: uuidv7(), kind: "message", body: "Which licenses do we have?" };
    return { action: askRequestAction, sender: await client(), fields, other: { body: "And since when?" } };
  },
  "request.reply": async () => {
    const { asker, number } = await askedRequest();
    const fields = { id: uuidv7(), number, body: "First words." };
    return { action: replyToRequestAction, sender: contactOf(asker), fields, other: { body: "Other words." } };
  },
  "request.answer": async () => {
    const fields = { id: uuidv7(), number: (await askedRequest()).number, body: "Ten seats." };
    return { action: answerRequestAction, sender: await manager(), fields, other: { body: "Twelve seats." } };
  },
  "request.note": async () => {
    const fields = { id: uuidv7(), number: (await askedRequest()).number, body: "They grow." };
    return { action: noteRequestAction, sender: await manager(), fields, other: { body: "They shrink." } };
  },
  "request.change": async () => {
    const fields = { id: uuidv7(), field: "name", wanted: "Robin Mayer" };
    return { action: askForChangeAction, sender: await client(), fields, other: { wanted: "Robin Maier" } };
  },
  "request.approve-change": () => decided(true),
  "request.approve-change, a relation removed in place of added": () => decidedRelation("relation"),
  "request.approve-change, another company": () => decidedRelation("company"),
  "request.approve-change, another role on the team": () => decidedTeam("role"),
  "request.approve-change, somebody else on the team": () => decidedTeam("member"),
  "request.decline-change": () => decided(false),
  "request.approve-change, then declined": async () => ({
    ...(await decided(true)),
    ...{ other: {}, otherAction: declineChangeAction },
  }),
  "payment.start": async () => {
    const { company, payer } = await house();
    const { number } = await createInvoice(company);
    const fields = { paymentId: uuidv7(), "invoice[]": number, "amount[]": "60.00", note: "" };
    const form = { action: startPaymentAction, sender: contactOf(payer), fields, idField: "paymentId" };
    return { ...form, other: { "amount[]": "70.00" } };
  },
  "payment.start, another note": async () => {
    const { company, payer } = await house();
    const { number } = await createInvoice(company);
    const fields = { paymentId: uuidv7(), "invoice[]": number, "amount[]": "60.00", note: "" };
    const form = { action: startPaymentAction, sender: contactOf(payer), fields, idField: "paymentId" };
    return { ...form, other: { note: "For May." } };
  },
  "credit.apply": async () => {
    const { company, payer } = await house();
    const credit = await createPayment(company, null);
    const { number } = await createInvoice(company);
    const fields = { id: uuidv7(), paymentId: credit.id, invoice: number, amount: "10.00" };
    return { action: applyCreditAction, sender: contactOf(payer), fields, other: { amount: "20.00" } };
  },
  "absence.record": async () => {
    const sender = await manager();
    const fields = { id: uuidv7(), person: sender.account?.id ?? "", startsOn: "2090-01-01", endsOn: "2090-01-05" };
    return { action: recordAbsenceAction, sender, fields, other: { endsOn: "2090-01-06" } };
  },
  "contact.invite": async () => {
    const company = await createCompany();
    const [chosen, another] = [await createContact(company), await createContact(company)];
    const fields = { id: uuidv7(), contact: chosen.id };
    return { action: inviteAction, sender: await administrator(), fields, other: { contact: another.id } };
  },
  "contact.invite-chosen": async () => {
    const company = await createCompany();
    const [chosen, another] = [await createContact(company), await createContact(company)];
    const fields = { id: uuidv7(), "numbers[]": chosen.id, query: "" };
    return { action: bulkInviteAction, sender: await administrator(), fields, other: { "numbers[]": another.id } };
  },
  "contact.disable-chosen": async () => {
    const contact = await createContact(await createCompany());
    const fields = { id: uuidv7(), "numbers[]": contact.id, query: "" };
    return { action: bulkDisableAction, sender: await administrator(), fields, other: { reason: "Left." } };
  },
  "company.assign-manager-of-chosen": async () => {
    const { id: company } = await createCompany();
    const fields = { id: uuidv7(), "numbers[]": company, role: "account_manager", person: "nobody", query: "" };
    const other = { role: "subscription_manager" };
    return { action: bulkAssignManagerAction, sender: await administrator(), fields, other };
  },
  "renewal.assign-chosen": async () => {
    const fields = { id: uuidv7(), "numbers[]": uuidv7(), owner: "", query: "" };
    return { action: assignRenewalsAction, sender: await manager(), fields, other: { "numbers[]": uuidv7() } };
  },
  "chat.take-chosen": async () => {
    const { member, number } = await talking();
    const fields = { id: uuidv7(), "numbers[]": number, query: "" };
    return { action: takeChatsAction, sender: staffOf(member), fields, other: { "numbers[]": `${number}9` } };
  },
  "mail.send-chosen-again": async () => {
    const fields = { id: uuidv7(), "numbers[]": uuidv7(), query: "" };
    return { action: bulkSendAgainAction, sender: await administrator(), fields, other: { "numbers[]": uuidv7() } };
  },
  "merge.merge": async () => {
    const company = await createCompany();
    const [survivor, merged] = [await createContact(company), await createContact(company)];
    const fields = { id: uuidv7(), kind: "contact", survivor: survivor.id, merged: merged.id };
    const other = { survivor: (await createContact(company)).id, merged: (await createContact(company)).id };
    return { action: mergeAction, sender: await administrator(), fields, other };
  },
  "staff.invite": async () => {
    const email = `${unique("colleague")}@portal.example`.toLowerCase();
    const fields = { id: uuidv7(), email, name: "Jo Lindqvist", "roles[]": "marketing", "brands[]": "cimsoft" };
    return { action: inviteStaffAction, sender: await administrator(), fields, other: { name: "Jo Lind" } };
  },
  "settings.add-phone": async () => {
    const fields = { id: uuidv7(), kind: "work", number: "+1 804 555 0140" };
    return { action: addPhoneAction, sender: await client(), fields, other: { number: "+1 804 555 0141" } };
  },
  "settings.add-address": async () => {
    const fields = { id: uuidv7(), kind: "office", line1: "1200 Cannery Road" };
    return { action: addAddressAction, sender: await client(), fields, other: { city: "Norfolk" } };
  },
  "colleagues.invite": async () => {
    const { admin, domain } = await staffedCompany();
    const fields = { id: uuidv7(), name: "Ana Ruiz", email: `ana@${domain}`, ...NO_RIGHTS };
    return { action: inviteColleagueAction, sender: contactOf(admin), fields, other: { name: "Ana Maria Ruiz" } };
  },
  "colleagues.invite, as a request": async () => {
    const { admin } = await staffedCompany();
    const fields = {
      id: uuidv7(),
      name: "Ana Ruiz",
      email: `${unique("ana").toLowerCase()}@other.example`,
      ...NO_RIGHTS,
    };
    return { action: inviteColleagueAction, sender: contactOf(admin), fields, other: { name: "Ana Maria Ruiz" } };
  },
  "colleagues.remove": async () => {
    const { admin, company } = await staffedCompany();
    const [colleague, another] = [await createContact(company), await createContact(company)];
    const fields = { id: uuidv7(), colleague: colleague.id };
    return { action: removeColleagueAction, sender: contactOf(admin), fields, other: { colleague: another.id } };
  },
  "client-view.start": async () => {
    const { company } = await staffedCompany();
    const fields = { id: uuidv7(), contact: (await createContact(company)).id, reason: "A missing invoice" };
    return { action: startViewAction, sender: await administrator(), fields, other: { reason: "Another reason" } };
  },
  "canned-reply.add": async () => {
    const fields = { id: uuidv7(), brand: "cimsoft", kind: "case", title: `A ${uuidv7()}`, body: "Hello {name}." };
    return { action: addReplyAction, sender: await administrator(), fields, other: { body: "Another." } };
  },
  "saved-view.save": async () => {
    const fields = { id: uuidv7(), list: "cases", name: "Late ones", query: "late=yes" };
    return { action: saveViewAction, sender: await agent(), fields, other: { name: "Late" } };
  },
  "connect.submit": async () => {
    const id = uuidv7();
    const issued = issueFormToken("cimsoft", id, systemNow().epochMilliseconds - 60_000);
    const email = `${unique("visitor")}@client.example`.toLowerCase();
    const fields = { id, issued, name: "Robin Meyer", company: "Cannery", email, need: "An account." };
    return { action: connectAction, sender: { brand: "cimsoft" }, fields, other: { need: "Two accounts." } };
  },
};

const { sessions: _sessions, rateLimits: _limits, ...rest } = tables;
const kept = Object.values(rest).filter((value) => is(value, PgTable));

/** All that is stored, but who is signed in and what is counted. */
const everything = () =>
  asSystem("test looks", async (db) => {
    const rows = [];
    for (const table of kept) rows.push(...(await db.select().from(table)).map((row) => JSON.stringify(row)));
    return rows.sort();
  });

describe("a form that is sent again", () => {
  it.each(Object.keys(FORMS))(
    "%s: acts once, and sent with other content is refused without losing what was typed",
    async (name) => {
      const make = FORMS[name];
      if (!make) throw new Error("no such form");
      const { action, sender, fields, other, idField = "id", otherAction = action } = await make();
      const before = await everything();
      const first = await send(action, sender, fields);
      expect(first.kind).toBe("redirected");
      const after = await everything();
      expect(after.length).toBeGreaterThan(before.length);

      expect(await send(action, sender, fields)).toEqual(first);
      expect(await everything()).toEqual(after);

      const { nowDigest, ...shared } = { nowDigest: "", ...fields, ...other };
      const changed = otherAction === action ? { ...fields, ...other } : shared;
      const used = await send(otherAction, sender, changed);
      if (used.kind !== "refused") throw new Error(`not refused: ${JSON.stringify(used)}`);
      expect(used.result).toMatchObject({ ok: false, fieldErrors: {}, reference: null });
      expect(used.result.message).toMatch(/ already|started/);
      expect(await everything()).toEqual(after);

      // All of it is still there, under an id that nothing has.
      const { [idField]: id, issued, ...typed } = used.result.values;
      const { [idField]: usedId, issued: proof, ...sent } = changed as Record<string, string>;
      const lists = Object.entries(sent).map(([key, value]) => [key, key.endsWith("[]") ? [value] : value]);
      expect(typed).toEqual(Object.fromEntries(lists));
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(id).not.toBe(usedId);
      expect(issued === undefined).toBe(proof === undefined);

      const renewed = { ...changed, [idField]: String(id), ...(issued ? { issued: String(issued) } : {}) };
      const anew = await send(otherAction, sender, renewed);
      // Where something else is in the way by now, that is what it is told.
      if (anew.kind === "refused") expect(anew.result.values[idField]).toBe(id);
      else expect((await everything()).length).toBeGreaterThan(after.length);
    },
  );

  it("is tested for every action whose form carries an id to create by", async () => {
    const actions = sources("lib").filter(({ path: file }) => file.endsWith("/actions.ts"));
    const creating: string[] = [];
    for (const file of actions) {
      const schemas: Record<string, unknown> = {};
      for (const { target } of importsOf(file)) {
        if (target.endsWith("/schema")) Object.assign(schemas, await import(path.join(ROOT, `${target}.ts`)));
      }
      for (const [, name = "", input = ""] of file.text.matchAll(
        /name: "([^"]+)",\s+(?:audience: "[^"]+",\s+input: |\.\.\.\w+\(\s*)(\w+)/g,
      )) {
        const schema = schemas[input];
        if (!(schema instanceof ZodObject)) throw new Error(`${file.path}: ${input} is no schema`);
        if (Object.hasOwn(schema.shape, "id")) creating.push(name);
      }
    }
    // The one is called by its payment; the other names what is there.
    const all = [...creating.filter((name) => name !== "absence.remove"), "payment.start"];
    expect([...new Set(Object.keys(FORMS).map((name) => name.split(",")[0]))].sort()).toEqual(all.sort());
  });
});
