import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { contacts, mailPreferences, outbox } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { FormUsed } from "@/lib/errors";
import type { MailKind } from "@/lib/mail/kinds";
import { bulkSendAgainAction, sendAgainAction } from "@/lib/mail/log/again/actions";
import { findMailDeed } from "@/lib/mail/log/again/queries";
import { WHY_NOT_AGAIN } from "@/lib/mail/log/again/rules";
import { sendMailAgain, sendManyAgain } from "@/lib/mail/log/again/service";
import { findMail, listMail } from "@/lib/mail/log/queries";
import { parseMailFilters } from "@/lib/mail/log/schema";
import { enqueueMail, type NewMail } from "@/lib/mail/outbox";
import { outcomeWords } from "@/lib/people/bulk-deeds/rules";
import { createToken, enqueue, outboxRow, runTask, startMail } from "@/tests/integration/mail/support";
import {
  type Contact,
  contactRow,
  historyOf,
  household,
  STRANGERS,
  stranger,
} from "@/tests/integration/people/contacts/support";
import { type Sender, send } from "@/tests/integration/threads/cases/support";
import { act, type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { createPayment, nobodysId, unique } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";

/* Mails that failed, sent once more. */

let world: Awaited<ReturnType<typeof startMail>>;
let administrator: Member;
let colleague: Member;
beforeAll(async () => {
  world = await startMail();
  administrator = await member(["administrator"], "Noor Haddad");
  colleague = await member(["administrator"], "Ruth Adeyemi");
});
afterAll(() => world.close());

const set = (id: string, change: Partial<typeof outbox.$inferInsert>) =>
  asSystem("test world", (db) => db.update(outbox).set(change).where(eq(outbox.id, id)));
const setContact = (id: string, change: Partial<typeof contacts.$inferInsert>) =>
  asSystem("test world", (db) => db.update(contacts).set(change).where(eq(contacts.id, id)));

/** A mail to somebody that was given up. */
async function failed(contact: Contact, over: Partial<NewMail<MailKind>> = {}): Promise<string> {
  const mail = {
    ...{ kind: "password-changed", props: {}, brand: contact.brand, to: contact.email, dedupeKey: unique("mail") },
    person: { kind: "contact", id: contact.id },
    ...over,
  } as NewMail<MailKind>;
  const { id } = await asSystem("test world", (db) => enqueueMail(db, mail));
  await set(id, { state: "dead", lastError: "422 validation_error", attempts: 1 });
  return id;
}

/** A mail about a request that was given up, to who asked. */
async function failedOfRequest() {
  const { company, contact } = await household({ requestsScope: "company" });
  const { id: threadId, number } = await createRequest(company, contact);
  const id = await failed(contact, {
    ...{ kind: "request-closed", props: { number, subject: "Licenses", companyName: company.name, by: "Dana" } },
    thread: { threadId, messageId: `<${unique("m")}@portal.example>`, references: [] },
  });
  return { contact, id, threadId };
}

const again = (who: Member, mail: string) => act(who, (context) => sendMailAgain(context, { mail }));
const many = (who: Member, numbers: string[], id = uuidv7()) =>
  act(who, (context) => sendManyAgain(context, { id, numbers, query: "" }));
const refused = (why: keyof typeof WHY_NOT_AGAIN) => ({
  code: "INVALID",
  message: `It is not sent again. ${WHY_NOT_AGAIN[why]}.`,
});
const repetitions = (id: string) =>
  asSystem("test looks", (db) =>
    db
      .select()
      .from(outbox)
      .where(eq(outbox.dedupeKey, `again:${id}`)),
  );
async function repetition(id: string) {
  const [row] = await repetitions(id);
  if (!row) throw new Error("the mail was not sent again");
  return row;
}

describe("a mail that was given up", () => {
  it("goes out once more as a mail of its own, however often and by however many it is asked for", async () => {
    const { contact } = await household();
    const id = await failed(contact);
    await Promise.all([again(administrator, id), again(colleague, id), again(administrator, id)]);
    const repeated = await repetition(id);
    expect(repeated).toMatchObject({ state: "queued", attempts: 0, toAddress: contact.email, personId: contact.id });
    await runTask(repeated.id, world.send);
    await runTask(repeated.id, world.send);
    expect(world.inbox(contact.email)).toHaveLength(1);
    expect((await outboxRow(id))?.state).toBe("dead");
    expect((await historyOf(id)).map(({ action }) => action)).toEqual(["mail.sent-again"]);
    expect(await read(administrator, (context) => findMail(context, id))).toMatchObject({ repeatedBy: repeated.id });
    expect(await read(administrator, (context) => findMail(context, repeated.id))).toMatchObject({ repeats: id });
  });

  it("is no news any more once it was sent again, until its repetition fails, which can be sent again too", async () => {
    const who = await member(["administrator"], "Alone", ["insource"]);
    const { contact } = await household({}, "insource");
    const id = await failed(contact);
    const filters = parseMailFilters({ standing: "failed", q: contact.email });
    const isNews = async () => (await read(who, (context) => listMail(context, filters, { zone: "UTC" }))).count > 0;
    expect(await isNews()).toBe(true);
    await again(who, id);
    expect(await isNews()).toBe(false);
    const { id: second } = await repetition(id);
    await set(second, { state: "dead" });
    expect(await isNews()).toBe(true);
    await again(who, second);
    expect(await repetitions(second)).toHaveLength(1);
  });

  it("keeps its thread, so that its recipient can answer, and is withheld where they lost the thread meanwhile", async () => {
    const { contact, id, threadId } = await failedOfRequest();
    await again(administrator, id);
    const repeated = await repetition(id);
    expect(repeated).toMatchObject({ threadId, messageId: (await outboxRow(id))?.messageId });
    await setContact(contact.id, { closedAt: new Date() });
    await runTask(repeated.id, world.send);
    expect((await outboxRow(repeated.id))?.state).toBe("withheld");
    expect(world.inbox(contact.email)).toEqual([]);
  });

  it("is withheld where its recipient lost the right between the asking and the sending, also without a thread", async () => {
    const { contact } = await household();
    const id = await failed(contact);
    await again(administrator, id);
    await setContact(contact.id, { email: `${unique("new")}@client.example`.toLowerCase() });
    const repeated = await repetition(id);
    await runTask(repeated.id, world.send);
    expect(await outboxRow(repeated.id)).toMatchObject({ state: "withheld" });
    expect(world.inbox(contact.email)).toEqual([]);
  });
});

describe("no mail is sent again", () => {
  it("that has not failed, that bounced or was called spam, or that is old", async () => {
    const { contact } = await household();
    const id = await failed(contact);
    for (const state of ["queued", "withheld", "collected"] as const) {
      await set(id, { state });
      await expect(again(administrator, id), state).rejects.toMatchObject(refused("not-failed"));
    }
    for (const [outcome, why] of [
      [null, "not-failed"],
      ["delivered", "not-failed"],
      ["bounced", "bounced"],
      ["complained", "complained"],
    ] as const) {
      await set(id, { state: "sent", outcome });
      await expect(again(administrator, id), why).rejects.toMatchObject(refused(why));
    }
    await set(id, { state: "dead", outcome: null, createdAt: new Date(Date.now() - 31 * 86_400_000) });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("old"));
    expect(await repetitions(id)).toEqual([]);
  });

  it("to an address that has refused mail since, until it took some, and never to one that called one spam", async () => {
    const { contact } = await household();
    const [id, other] = [await failed(contact), await failed(contact)];
    await set(other, { state: "sent", outcome: "bounced" });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("bounced"));
    await set(other, { outcome: "complained" });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("complained"));
    await set(other, { outcome: "delivered" });
    await again(administrator, id);
    expect(await repetitions(id)).toHaveLength(1);
  });

  it("to who is gone, has another address, or is nobody with an account", async () => {
    const { contact } = await household();
    const id = await failed(contact);
    await setContact(contact.id, { closedAt: new Date() });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("closed"));
    await setContact(contact.id, { closedAt: null, email: `${unique("new")}@client.example`.toLowerCase() });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("address"));
    const bare = await enqueue({ kind: "connect-acknowledged", to: contact.email, props: {} });
    await set(bare, { state: "dead" });
    await expect(again(administrator, bare)).rejects.toMatchObject(refused("nobody"));
  });

  it("of a kind that its recipient has switched off, or of a conversation that they do not see any more", async () => {
    const { contact, id } = await failedOfRequest();
    const person = { personKind: "contact", personId: contact.id, kind: "request-closed" } as const;
    await asSystem("test world", (db) => db.insert(mailPreferences).values({ ...person, wanted: false }));
    await expect(again(administrator, id)).rejects.toMatchObject(refused("off"));
    await asSystem("test world", (db) =>
      db.update(mailPreferences).set({ wanted: true }).where(eq(mailPreferences.personId, contact.id)),
    );
    const { company } = await household();
    await setContact(contact.id, { primaryCompanyId: company.id });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("thread"));
  });

  it("about a payment, to who does not read the money of its company any more", async () => {
    const { company, contact } = await household({ billing: true, pay: true });
    const reference = unique("PAY");
    await createPayment(company, null, { reference, contactId: contact.id });
    const props = {
      ...{ reference, currency: "USD", amountMinor: 100, companyName: company.name, lines: [], failureCode: null },
    };
    const id = await failed(contact, { kind: "payment-failed", props });
    await setContact(contact.id, { billing: false, pay: false });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("right"));
    await setContact(contact.id, { billing: true, primaryCompanyId: (await household()).company.id });
    await expect(again(administrator, id)).rejects.toMatchObject(refused("right"));
    await setContact(contact.id, { primaryCompanyId: company.id });
    await again(administrator, id);
    expect(await repetitions(id)).toHaveLength(1);
  });

  it("that signs in, or that called for something at its moment", async () => {
    const { contact } = await household();
    const props = { tokenId: await createToken({ kind: "contact", id: contact.id }) };
    const link = await enqueue({ kind: "password-reset", to: contact.email, props });
    await set(link, { state: "dead" });
    await expect(again(administrator, link)).rejects.toMatchObject({ code: "INVALID" });
    const gone = await failed(contact);
    await set(gone, { kind: "case-alarm" });
    await expect(again(administrator, gone)).rejects.toMatchObject({ code: "INVALID" });
    await set(gone, { kind: "long-gone" });
    await expect(again(administrator, gone)).rejects.toMatchObject({ code: "INVALID" });
    expect([...(await repetitions(link)), ...(await repetitions(gone))]).toEqual([]);
  });
});

describe("mails that are chosen together", () => {
  it("are sent again one by one, and it is told which were left alone and why", async () => {
    const { contact } = await household();
    const [one, two, three, sent] = [
      await failed(contact),
      await failed(contact),
      await failed((await household({ closedAt: new Date() })).contact),
      await failed(contact),
    ];
    await set(sent, { state: "sent" });
    await again(administrator, two);
    const numbers = [one, two, three, sent, nobodysId(), one];
    const { id } = await many(administrator, numbers);
    const deed = await read(administrator, (context) => findMailDeed(context, id));
    expect(outcomeWords("send", deed?.rows ?? [])).toBe(
      "1 sent again, 1 was already sent again, 2 could not be sent again, 1 was not found.",
    );
    expect(new Map(deed?.left.map((row) => [row.id, row.why]))).toEqual(
      new Map([
        [three, WHY_NOT_AGAIN.closed],
        [sent, WHY_NOT_AGAIN["not-failed"]],
      ]),
    );
    expect(deed?.isUndoable).toBe(false);
    await many(administrator, numbers, id);
    expect(await repetitions(one)).toHaveLength(1);
    await expect(many(administrator, [three], id)).rejects.toBeInstanceOf(FormUsed);
    await expect(many(colleague, numbers, id)).rejects.toBeInstanceOf(FormUsed);
    expect((await historyOf(one)).map(({ action }) => action)).toEqual(["mail.sent-again"]);
  });

  it("lead back to the list with its filters; one leads to its page", async () => {
    const sender: Sender = { brand: "cimsoft", account: { kind: "staff", id: administrator.id } };
    const mail = await failed((await household()).contact);
    const form = { id: uuidv7(), "numbers[]": mail, query: "standing=failed&after=x&chosen=y" };
    const first = await send(bulkSendAgainAction, sender, form);
    expect(first).toMatchObject({ kind: "redirected", to: `/staff/mail?standing=failed&did=${form.id}` });
    expect(await send(bulkSendAgainAction, sender, form)).toEqual(first);
    expect(await send(sendAgainAction, sender, { mail })).toMatchObject({ to: `/staff/mail/${mail}` });
    for (const numbers of [[], ["no id"], Array(101).fill(mail)]) {
      const bad = { id: uuidv7(), "numbers[]": numbers, query: "" };
      expect((await send(bulkSendAgainAction, sender, bad)).kind).toBe("refused");
    }
    expect(await repetitions(mail)).toHaveLength(1);
  });
});

describe("strangers to a mail", () => {
  it.each(STRANGERS)("%s sends nothing again", async (_, roles, brands) => {
    const id = await failed((await household()).contact);
    const who = await stranger(roles, brands);
    const works = roles.includes("administrator") && brands.length > 0;
    await expect(again(who, id)).rejects.toMatchObject({ code: works ? "NOT_FOUND" : "FORBIDDEN" });
    const done = await many(who, [id]).catch((error: unknown) => error);
    if (works) {
      const deed = await read(who, (context) => findMailDeed(context, (done as { id: string }).id));
      expect(deed?.rows).toEqual([{ number: id, outcome: "missing" }]);
    } else {
      expect(done).toMatchObject({ code: "FORBIDDEN" });
    }
    // The second wall says the same without the first.
    const [bare] = await act(who, ({ db }) =>
      db.execute(sql`select send_mail_again(${id}::uuid, false) as answer`).then((rows) => [...rows]),
    );
    expect(bare).toEqual({ answer: "missing" });
    expect(await repetitions(id)).toEqual([]);
    expect(await historyOf(id)).toEqual([]);
  });

  it("who are signed out, or a contact, send nothing again", async () => {
    const { contact } = await household();
    const id = await failed(contact);
    const senders: Sender[] = [
      { brand: "cimsoft" },
      { brand: "cimsoft", account: { kind: "contact", id: contact.id } },
    ];
    for (const sender of senders) {
      const outcomes = [
        await send(sendAgainAction, sender, { mail: id }),
        await send(bulkSendAgainAction, sender, { id: uuidv7(), "numbers[]": id, query: "" }),
      ];
      for (const outcome of outcomes) expect(outcome.kind === "redirected" && outcome.to.includes("did=")).toBe(false);
    }
    expect(await repetitions(id)).toEqual([]);
    expect((await contactRow(contact.id)).closedAt).toBeNull();
  });
});
