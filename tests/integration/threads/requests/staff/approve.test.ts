import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { accountTeamMembers, auditEvents, contactCompanies, newSignInAddresses, sessions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { createSession } from "@/lib/gate/auth/session-store";
import { loadBrands } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { CASES_WORDS, rightsWords } from "@/lib/threads/requests/changes/rules";
import { findStaffRequest } from "@/lib/threads/requests/staff/queries";
import {
  clientViewer,
  createCompany,
  createContact,
  createStaff,
  createTeamMember,
  unique,
} from "@/tests/support/world";
import {
  act,
  approve,
  askedChange,
  askedChangeOf,
  decisionForm,
  LOCAL,
  type Member,
  member,
  read,
  refusal,
  stored,
  storedContact,
} from "./support";

let administrator: Member;
let other: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
  other = await member(["administrator"], "Ivo Brandt");
});

/** What of a contact is an administrator's to change. */
const lockedOf = async (id: string) => {
  const { name, email, primaryCompanyId, billing, pay, casesScope, requestsScope, jobTitle, timeZone, closedAt } =
    await storedContact(id);
  const relations = await asSystem("test looks", (db) =>
    db.select().from(contactCompanies).where(eq(contactCompanies.contactId, id)),
  );
  return {
    ...{ name, email, primaryCompanyId, billing, pay, casesScope, requestsScope, jobTitle, timeZone, closedAt },
    relations: relations.map(({ companyId, source }) => [companyId, source]),
  };
};

const teamOf = (companyId: string) =>
  asSystem("test looks", (db) =>
    db.select().from(accountTeamMembers).where(eq(accountTeamMembers.companyId, companyId)),
  );
const auditOf = (contactId: string) =>
  asSystem("test reads the audit log", (db) =>
    db.select().from(auditEvents).where(eq(auditEvents.entityId, contactId)).orderBy(auditEvents.id),
  );

const RIGHTS = { billing: true, pay: true, cases: "company", requests: "company" } as const;

describe("an approved change", () => {
  it("of a name writes the name and nothing else, and is mailed to the client and audited", async () => {
    const { asker, row, number } = await askedChange("name", "Robin Mayer");
    const before = await lockedOf(asker.id);
    const input = decisionForm(number, "Robin Meyer", { sentence: "Changed, welcome Mayer." });
    await approve(administrator, input);
    await approve(administrator, input);
    expect(await lockedOf(asker.id)).toEqual({ ...before, name: "Robin Mayer" });
    expect((await storedContact(asker.id)).portalFields).toEqual(["name"]);
    const now = await stored(row.id);
    expect(now.change).toMatchObject({
      state: "approved",
      decidedBy: administrator.id,
      decidedByName: "Noor Haddad",
      applied: "Robin Mayer",
    });
    expect(now.row.status).toBe("closed");
    expect(now.said.map(({ body }) => body)).toEqual([expect.any(String), "Changed, welcome Mayer."]);
    expect(now.events.filter(({ internal }) => !internal).map(({ kind, after }) => [kind, after])).toEqual([
      ["decided", "approved"],
      ["status", "closed"],
    ]);
    expect(now.audit.map(({ action }) => action)).toEqual(["request.change-approved", "request.answered"]);
    const [kept, ...more] = await asSystem("test reads the audit log", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, asker.id)),
    );
    expect(more).toEqual([]);
    expect(kept).toMatchObject({
      action: "contact.changed",
      actorId: administrator.id,
      details: { field: "name", request: number, before: "Robin Meyer", after: "Robin Mayer" },
    });
  });

  it("of the sign-in address changes nothing of the account until the new one is confirmed", async () => {
    const wanted = `${unique("new")}@client.example`.toLowerCase();
    const { asker, number } = await askedChange("email", wanted);
    const account = { kind: "contact", id: asker.id } as const;
    await asSystem("test session", (db) =>
      createSession(db, { account, brand: asker.brand, userAgent: null, now: systemNow() }),
    );
    const before = await lockedOf(asker.id);
    await approve(administrator, decisionForm(number, asker.email));
    expect(await lockedOf(asker.id)).toEqual(before);
    // No import takes it back.
    expect((await storedContact(asker.id)).portalFields).toEqual(["email"]);
    const [session] = await asSystem("test looks", (db) =>
      db.select().from(sessions).where(eq(sessions.accountId, asker.id)),
    );
    expect(session?.endedAt).toBeNull();
    const waiting = await asSystem("test looks", (db) =>
      db.select().from(newSignInAddresses).where(eq(newSignInAddresses.contactId, asker.id)),
    );
    expect(waiting).toMatchObject([{ address: wanted, source: "administrator", confirmedAt: null, endedAt: null }]);
  });

  it("of rights leaves the rights to support cases, and of support cases leaves the other rights", async () => {
    const contact = { billing: false, pay: false, casesScope: "none", requestsScope: "own" } as const;
    const held = { billing: false, pay: false, cases: "none", requests: "own" } as const;
    const wanted = rightsWords(RIGHTS).join("; ");
    const rights = await askedChange("rights", wanted, { contact, rights: RIGHTS });
    const before = await lockedOf(rights.asker.id);
    await approve(administrator, decisionForm(rights.number, rightsWords(held).join("; ")));
    expect(await lockedOf(rights.asker.id)).toEqual({ ...before, billing: true, pay: true, requestsScope: "company" });

    const support = await askedChange("support", CASES_WORDS.company, { contact, rights: RIGHTS });
    const untouched = await lockedOf(support.asker.id);
    await approve(administrator, decisionForm(support.number, "No support cases"));
    expect(await lockedOf(support.asker.id)).toEqual({ ...untouched, casesScope: "company" });
  });

  it("of a company moves the contact to the one chosen by name or number, of their brand alone", async () => {
    const name = unique("Kestrel Power");
    const company = await createCompany({ name });
    const twin = await createCompany({ name });
    const foreign = await createCompany({ brand: "insource" });
    const closed = await createCompany({ closedAt: new Date() });
    const { asker, number, company: own } = await askedChange("company", name);
    const before = await lockedOf(asker.id);
    for (const [words, sentence] of [
      [undefined, "Enter the company’s name or its number."],
      ["Nobody Inc.", "No company of the brand has this name or number."],
      [foreign.externalId, "No company of the brand has this name or number."],
      [closed.externalId, "No company of the brand has this name or number."],
      [name, "More than one company has this name."],
      [own.externalId, "This is their company already."],
    ] as const) {
      expect(await refusal(approve(administrator, decisionForm(number, own.name, { company: words })))).toContain(
        sentence,
      );
    }
    expect(await lockedOf(asker.id)).toEqual(before);
    await approve(administrator, decisionForm(number, own.name, { company: company.externalId }));
    expect(await lockedOf(asker.id)).toEqual({ ...before, primaryCompanyId: company.id });
    expect(twin.id).not.toBe(company.id);
  });

  it("of relations adds or removes the one that is chosen", async () => {
    const related = await createCompany();
    const { asker, company, number } = await askedChange("relations", related.name);
    const { brand } = asker;
    const before = await lockedOf(asker.id);
    expect(await refusal(approve(administrator, decisionForm(number, "None", { company: related.name })))).toMatch(
      /^INVALID: Choose whether/,
    );
    expect(
      await refusal(
        approve(administrator, decisionForm(number, "None", { company: related.name, relation: "remove" })),
      ),
    ).toBe("INVALID: They are not related to this company.");
    await approve(administrator, decisionForm(number, "None", { company: related.name, relation: "add" }));
    expect(await lockedOf(asker.id)).toEqual({ ...before, relations: [[related.id, "administrator"]] });

    const { row, number: next } = await askedChangeOf(asker, company, "relations", `Not ${related.name} any more`);
    const kept = await createCompany({ name: `${related.name} South` });
    await asSystem("test relates", (db) =>
      db.insert(contactCompanies).values({ brand, contactId: asker.id, companyId: kept.id, source: "erp" }),
    );
    const now = [related.name, kept.name].join("; ");
    await approve(administrator, decisionForm(next, now, { company: related.externalId, relation: "remove" }));
    expect(await lockedOf(asker.id)).toEqual({ ...before, relations: [[kept.id, "erp"]] });
    expect((await stored(row.id)).change).toMatchObject({ state: "approved", applied: `Removed: ${related.name}` });
    expect((await auditOf(asker.id)).at(-1)?.details).toMatchObject({ before: now, after: `Removed: ${related.name}` });
  });

  it("of the account team is shown with who joins or leaves", async () => {
    const { number } = await askedChange("account_team", "Priya, for subscriptions");
    for (const [over, sentence] of [
      [{}, "INVALID: Choose whether somebody joins or leaves."],
      [{ membership: "add" }, "INVALID: Choose somebody from the list."],
      [{ membership: "remove" }, "INVALID: Choose who leaves."],
    ] as const) {
      expect(await refusal(approve(administrator, decisionForm(number, "Nobody", over)))).toBe(sentence);
    }
  });

  it("of the account team removes the chosen member, of that company alone", async () => {
    const { company, row, number, asker } = await askedChange("account_team", "Dana shall leave");
    const dana = await createTeamMember(company);
    const lee = await createTeamMember(company, { name: "Lee Santos", role: "support" });
    const elsewhere = await createTeamMember(await createCompany());
    const abroad = await createTeamMember(await createCompany({ brand: "insource" }));
    const now = "Dana Whitfield, account manager; Lee Santos, support";
    const leaves = (leaver: string) => decisionForm(number, now, { membership: "remove", leaver });
    for (const { id } of [elsewhere, abroad]) {
      expect(await refusal(approve(administrator, leaves(id)))).toMatch(/^INVALID: They are not on this team/);
    }
    const outsiders: [Member, RegExp][] = [
      [await member(["account_manager"]), /^FORBIDDEN/],
      [await member(["support_agent"]), /^NOT_FOUND/],
      [await member(["administrator"], "Elsewhere", ["insource"]), /^NOT_FOUND/],
    ];
    for (const [outsider, sentence] of outsiders) {
      expect(await refusal(approve(outsider, leaves(dana.id)))).toMatch(sentence);
      // Nor by a statement of their own: the database deletes nothing for them.
      await act(outsider, ({ db }) => db.delete(accountTeamMembers).where(eq(accountTeamMembers.id, dana.id)));
    }
    await expect(
      runAsViewer(clientViewer(asker), "write", ({ db }) =>
        db.delete(accountTeamMembers).where(eq(accountTeamMembers.id, dana.id)),
      ),
    ).rejects.toThrow();
    expect((await teamOf(company.id)).map(({ id }) => id).sort()).toEqual([dana.id, lee.id].sort());
    await approve(administrator, leaves(dana.id));
    expect((await teamOf(company.id)).map(({ id }) => id)).toEqual([lee.id]);
    const after = "Removed: Dana Whitfield, account manager";
    expect((await stored(row.id)).change).toMatchObject({ state: "approved", applied: after });
    expect(await auditOf(asker.id)).toMatchObject([
      { action: "contact.changed", actorId: administrator.id, details: { field: "account_team", before: now, after } },
    ]);
    for (const { id, companyId } of [elsewhere, abroad]) {
      expect((await teamOf(companyId)).map((one) => one.id)).toEqual([id]);
    }
  });

  it("of the account team adds a member of the brand's staff", async () => {
    const { company, number, asker } = await askedChange("account_team", "Priya, for subscriptions");
    await createTeamMember(company);
    const before = await lockedOf(asker.id);
    const priya = await createStaff(["subscription_manager"], { name: "Priya Raman" });
    const foreign = await createStaff(["subscription_manager"], { brands: ["insource"] });
    const now = "Dana Whitfield, account manager";
    const choose = (id: string) =>
      decisionForm(number, now, { membership: "add", member: id, role: "subscription_manager" });
    expect(await refusal(approve(administrator, choose(foreign.id)))).toMatch(/^INVALID: Choose somebody/);
    await approve(administrator, choose(priya.id));
    expect(await lockedOf(asker.id)).toEqual(before);
    expect((await teamOf(company.id)).map(({ name, role, staffId }) => [name, role, staffId]).sort()).toEqual([
      ["Dana Whitfield", "account_manager", null],
      ["Priya Raman", "subscription_manager", priya.id],
    ]);
  });
});

describe("two approvals at once", () => {
  it("put one person on an account team once, and the second is told so", async () => {
    const first = await askedChange("account_team", "Priya, for subscriptions");
    const colleague = await createContact(first.company, { name: "Lee Santos" });
    const second = await askedChangeOf(colleague, first.company, "account_team", "Priya, for subscriptions");
    const priya = await createStaff(["subscription_manager"], { name: "Priya Raman" });
    const form = (number: string) =>
      decisionForm(number, "Nobody", { membership: "add", member: priya.id, role: "subscription_manager" });
    // Both have looked before either has written: the database holds what neither saw.
    let approvals: Promise<PromiseSettledResult<unknown>[]> | undefined;
    await asSystem("test holds the table", async (db) => {
      await db.execute(sql`lock table account_team_members in share mode`);
      approvals = Promise.allSettled([approve(administrator, form(first.number)), approve(other, form(second.number))]);
      await expect.poll(() => lockWaiters("account_team_members")).toBe(2);
    });
    const ends = await approvals;
    const refused = ends?.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(refused).toMatchObject([
      { code: "INVALID", field: "member", message: "Priya Raman, subscription manager, is on the team already." },
    ]);
    expect(await teamOf(first.company.id)).toMatchObject([{ staffId: priya.id, role: "subscription_manager" }]);
    const states = await Promise.all([first.row.id, second.row.id].map(async (id) => (await stored(id)).change?.state));
    expect(states.sort()).toEqual(["approved", "waiting"]);
  });
});

/** How many transactions wait for a lock of this table. */
const lockWaiters = (table: string) =>
  asSystem("test looks", async (db) => {
    const rows = await db.execute(
      sql`select 1 from pg_locks where relation = ${table}::regclass and not granted and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.length;
  });

describe("requested rights whose wording has changed since", () => {
  it.each(["rights", "support"] as const)(
    "are shown in today's words and written as they were asked for: %s",
    async (field) => {
      const contact = { billing: false, pay: false, casesScope: "none", requestsScope: "own" } as const;
      const { asker, row, number } = await askedChange(field, "As we called it then", { contact, rights: RIGHTS });
      const words = field === "rights" ? rightsWords(RIGHTS).join("; ") : CASES_WORDS.company;
      const page = await read(administrator, async (context) =>
        findStaffRequest(context, number, await loadBrands(), LOCAL),
      );
      expect(page?.change?.wanted).toBe(words);
      const before = await storedContact(asker.id);
      await approve(administrator, decisionForm(number, page?.change?.now ?? ""));
      expect(await storedContact(asker.id)).toMatchObject(
        field === "rights"
          ? { billing: true, pay: true, requestsScope: "company", casesScope: before.casesScope }
          : { billing: false, pay: false, requestsScope: before.requestsScope, casesScope: "company" },
      );
      expect((await stored(row.id)).change).toMatchObject({ state: "approved", applied: words });
    },
  );

  it("are not written where the request stored only words", async () => {
    const { asker, row, number } = await askedChange("rights", rightsWords(RIGHTS).join("; "));
    const before = await storedContact(asker.id);
    const held = rightsWords({ ...before, requests: before.requestsScope }).join("; ");
    expect(await refusal(approve(administrator, decisionForm(number, held)))).toMatch(
      /^INVALID: The request does not say which rights/,
    );
    expect(await storedContact(asker.id)).toEqual(before);
    expect((await stored(row.id)).change?.state).toBe("waiting");
  });
});

describe("a requested sign-in address that somebody else has", () => {
  it("is refused, whether a contact of the brand or a member of staff has it", async () => {
    const taken = await createContact(null, { brand: "cimsoft" });
    const staffs = await createStaff(["marketing"]);
    for (const [address, sentence] of [
      [taken.email, "INVALID: This address belongs to another account of the brand."],
      [staffs.email, "INVALID: This address belongs to a member of staff."],
    ] as const) {
      const { asker, row, number } = await askedChange("email", address);
      expect(await refusal(approve(administrator, decisionForm(number, asker.email)))).toContain(sentence);
      expect((await storedContact(asker.id)).email).toBe(asker.email);
      expect((await stored(row.id)).change?.state).toBe("waiting");
    }
    // The other brand's accounts are other accounts.
    const there = await createContact(await createCompany({ brand: "insource" }));
    const { asker, number } = await askedChange("email", there.email);
    await approve(administrator, decisionForm(number, asker.email));
  });

  it("is refused where a member of staff has it whose brands the administrator does not see", async () => {
    const here = await member(["administrator"], "Noor Haddad", ["cimsoft"]);
    const elsewhere = await createStaff(["marketing"], { brands: ["insource"] });
    const { asker, number } = await askedChange("email", elsewhere.email);
    expect(await refusal(approve(here, decisionForm(number, asker.email)))).toContain("belongs to a member of staff");
  });

  it("goes to one of two contacts who are approved at once", async () => {
    const wanted = `${unique("both")}@client.example`.toLowerCase();
    const one = await askedChange("email", wanted);
    const two = await askedChange("email", wanted);
    const ends = await Promise.allSettled([
      approve(administrator, decisionForm(one.number, one.asker.email)),
      approve(other, decisionForm(two.number, two.asker.email)),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = ends.find((end) => end.status === "rejected");
    expect(lost?.status === "rejected" && lost.reason).toMatchObject({ code: "INVALID" });
  });
});
