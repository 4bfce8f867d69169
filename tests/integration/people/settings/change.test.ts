import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { changeRequests, messages, outbox, threads } from "@/db/schema";
import { CHANGE_FIELDS } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { ALL_MAIL_KINDS, isOptional } from "@/lib/mail/kinds";
import { readPreferences } from "@/lib/mail/notices/preferences/queries";
import { writePreferences } from "@/lib/mail/notices/preferences/service";
import { askForChangeAction } from "@/lib/threads/requests/changes/actions";
import { listWaitingChanges, readLockedDetails } from "@/lib/threads/requests/changes/queries";
import { changeSchema } from "@/lib/threads/requests/changes/schema";
import { askForChange } from "@/lib/threads/requests/changes/service";
import { CHEAP_HASH, PASSWORD } from "@/tests/integration/gate/auth/support";
import { contactOf, send } from "@/tests/integration/threads/cases/support";
import { requests } from "@/tests/support/threads";
import { clientViewer, createAgreement, createCompany, createContact, createTeamMember } from "@/tests/support/world";
import { as, type Contact, rowOf } from "./support";

// Every request comes from a browser without cookies but the session's: one that is not known.
vi.mock("next/headers", async () => ({
  headers: (await import("@/tests/support/next-headers")).headers,
  cookies: async () => new Map<string, { value: string }>(),
}));

const form = (over: object) => changeSchema.parse({ id: uuidv7(), field: "name", ...over });
const ask = (contact: Contact, over: object) => as(contact, (context) => askForChange(context, form(over)));

async function changeOf(number: string) {
  const [row] = await asSystem("test looks", (db) =>
    db
      .select({ change: changeRequests, body: messages.body })
      .from(requests)
      .innerJoin(changeRequests, eq(changeRequests.requestId, requests.id))
      .innerJoin(messages, eq(messages.threadId, requests.id))
      .where(eq(requests.number, number)),
  );
  const [request] = await asSystem("test looks", (db) => db.select().from(requests).where(eq(requests.number, number)));
  if (!row) throw new Error("no such change");
  return { request, ...row };
}

let me: Contact;
beforeAll(async () => {
  const company = await createCompany({ name: "Keystone Foods" });
  const related = await createCompany({ name: "Ridgeline Dairy" });
  await createTeamMember(company);
  await createAgreement(company, { endsOn: "2099-12-31" });
  me = await createContact(company, { billing: true, pay: true, casesScope: "own", relatedTo: [related] });
});

describe("the details of a contact that administrators alone change", () => {
  it("are read by the contact: names of related companies, agreement and team with them", async () => {
    const locked = await as(me, (context) => readLockedDetails(context, "2026-11-21"), "read");
    expect(locked).toMatchObject({
      name: me.name,
      email: me.email,
      company: "Keystone Foods",
      relations: ["Ridgeline Dairy"],
      rights: { billing: true, pay: true, cases: "own", requests: "own" },
      support: { kind: "in-force" },
      team: [{ name: "Dana Whitfield" }],
    });
  });

  it("are read by nobody else", async () => {
    const outsider = await createContact(await createCompany({ brand: "insource" }));
    const locked = await as(outsider, (context) => readLockedDetails(context, "2026-11-21"), "read");
    expect(locked).toMatchObject({ relations: [], support: { kind: "none" }, team: [] });
    // A viewer with the contact's ids on another brand, which no session gives.
    const forged = { ...clientViewer(me), brand: "insource" };
    await expect(
      runAsViewer(forged, "read", (context) => readLockedDetails(context, "2026-11-21")),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a requested change of contact details", () => {
  it.each([
    [{ field: "name", wanted: " Robin  Meyer-Klein " }, "Robin Meyer", "Robin  Meyer-Klein", null],
    [{ field: "email", wanted: "New.Robin@Keystone.Example" }, null, "new.robin@keystone.example", null],
    [{ field: "company", wanted: "Summit Chemical" }, "Keystone Foods", "Summit Chemical", null],
    [{ field: "relations", wanted: "Add Summit Chemical" }, "Ridgeline Dairy", "Add Summit Chemical", null],
    [
      { field: "rights", money: "read", requests: "company" },
      "Invoices, estimates and statements; Pay invoices; Requests you sent yourself",
      "Invoices, estimates and statements; No payments; All requests of your company",
      { billing: true, pay: false, cases: "own", requests: "company" },
    ],
    [
      { field: "support", cases: "company" },
      "Support cases you filed or take part in",
      "All support cases of your company",
      { billing: true, pay: true, cases: "company", requests: "own" },
    ],
    [
      { field: "account_team", wanted: "Somebody for subscriptions" },
      "Dana Whitfield, account manager",
      "Somebody for subscriptions",
      null,
    ],
  ])("%j shows its difference, and changes nothing by itself", async (input, before, wanted, wantedRights) => {
    const standing = await rowOf(me);
    const { number } = await ask(me, { ...input, body: "Since Monday." });
    expect(number).toMatch(/^R-\d{6}/);
    expect(await changeOf(number)).toMatchObject({
      request: { kind: "change", askedBy: me.id, status: "new", ownerId: null },
      change: {
        field: input.field,
        before: before ?? me.email,
        wanted,
        wantedRights,
        state: "waiting",
        contactId: me.id,
      },
      body: "Since Monday.",
    });
    expect(await rowOf(me)).toEqual(standing);
  });

  it("is the only open one of its field: a second is refused and names the first, until that one is closed", async () => {
    const own = await createContact(await createCompany());
    const first = await ask(own, { wanted: "Robin One" });
    await expect(ask(own, { wanted: "Robin Two" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(first.number),
    });
    await ask(own, { field: "email", wanted: "other@keystone.example" });
    expect(await as(own, (context) => listWaitingChanges(context), "read")).toMatchObject([
      { field: "name", number: first.number, wanted: "Robin One" },
      { field: "email" },
    ]);
    await asSystem("test: closed", (db) =>
      db
        .update(threads)
        .set({ status: "closed", closedAt: new Date(), answerDueAt: null, answerSince: null })
        .where(eq(threads.number, first.number)),
    );
    expect((await ask(own, { wanted: "Robin Two" })).number).not.toBe(first.number);
  });

  it("is made once however often the form is sent, also at the same time", async () => {
    const own = await createContact(await createCompany());
    const id = uuidv7();
    const all = await Promise.all([1, 2, 3].map(() => ask(own, { id, wanted: "Robin One" })));
    expect(new Set(all.map(({ number }) => number)).size).toBe(1);
    await expect(ask(own, { id, wanted: "Robin Two" })).rejects.toMatchObject({ name: "FormUsed" });
    await expect(ask(own, { id, wanted: "Robin One", body: "And more" })).rejects.toMatchObject({ name: "FormUsed" });
    const racing = await createContact(await createCompany());
    const both = await Promise.allSettled(["Robin A", "Robin B"].map((wanted) => ask(racing, { wanted })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("has a text of its own, where the contact wrote nothing", async () => {
    const own = await createContact(await createCompany());
    const { number } = await ask(own, { wanted: "Robin One", body: "  " });
    expect((await changeOf(number)).body).toBe("Name: Robin One");
  });

  it.each([
    [{ field: "name" }, "wanted"],
    [{ field: "name", wanted: "Robin Meyer" }, "wanted"],
    [{ field: "email", wanted: "not an address" }, "wanted"],
    [{ field: "email", wanted: "a@b" }, "wanted"],
    [{ field: "rights" }, "money"],
    [{ field: "rights", money: "pay" }, "requests"],
    [{ field: "rights", money: "read", requests: "own" }, "money"],
    [{ field: "support" }, "cases"],
    [{ field: "support", cases: "none" }, "cases"],
  ])("is refused where it asks for nothing: %j", async (input, field) => {
    const own = await createContact(await createCompany());
    await expect(ask(own, input)).rejects.toMatchObject({ code: "INVALID", field });
  });

  it.each(CHANGE_FIELDS)("of %s cannot be made without the right to requests, or without a company", async (field) => {
    const input = { field, wanted: "Something else", money: "pay", requests: "company", cases: "company" };
    const without = await createContact(await createCompany(), { requestsScope: "none" });
    await expect(ask(without, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(ask(await createContact(null), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is not seen by a colleague who sees the company's requests, nor by anybody else", async () => {
    const company = await createCompany();
    const asker = await createContact(company);
    const colleague = await createContact(company, { requestsScope: "company" });
    const stranger = await createContact(await createCompany(), { requestsScope: "company" });
    const id = uuidv7();
    await ask(asker, { id, wanted: "Robin One" });
    for (const outsider of [colleague, stranger]) {
      expect(await as(outsider, (context) => listWaitingChanges(context), "read")).toEqual([]);
      // The id of somebody else's form.
      await expect(ask(outsider, { id, wanted: "Robin One" })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(
        runAsViewer(clientViewer(outsider), "write", ({ db }) =>
          db.insert(changeRequests).values({
            ...{ requestId: id, brand: outsider.brand, contactId: outsider.id },
            ...{ field: "rights" as const, before: "x", wanted: "y" },
          }),
        ),
      ).rejects.toMatchObject({ cause: { code: expect.stringMatching(/^(42501|23505|23514)$/) } });
    }
  });
});

describe("the form that requests a change of contact details", () => {
  it("leads to the request, and keeps what was typed when it is refused", async () => {
    const own = await createContact(await createCompany(), { passwordHash: CHEAP_HASH });
    const sender = contactOf(own);
    const typed = { id: uuidv7(), field: "email", wanted: "no address", body: "Why", currentPassword: PASSWORD };
    expect(await send(askForChangeAction, sender, typed)).toMatchObject({
      kind: "refused",
      result: { values: { wanted: "no address", body: "Why" }, fieldErrors: { wanted: [expect.any(String)] } },
    });
    const sent = await send(askForChangeAction, sender, { id: uuidv7(), field: "name", wanted: "Robin One", body: "" });
    expect(sent).toMatchObject({ kind: "redirected", to: expect.stringMatching(/^\/account-team\/R-\d+\?asked=yes$/) });
  });

  it("takes no field that it does not have, and nothing from somebody signed out or a member of staff", async () => {
    const own = await createContact(await createCompany());
    const fields = { id: uuidv7(), field: "name", wanted: "Robin One", body: "" };
    expect(await send(askForChangeAction, contactOf(own), { ...fields, state: "approved" })).toMatchObject({
      kind: "refused",
    });
    expect(await send(askForChangeAction, { brand: "cimsoft" }, fields)).toEqual({ kind: "redirected", to: "/login" });
    expect(await as(own, (context) => listWaitingChanges(context), "read")).toEqual([]);
  });
});

describe("a change of the sign-in email", () => {
  const asker = async () => createContact(await createCompany(), { passwordHash: CHEAP_HASH });
  const fields = (over: Record<string, string>) => ({
    ...{ id: uuidv7(), field: "email", wanted: "other@keystone.example", body: "A new name." },
    ...over,
  });
  const told = (to: string) =>
    asSystem("test looks", (db) =>
      db
        .select()
        .from(outbox)
        .where(and(eq(outbox.toAddress, to), eq(outbox.kind, "sign-in-address-asked"))),
    );

  it("is mailed to the present address when it is asked for, whatever mail is switched off", async () => {
    const own = await asker();
    const off = await as(own, async (context) => {
      const all = await readPreferences(context);
      await writePreferences(
        context,
        all.map(({ kind }) => `${kind}:never`),
      );
      return readPreferences(context);
    });
    expect(off.some(({ often }) => often === "never")).toBe(true);
    expect(isOptional("sign-in-address-asked")).toBe(false);
    expect(ALL_MAIL_KINDS).toContain("sign-in-address-asked");
    const id = uuidv7();
    const { number } = await ask(own, { id, field: "email", wanted: "Other@Keystone.Example" });
    await ask(own, { id, field: "email", wanted: "Other@Keystone.Example" });
    expect(await told(own.email)).toMatchObject([
      {
        ...{ brand: own.brand, state: "queued", personId: null, toName: own.name },
        props: { number, currentAddress: own.email, wantedAddress: "other@keystone.example" },
      },
    ]);
    expect(await told("other@keystone.example")).toEqual([]);
  });

  it("sends its mail for no change of another detail", async () => {
    const own = await asker();
    await ask(own, { wanted: "Robin One" });
    expect(await told(own.email)).toEqual([]);
  });

  it.each([
    ["without", {}, "Enter the password that you have now."],
    ["with an empty", { currentPassword: "" }, "Enter the password that you have now."],
    ["with a wrong", { currentPassword: "Not&The&Old1" }, "This is not the password that you have now."],
  ])("is refused %s current password, and keeps all that was typed but that", async (_, password, sentence) => {
    const own = await asker();
    const refused = await send(askForChangeAction, contactOf(own), fields(password));
    expect(refused).toMatchObject({
      kind: "refused",
      result: {
        values: { wanted: "other@keystone.example", body: "A new name." },
        fieldErrors: { currentPassword: [sentence] },
      },
    });
    expect(JSON.stringify(refused)).not.toContain("Not&The&Old1");
    expect(await as(own, (context) => listWaitingChanges(context), "read")).toEqual([]);
    expect(await told(own.email)).toEqual([]);
  });

  it("is requested with the password, which is stored nowhere", async () => {
    const own = await asker();
    const sent = await send(askForChangeAction, contactOf(own), fields({ currentPassword: PASSWORD }));
    expect(sent).toMatchObject({ kind: "redirected" });
    expect(await as(own, (context) => listWaitingChanges(context), "read")).toMatchObject([{ field: "email" }]);
    const mails = await told(own.email);
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(mails)).not.toContain(PASSWORD);
  });

  it("is no way to guess the password: tries count as failed sign-ins", async () => {
    const own = await asker();
    for (let tries = 0; tries < 10; tries++) {
      const guess = await send(askForChangeAction, contactOf(own), fields({ currentPassword: `Guess&${tries}` }));
      expect(guess).toMatchObject({ result: { fieldErrors: { currentPassword: [expect.any(String)] } } });
    }
    expect(await send(askForChangeAction, contactOf(own), fields({ currentPassword: PASSWORD }))).toMatchObject({
      kind: "refused",
      result: { message: expect.stringContaining("Too many tries") },
    });
    expect(await told(own.email)).toEqual([]);
  });
});
