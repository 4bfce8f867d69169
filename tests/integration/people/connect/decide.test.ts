import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, companies, contactPhones, contacts, editedFields, signInTokens, visitors } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { confirmConnect } from "@/lib/people/connect/service";
import { approveVisitorAction, declineVisitorAction } from "@/lib/people/connect/staff/actions";
import { countReady, findVisitor, listVisitors } from "@/lib/people/connect/staff/queries";
import { parseVisitorFilters } from "@/lib/people/connect/staff/schema";
import {
  approveVisitor,
  blockVisitor,
  declineVisitor,
  leadVisitor,
  unblockVisitor,
} from "@/lib/people/connect/staff/service";
import { runDecidedTask } from "@/lib/people/connect/tasks";
import { newAddress } from "@/tests/integration/mail/support";
import { counts, importFiles, reportOf } from "@/tests/integration/sync/folder";
import { send } from "@/tests/integration/threads/cases/support";
import { act, type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { createCompany, createContact, createStaff, unique } from "@/tests/support/world";
import { confirmed, from, kindsTo, runJobs, tokenOf, visitorOf, visitorsOf, write } from "./support";

let [one, two] = [] as unknown as [Member, Member];
beforeAll(async () => {
  one = await member(["administrator"], "Noor Haddad");
  two = await member(["administrator"], "Elena Ortiz");
});

const ZONED = { zone: "America/New_York" };
const RIGHTS = { money: "pay", cases: "company", requests: "own" } as const;
const form = (visitor: { id: string }, company: string, over: object = {}) => ({
  ...{ visitor: visitor.id, name: "Dana Whitfield", company, ...RIGHTS },
  ...over,
});
const approve = (who: Member, ...args: Parameters<typeof form>) =>
  act(who, (context) => approveVisitor(context, form(...args)));
const contactsAt = (email: string, brand = "cimsoft") =>
  asSystem("test look", (db) =>
    db
      .select()
      .from(contacts)
      .where(and(eq(contacts.brand, brand), eq(contacts.email, email))),
  );
const detail = (who: Member, id: string, q = "") => read(who, (context) => findVisitor(context, { id, q }, ZONED));
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "",
    (error: Error) => error.message,
  );

describe("an approval", () => {
  it.each([
    ["+44 20 7946 0958", "+442079460958"],
    ["717 555 0143", "+17175550143"],
    ["555 0143 in the morning", null],
    [undefined, null],
  ])("keeps the number that was typed, if it can be called: %s", async (phone, number) => {
    const company = await createCompany();
    const visitor = await confirmed();
    await asSystem("test world", (db) =>
      db
        .update(visitors)
        .set({ phone: phone ?? null })
        .where(eq(visitors.id, visitor.id)),
    );
    for (let time = 0; time < 2; time++) await approve(one, visitor, company.id);
    const [contact] = await contactsAt(visitor.email);
    const phones = await asSystem("test look", (db) =>
      db
        .select({ brand: contactPhones.brand, kind: contactPhones.kind, number: contactPhones.number })
        .from(contactPhones)
        .where(eq(contactPhones.contactId, contact?.id ?? "")),
    );
    expect(phones).toEqual(number === null ? [] : [{ brand: "cimsoft", kind: "work", number }]);
  });

  it("makes one contact with company and rights, mails the first sign-in, and is audited", async () => {
    const company = await createCompany();
    const visitor = await confirmed();
    await approve(one, visitor, company.id, { jobTitle: "Buyer" });
    const [contact] = await contactsAt(visitor.email);
    expect(contact).toMatchObject({
      ...{ name: "Dana Whitfield", jobTitle: "Buyer", primaryCompanyId: company.id, externalId: null },
      ...{ billing: true, pay: true, casesScope: "company", requestsScope: "own", portalFields: ["company", "rights"] },
    });
    expect(await visitorOf(visitor.email)).toMatchObject({
      state: "approved",
      contactId: contact?.id,
      decidedBy: one.id,
    });
    const edits = await asSystem("test look", (db) =>
      db
        .select()
        .from(editedFields)
        .where(eq(editedFields.contactId, contact?.id ?? "")),
    );
    expect(edits.map(({ field, editorId }) => [field, editorId]).sort()).toEqual([
      ["company", one.id],
      ["rights", one.id],
    ]);
    for (let run = 0; run < 2; run++) expect(await runJobs(`visitor:${visitor.id}`, runDecidedTask)).toBe(1);
    expect(await kindsTo(visitor.email)).toEqual(["connect-confirm", "first-sign-in"]);
    const links = await asSystem("test look", (db) =>
      db
        .select()
        .from(signInTokens)
        .where(eq(signInTokens.accountId, contact?.id ?? "")),
    );
    expect(links).toHaveLength(1);
    const [line] = await asSystem("test look", (db) =>
      db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.action, "visitor.approved"), eq(auditEvents.entityId, contact?.id ?? ""))),
    );
    expect(line).toMatchObject({
      actorId: one.id,
      details: { visitor: visitor.id, company: company.id, money: "pay" },
    });
    expect(JSON.stringify(line?.details)).not.toContain("Dana");
  });

  it("makes a new company of the visitor's brand, known by a firm's domain and never by one of free mail", async () => {
    const domain = `${unique("firm").toLowerCase()}.example`;
    for (const [email, domains] of [
      [`dana@${domain}`, [domain]],
      [`${unique("dana").toLowerCase()}@freemail.example`, []],
    ] as const) {
      const visitor = await confirmed({ email, brand: "insource" });
      const companyName = unique("Newplant");
      await approve(one, visitor, "new", { companyName });
      const [made] = await asSystem("test look", (db) =>
        db.select().from(companies).where(eq(companies.name, companyName)),
      );
      expect(made).toMatchObject({ brand: "insource", mailDomains: domains, externalId: `portal:${made?.id}` });
      expect(await contactsAt(email, "insource")).toMatchObject([{ primaryCompanyId: made?.id }]);
    }
  });

  it("sent twice approves once; with something else in it, it is told that it was decided", async () => {
    const company = await createCompany();
    const visitor = await confirmed();
    const sender = { brand: "cimsoft", account: { kind: "staff", id: one.id } } as const;
    const fields = form(visitor, company.id);
    const first = await send(approveVisitorAction, sender, fields);
    expect(first).toEqual({ kind: "redirected", to: "/staff/contacts/waiting?done=approved" });
    expect(await send(approveVisitorAction, sender, fields)).toEqual(first);
    const other = await send(approveVisitorAction, sender, { ...fields, cases: "none" });
    expect(other).toMatchObject({
      kind: "refused",
      result: { message: expect.stringContaining("You have approved"), values: { cases: "none" } },
    });
    expect(await contactsAt(visitor.email)).toMatchObject([{ casesScope: "company" }]);
  });

  it.each([
    ["approve and approve", (id: string) => (who: Member, company: string) => approve(who, { id }, company)],
    [
      "approve and decline",
      (id: string) => (who: Member, company: string) =>
        who === one
          ? approve(who, { id }, company)
          : act(who, (context) => declineVisitor(context, { visitor: id, sentence: "No." })),
    ],
    [
      "approve and block",
      (id: string) => (who: Member, company: string) =>
        who === one ? approve(who, { id }, company) : act(who, (context) => blockVisitor(context, id)),
    ],
  ])("at once with another decision, %s: one counts and the other is told who decided", async (_what, deed) => {
    const company = await createCompany();
    const visitor = await confirmed();
    const both = await Promise.allSettled([one, two].map((who) => deed(visitor.id)(who, company.id)));
    const refused = both.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(String(refused[0]?.reason)).toMatch(/(Noor Haddad|Elena Ortiz) has (approved|declined|blocked) .* already/);
    const { state } = await visitorOf(visitor.email);
    expect(await contactsAt(visitor.email)).toHaveLength(state === "approved" ? 1 : 0);
  });

  it.each(["a contact of the brand", "a closed contact", "a member of staff"])(
    "is refused for the address of %s",
    async (whose) => {
      const visitor = await confirmed();
      const company = await createCompany();
      if (whose === "a member of staff") await createStaff(["support_agent"], { email: visitor.email });
      else
        await createContact(company, {
          email: visitor.email,
          ...(whose.includes("closed") && { closedAt: new Date() }),
        });
      await expect(approve(one, visitor, company.id)).rejects.toMatchObject({ code: "CONFLICT" });
      expect(await contactsAt(visitor.email)).toHaveLength(whose === "a member of staff" ? 0 : 1);
      expect((await visitorOf(visitor.email)).state).toBe("waiting");
    },
  );

  it("is refused before the address is confirmed, and for companies of the other brand, closed ones and none", async () => {
    const company = await createCompany();
    const { email } = await write();
    const unconfirmed = await visitorOf(email);
    await expect(approve(one, unconfirmed, company.id)).rejects.toMatchObject({ code: "CONFLICT" });
    const decline = { visitor: unconfirmed.id, sentence: "No." };
    await expect(act(one, (context) => declineVisitor(context, decline))).rejects.toMatchObject({ code: "CONFLICT" });
    const visitor = await confirmed();
    const others = [await createCompany({ brand: "insource" }), await createCompany({ closedAt: new Date() })];
    for (const { id } of others) {
      await expect(approve(one, visitor, id)).rejects.toMatchObject({ code: "INVALID", field: "company" });
    }
    expect(await contactsAt(visitor.email)).toEqual([]);
  });

  it("of somebody whom an import brought meanwhile leads to the sign-in and changes nothing of the contact", async () => {
    const visitor = await confirmed();
    const contact = await createContact(await createCompany(), { email: visitor.email });
    expect((await detail(one, visitor.id))?.likely[0]).toMatchObject({ id: contact.id, reason: "Same address" });
    await act(one, (context) => leadVisitor(context, visitor.id));
    await act(one, (context) => leadVisitor(context, visitor.id));
    await runJobs(`visitor:${visitor.id}`, runDecidedTask);
    expect(await kindsTo(visitor.email)).toEqual(["connect-confirm", "first-sign-in"]);
    expect(await contactsAt(visitor.email)).toEqual([contact]);
    expect(await visitorOf(visitor.email)).toMatchObject({ state: "approved", contactId: contact.id });
  });
});

describe("an import after an approval", () => {
  it("brings the ERP's key to the same contact, and leaves company and rights as they were decided", async () => {
    const [company, other] = [await createCompany(), await createCompany()];
    const visitor = await confirmed();
    await approve(one, visitor, company.id);
    const row = {
      ...{ brand: "cimsoft", external_id: unique("P"), email: visitor.email, name: "D. Whitfield" },
      ...{ company: other.externalId, billing: "no", pay: "no", cases: "none", requests: "company" },
    };
    for (const outcome of [{ updated: 1 }, { unchanged: 1 }]) {
      const report = await importFiles({ contacts: [row] });
      expect(counts(reportOf(report, "contacts"))).toMatchObject({ ...outcome, created: 0, bad: 0 });
    }
    expect(await contactsAt(visitor.email)).toMatchObject([
      {
        ...{ externalId: row.external_id, name: "D. Whitfield", primaryCompanyId: company.id },
        ...{ billing: true, pay: true, casesScope: "company", requestsScope: "own" },
      },
    ]);
  });
});

describe("a refusal", () => {
  it("is mailed with its sentence once, and no account is made", async () => {
    const visitor = await confirmed();
    const sender = { brand: "cimsoft", account: { kind: "staff", id: one.id } } as const;
    const fields = { visitor: visitor.id, sentence: "We know no such plant." };
    for (let time = 0; time < 2; time++) {
      expect(await send(declineVisitorAction, sender, fields)).toMatchObject({ kind: "redirected" });
      await runJobs(`visitor:${visitor.id}`, runDecidedTask);
    }
    expect(await kindsTo(visitor.email)).toEqual(["connect-confirm", "connect-declined"]);
    expect(await contactsAt(visitor.email)).toEqual([]);
    expect(await send(declineVisitorAction, sender, { ...fields, sentence: " " })).toMatchObject({
      result: { fieldErrors: { sentence: ["Write the sentence that is mailed."] } },
    });
  });

  it("by a block mails nothing, confirmed or not, and can be taken back", async () => {
    const written = await write();
    const visitor = await visitorOf(written.email);
    await act(one, (context) => blockVisitor(context, visitor.id));
    await act(one, (context) => blockVisitor(context, visitor.id));
    expect(await runJobs(`visitor:${visitor.id}`, runDecidedTask)).toBe(0);
    await confirmConnect(written.brand, tokenOf(written.id), from());
    expect(await kindsTo(visitor.email)).toEqual(["connect-confirm"]);
    await expect(refusalOf(approve(two, visitor, "new", { companyName: "x" }))).resolves.toContain(
      "Noor Haddad has blocked",
    );
    await act(two, (context) => unblockVisitor(context, visitor.id));
    expect(await visitorOf(visitor.email)).toMatchObject({
      state: "waiting",
      decidedBy: null,
      confirmedAt: expect.any(Date),
    });
  });
});

describe("what helps to decide", () => {
  it("suggests the company of the domain and finds namesakes of the brand alone", async () => {
    const domain = `${unique("works").toLowerCase()}.example`;
    const name = unique("Kestrel Anders").replaceAll("-", " ");
    const company = await createCompany({ name: unique("Works") });
    await createContact(company, { email: `robin@${domain}` });
    const namesake = await createContact(await createCompany(), { name: name.toUpperCase() });
    await createContact(await createCompany({ brand: "insource" }), { name, email: `kim@${domain}` });
    const visitor = await confirmed({ email: `dana@${domain}`, name });
    const found = await detail(one, visitor.id, company.name);
    expect(found?.suggestions).toMatchObject([
      { company: { id: company.id }, reasons: [`Same mail domain ${domain} (1 contact)`] },
    ]);
    expect(found?.likely.map(({ id, reason }) => [id, reason])).toEqual([[namesake.id, "Same name"]]);
    expect(found?.found.map(({ id }) => id)).toEqual([company.id]);
    expect(found?.words).toHaveLength(1);
  });

  it("takes hostile words for a search and a name", async () => {
    const email = `dana@${unique("odd").toLowerCase()}.example`;
    const visitor = await confirmed({ email, name: "100% _ \\ ' ; drop", company: "%'; -- <script>" });
    expect(await detail(one, visitor.id, "%_\\';--")).toMatchObject({ found: [], suggestions: [] });
  });
});

const OUTSIDERS = [
  "account_manager",
  "subscription_manager",
  "support_agent",
  "marketing",
  "other brand",
  "no brand",
] as const;

describe("who waits", () => {
  it("is listed by tab, the longest wait first, and counted for the rail when ready", async () => {
    const company = unique("Listed");
    const before = await read(one, countReady);
    const [first, second] = [await confirmed({ company }), await confirmed({ company, email: newAddress() })];
    const { email } = await write({ company });
    const list = (tab: string, q = company) =>
      read(one, (context) => listVisitors(context, parseVisitorFilters({ tab, q }), ZONED)).then(({ rows }) =>
        rows.map((row) => row.email),
      );
    expect(await list("ready")).toEqual([first.email, second.email]);
    expect(await list("unconfirmed")).toEqual([email]);
    expect(await read(one, countReady)).toBe(before + 2);
    await act(one, (context) => blockVisitor(context, first.id));
    expect([await list("ready"), await list("decided")]).toEqual([[second.email], [first.email]]);
    expect(await list("ready", `${company} nobody`)).toEqual([]);
  });

  it.each(OUTSIDERS)("is nobody's business for %s: nothing is read and nothing is written", async (name) => {
    const visitor = await confirmed();
    const company = await createCompany();
    const outsider =
      name === "other brand"
        ? await member(["administrator"], "Other", ["insource"])
        : name === "no brand"
          ? await member(["administrator"], "None", [])
          : await member([name], "Wrong role");
    expect(await detail(outsider, visitor.id)).toBeNull();
    expect(await read(outsider, countReady)).toBe(name === "other brand" ? await insourceReady() : 0);
    const listed = await read(outsider, (context) =>
      listVisitors(context, parseVisitorFilters({ q: visitor.email }), ZONED),
    );
    expect(listed.rows).toEqual([]);
    const deeds = [
      () => approve(outsider, visitor, company.id),
      () => act(outsider, (context) => leadVisitor(context, visitor.id)),
      () => act(outsider, (context) => declineVisitor(context, { visitor: visitor.id, sentence: "No." })),
      () => act(outsider, (context) => blockVisitor(context, visitor.id)),
      () => act(outsider, (context) => unblockVisitor(context, visitor.id)),
    ];
    const code = name === "other brand" ? "NOT_FOUND" : "FORBIDDEN";
    for (const deed of deeds) await expect(deed()).rejects.toMatchObject({ code });
    expect(await visitorsOf(visitor.email)).toEqual([visitor]);
    expect(await contactsAt(visitor.email)).toEqual([]);
  });

  it.each(OUTSIDERS)("is hidden from %s by row-level security alone, and no account can be made", async (name) => {
    const visitor = await confirmed();
    const company = await createCompany();
    const brands = name === "other brand" ? ["insource"] : name === "no brand" ? [] : undefined;
    const role = name === "other brand" || name === "no brand" ? "administrator" : name;
    const outsider = await member([role], "Outsider", brands);
    const rows = await read(outsider, ({ db }) => db.select().from(visitors).where(eq(visitors.id, visitor.id)));
    expect(rows).toEqual([]);
    const near = await read(outsider, ({ db }) =>
      db.execute(`select contacts_near('${visitor.id}'::uuid, true) as id`),
    );
    expect([...near]).toEqual([]);
    await act(outsider, ({ db }) => db.update(visitors).set({ state: "blocked" }).where(eq(visitors.id, visitor.id)));
    expect((await visitorOf(visitor.email)).state).toBe("waiting");
    const row = { brand: "cimsoft", email: newAddress(), name: "Mallory", primaryCompanyId: company.id };
    await expect(act(outsider, ({ db }) => db.insert(contacts).values(row))).rejects.toThrow();
  });

  it("cannot be given a company of another brand, a key of the ERP or the mark of a demo account by an administrator", async () => {
    const [company, elsewhere] = [await createCompany(), await createCompany({ brand: "insource" })];
    const row = { brand: "cimsoft", email: newAddress(), name: "Mallory", primaryCompanyId: company.id };
    for (const over of [{ primaryCompanyId: elsewhere.id }, { externalId: "P-1" }, { demo: true }]) {
      await expect(act(one, ({ db }) => db.insert(contacts).values({ ...row, ...over }))).rejects.toThrow();
    }
    const made = { brand: "cimsoft", name: "x", externalId: unique("C") };
    await expect(act(one, ({ db }) => db.insert(companies).values(made))).rejects.toThrow();
  });
});

const insourceReady = async () => read(await member(["administrator"], "Counts", ["insource"]), countReady);
