import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectConfirmations, connectRequests, contacts, outbox, visitors } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { toInstant } from "@/lib/kit/time";
import { connectSchema } from "@/lib/people/connect/schema";
import { confirmConnect, readConfirmation, submitConnect } from "@/lib/people/connect/service";
import { runConnectTask, tellLateVisitors } from "@/lib/people/connect/tasks";
import { HOUR, newAddress, runTask, startMail } from "@/tests/integration/mail/support";
import { createCompany, createContact, createStaff, nobodysId } from "@/tests/support/world";
import {
  confirmationsOf,
  confirmed,
  from,
  kindsTo,
  runJobs,
  tokenOf,
  toldOf,
  visitorOf,
  visitorsOf,
  write,
} from "./support";

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail.close());

const set = (id: string, values: Partial<typeof visitors.$inferInsert>) =>
  asSystem("test world", (db) => db.update(visitors).set(values).where(eq(visitors.id, id)));

const decided = async (state: "declined" | "blocked") => {
  const visitor = await confirmed();
  const by = await createStaff(["administrator"]);
  await set(visitor.id, { state, decidedAt: new Date(), decidedBy: by.id });
  return visitor;
};

describe("a visitor", () => {
  it("waits, unconfirmed, with the words of the form, on the brand of the form alone", async () => {
    const { id, email } = await write({ name: "Alex Romero", need: "An account." });
    expect(await visitorsOf(email)).toMatchObject([{ name: "Alex Romero", state: "waiting", confirmedAt: null }]);
    expect(await visitorsOf(email, "insource")).toEqual([]);
    const [words] = await asSystem("test look", (db) =>
      db.select().from(connectRequests).where(eq(connectRequests.id, id)),
    );
    expect(words?.visitorId).toBe((await visitorOf(email)).id);
  });

  it("is one entry however often they write, at once too, with the newest facts until the address is confirmed", async () => {
    const email = newAddress();
    await Promise.all([write({ email }), write({ email, company: "Keystone Foods" })]);
    await write({ email: email.toUpperCase(), name: "Dana W. Whitfield", company: "Keystone" });
    expect(await visitorsOf(email)).toMatchObject([{ name: "Dana W. Whitfield", company: "Keystone" }]);
    const { id } = await visitorOf(email);
    await set(id, { confirmedAt: new Date() });
    await write({ email, name: "Mallory", company: "Elsewhere" });
    expect(await visitorsOf(email)).toMatchObject([{ name: "Dana W. Whitfield", company: "Keystone" }]);
    const words = await asSystem("test look", (db) =>
      db.select().from(connectRequests).where(eq(connectRequests.visitorId, id)),
    );
    expect(words).toHaveLength(4);
  });

  it("is stored once when the job of a form runs twice", async () => {
    const { id, email } = await write();
    await runJobs(`connect:${id}`, runConnectTask);
    expect(await visitorsOf(email)).toHaveLength(1);
    expect(await kindsTo(email)).toEqual(["connect-confirm"]);
  });

  it("who was declined and writes again is a new entry", async () => {
    const { email } = await decided("declined");
    await write({ email });
    expect((await visitorsOf(email)).map(({ state }) => state).sort()).toEqual(["declined", "waiting"]);
  });

  it("who is blocked gets the same mails and pages, stays one entry, and nobody is told, with another tag too", async () => {
    const { email } = await decided("blocked");
    const open = await confirmed();
    const before = (await toldOf(email)).length;
    const [again, same] = [await write({ email }), await write({ email: open.email })];
    expect(again.brand).toBe(same.brand);
    expect(await kindsTo(email)).toEqual(await kindsTo(open.email));
    expect(await visitorsOf(email)).toMatchObject([{ state: "blocked" }]);
    const tagged = email.replace("@", "+more@");
    const other = await write({ email: tagged });
    expect(await visitorsOf(tagged)).toEqual([]);
    expect(await readConfirmation(other.brand, tokenOf(other.id), from())).toBe("works");
    await confirmConnect(other.brand, tokenOf(other.id), from());
    expect(await toldOf(email)).toHaveLength(before);
    expect(await toldOf(tagged)).toEqual([]);
  });
});

describe("the form's answer", () => {
  it("comes from the same statements for an address of anybody, and only a job looks whose it is", async () => {
    const client = await createContact(await createCompany());
    const closed = await createContact(await createCompany(), { closedAt: new Date() });
    const colleague = await createStaff(["support_agent"]);
    const [declined, blocked, waiting] = [await decided("declined"), await decided("blocked"), await confirmed()];
    const addresses = [client, closed, colleague, declined, blocked, waiting].map(({ email }) => email);
    const brand = await brandByKey("cimsoft");
    const seen = new Set<string>();
    for (const email of [...addresses, newAddress()]) {
      const input = connectSchema.parse({ id: nobodysId(), name: "D", company: "K", email });
      const statements: string[] = [];
      await asSystem("test form", (db) => {
        const told = new Proxy(db, {
          get(target, property, receiver) {
            const value = Reflect.get(target, property, receiver);
            if (typeof value !== "function") return value;
            if (typeof property === "string") statements.push(property);
            return value.bind(target);
          },
        });
        return submitConnect(told, { brand, input, address: "203.0.113.9", now: new Date() });
      });
      seen.add(statements.join());
    }
    expect(seen.size).toBe(1);
  });

  it("leads a client to the first sign-in and staff to a new password by mail, and makes no visitor of them", async () => {
    const fresh = await createContact(await createCompany());
    const known = await createContact(await createCompany(), { passwordHash: "x" });
    const colleague = await createStaff(["support_agent"], { passwordHash: "x" });
    for (const { email } of [fresh, known, colleague]) {
      await write({ email });
      expect(await visitorsOf(email)).toEqual([]);
      expect(await toldOf(email)).toEqual(["connect-received"]);
    }
    expect(await kindsTo(fresh.email)).toEqual(["first-sign-in"]);
    expect(await kindsTo(known.email)).toEqual(["password-reset"]);
    expect(await kindsTo(colleague.email)).toEqual(["password-reset"]);
  });

  it("treats a client of the other brand, and one whose account is closed, as anybody", async () => {
    const elsewhere = await createContact(await createCompany({ brand: "insource" }));
    const closed = await createContact(await createCompany(), { closedAt: new Date() });
    for (const { email } of [elsewhere, closed]) {
      await write({ email });
      expect(await visitorsOf(email)).toHaveLength(1);
      expect(await kindsTo(email)).toEqual(["connect-confirm"]);
    }
  });
});

describe("the link that confirms an address", () => {
  it("is in the mail, changes nothing when it is opened, and works once, of several at once too", async () => {
    const { id, email, brand } = await write();
    const [row] = await confirmationsOf(email);
    expect(row?.tokenHash).not.toBe(tokenOf(id));
    for (let look = 0; look < 3; look++) expect(await readConfirmation(brand, tokenOf(id), from())).toBe("works");
    expect((await visitorOf(email)).confirmedAt).toBeNull();
    const tries = await Promise.allSettled([1, 2, 3].map(() => confirmConnect(brand, tokenOf(id), from())));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await visitorOf(email)).confirmedAt).not.toBeNull();
    await expect(confirmConnect(brand, tokenOf(id), from())).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await readConfirmation(brand, tokenOf(id), from())).toBe("gone");
  });

  it.each(["unknown", "A".repeat(43), "", "../../etc/passwd"])("is nobody's with the token %j", async (token) => {
    const brand = await brandByKey("cimsoft");
    expect(await readConfirmation(brand, token, from())).toBe("gone");
    await expect(confirmConnect(brand, token, from())).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("does not work on the other brand, after three days, and with the hash in place of the secret", async () => {
    const { id, email, brand } = await write();
    const other = await brandByKey("insource");
    const [row] = await confirmationsOf(email);
    const later = { address: null, now: toInstant(new Date(Date.now() + 72 * HOUR + 1_000)) };
    await expect(confirmConnect(other, tokenOf(id), from())).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(confirmConnect(brand, tokenOf(id), later)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(confirmConnect(brand, row?.tokenHash ?? "", from())).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await visitorOf(email)).confirmedAt).toBeNull();
  });

  it("cannot be tried without end from one network", async () => {
    const brand = await brandByKey("cimsoft");
    const tried = { address: "198.51.100.77", now: toInstant(new Date()) };
    const states = [];
    for (let time = 0; time < 31; time++)
      states.push(await readConfirmation(brand, `${time}`.padStart(43, "x"), tried));
    expect(states.at(-1)).toBe("wait");
    await expect(confirmConnect(brand, "y".repeat(43), tried)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    const { id } = await write();
    expect(await readConfirmation(brand, tokenOf(id), tried)).toBe("works");
  });

  it("is not mailed once it was used", async () => {
    const { id, email, brand } = await write();
    await confirmConnect(brand, tokenOf(id), from());
    const [row] = await asSystem("test look", (db) =>
      db.select().from(connectConfirmations).where(eq(connectConfirmations.id, id)),
    );
    expect(row?.usedAt).not.toBeNull();
    const [queued] = await asSystem("test look", (db) => db.select().from(outbox).where(eq(outbox.toAddress, email)));
    await runTask(queued?.id ?? "", mail.send);
    expect(mail.inbox(email)).toEqual([]);
  });
});

describe("who waits too long", () => {
  it("is told to portal support once, by business days, and nobody unconfirmed or decided about is", async () => {
    // A Friday at noon in the brand's zone: a business day later it is Monday.
    const friday = new Date("2026-06-12T16:00:00Z");
    const [late, unconfirmed, done] = [
      await confirmed({ brand: "insource" }),
      await write({ brand: "insource" }),
      await confirmed({ brand: "insource" }),
    ];
    const by = await createStaff(["administrator"]);
    await set(late.id, { confirmedAt: friday, name: "Late Larry" });
    await set(done.id, { state: "declined", decidedAt: friday, decidedBy: by.id, confirmedAt: friday });
    await tellLateVisitors(toInstant(new Date("2026-06-15T13:00:00Z")));
    expect((await visitorOf(late.email, "insource")).toldLateAt).toBeNull();
    for (let run = 0; run < 2; run++) await tellLateVisitors(toInstant(new Date("2026-06-15T17:00:00Z")));
    expect((await visitorOf(late.email, "insource")).toldLateAt).not.toBeNull();
    expect((await visitorOf(unconfirmed.email, "insource")).toldLateAt).toBeNull();
    expect((await visitorOf(done.email, "insource")).toldLateAt).toBeNull();
    const told = await asSystem("test look", (db) => db.select().from(outbox).where(eq(outbox.kind, "connect-late")));
    const about = told.filter(({ props }) => JSON.stringify(props).includes("Late Larry"));
    expect(about).toHaveLength(1);
    await runTask(about[0]?.id ?? "", mail.send);
    const [sent] = mail
      .inbox("insourcesolutionsportalteam@insourcess.com")
      .filter(({ text }) => text?.includes("Larry"));
    expect(sent?.text).toContain("/staff/contacts/waiting");
  });
});

it("a visitor's contact, once gone, leaves the visitor", async () => {
  const visitor = await confirmed();
  const contact = await createContact(await createCompany());
  await set(visitor.id, { contactId: contact.id });
  await asSystem("test world", (db) => db.delete(contacts).where(eq(contacts.id, contact.id)));
  expect((await visitorOf(visitor.email)).contactId).toBeNull();
});
