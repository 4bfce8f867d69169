import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { accountTeamMembers, auditEvents, contactCompanies, contacts, portalDecisions, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { handBackDecision, handBackField } from "@/lib/people/portal-decisions/service";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  createTeamMember,
  unique,
} from "../../support/world";
import { createCase } from "../../support/world-threads";
import {
  act,
  approve,
  askedChangeOf,
  decisionForm,
  type Member,
  member,
  refusal,
} from "../threads/requests/staff/support";
import { counts, importFiles, places, reportOf } from "./folder";

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

type Contact = Awaited<ReturnType<typeof createContact>>;
type Company = Awaited<ReturnType<typeof createCompany>>;

/** A contact whom the ERP knows, at a company, with another company whose cases they might see. */
async function household(over: Partial<Contact> = {}) {
  const company = await createCompany();
  const other = await createCompany();
  // Cases are open only where a support agreement is in force.
  for (const each of [company, other]) await createAgreement(each);
  const contact = await createContact(company, { externalId: unique("P"), casesScope: "company", ...over });
  return { company, other, contact };
}

const relationRow = (contact: Contact, company: Company, over = {}) => ({
  brand: contact.brand,
  contact: contact.externalId ?? "",
  company: company.externalId,
  ...over,
});
const importRelation = (contact: Contact, company: Company, over = {}) =>
  importFiles({ "company-relations": [relationRow(contact, company, over)] });

const isRelated = async (contact: Contact, company: Company) => {
  const rows = await asSystem("test", (db) =>
    db
      .select()
      .from(contactCompanies)
      .where(and(eq(contactCompanies.contactId, contact.id), eq(contactCompanies.companyId, company.id))),
  );
  return rows.length === 1;
};
const casesSeenBy = (contact: Contact, company: Company) =>
  runAsViewer(clientViewer(contact), "read", ({ db }) =>
    db.select({ id: threads.id }).from(threads).where(eq(threads.companyId, company.id)),
  );
const decide = async (contact: Contact, company: Company, now: string, other: Company, relation: "add" | "remove") => {
  const { number } = await askedChangeOf(contact, company, "relations", other.name);
  await approve(administrator, decisionForm(number, now, { company: other.externalId, relation }));
};
const decisionsAbout = (companyId: string) =>
  asSystem("test", (db) => db.select().from(portalDecisions).where(eq(portalDecisions.companyId, companyId)));
const reasons = (report: Awaited<ReturnType<typeof importFiles>>, name: string) =>
  reportOf(report, name).warnings.map(({ line, column, reason }) => `${line} ${column}: ${reason}`);

describe("a relation that an administrator removed", () => {
  it("stays removed when the ERP lists it again, and the cases of that company stay closed to the contact", async () => {
    const { company, other, contact } = await household();
    const filer = await createContact(other, { casesScope: "own" });
    await createCase(other, filer);
    await importRelation(contact, other);
    expect(await casesSeenBy(contact, other)).toHaveLength(1);
    await decide(contact, company, other.name, other, "remove");
    expect(await casesSeenBy(contact, other)).toEqual([]);
    for (const options of [{ dryRun: true }, {}, {}]) {
      const report = await importFiles({ "company-relations": [relationRow(contact, other)] }, options);
      expect(report.ok).toBe(true);
      expect(reasons(report, "company-relations")).toEqual([
        "2 company: Portal says not related, ERP says related, kept.",
      ]);
      expect(counts(reportOf(report, "company-relations"))).toMatchObject({ created: 0, unchanged: 1 });
      expect(await isRelated(contact, other)).toBe(false);
      expect(await casesSeenBy(contact, other)).toEqual([]);
    }
    expect(reportOf(await importRelation(contact, other, { removed: "yes" }), "company-relations").warnings).toEqual(
      [],
    );
  });

  it("comes back with the next import once it is handed back to the ERP, and that is audited", async () => {
    const { company, other, contact } = await household();
    await importRelation(contact, other);
    await decide(contact, company, other.name, other, "remove");
    const [decision] = await decisionsAbout(other.id);
    await act(administrator, (context) => handBackDecision(context, decision?.id ?? ""));
    expect(await isRelated(contact, other)).toBe(false);
    const report = await importRelation(contact, other);
    expect(counts(reportOf(report, "company-relations"))).toMatchObject({ created: 1 });
    expect(await isRelated(contact, other)).toBe(true);
    const events = await asSystem("test", (db) =>
      db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.entityId, contact.id), eq(auditEvents.action, "portal-decision.handed-back"))),
    );
    expect(events).toMatchObject([
      { actorId: administrator.id, details: { kind: "relation", outcome: "removed", company: other.id } },
    ]);
  });
});

describe("a relation that an administrator added", () => {
  it("stays when the ERP ends it, until it is handed back", async () => {
    const { company, other, contact } = await household();
    await decide(contact, company, "None", other, "add");
    const kept = await importRelation(contact, other, { removed: "yes" });
    expect(reasons(kept, "company-relations")).toEqual(["2 removed: Portal says related, ERP says not related, kept."]);
    expect(reportOf(await importRelation(contact, other), "company-relations").warnings).toEqual([]);
    expect(await isRelated(contact, other)).toBe(true);
    const [decision] = await decisionsAbout(other.id);
    await act(administrator, (context) => handBackDecision(context, decision?.id ?? ""));
    await importRelation(contact, other, { removed: "yes" });
    expect(await isRelated(contact, other)).toBe(false);
  });
});

describe("rights that an administrator decided", () => {
  it("stay, the report says what both say, and the ERP sets them again once they are handed back", async () => {
    const { company, contact } = await household({ billing: false, casesScope: "none" });
    const rights = { billing: false, pay: false, cases: "own", requests: "own" } as const;
    const { number } = await askedChangeOf(contact, company, "support", "x", { rights });
    await approve(administrator, decisionForm(number, "No support cases"));
    const row = { brand: "cimsoft", external_id: contact.externalId ?? "", email: "", name: "", cases: "company" };
    const kept = await importFiles({ contacts: [{ ...row, billing: "yes" }] });
    expect(reasons(kept, "contacts")).toEqual([
      "2 rights: Portal says billing no and cases own, ERP says billing yes and cases company, kept.",
    ]);
    const now = async () =>
      (await asSystem("test", (db) => db.select().from(contacts).where(eq(contacts.id, contact.id))))[0];
    expect(await now()).toMatchObject({ casesScope: "own", billing: false, portalFields: ["rights"] });
    await act(administrator, (context) => handBackField(context, { contact: contact.id, field: "rights" }));
    expect(await now()).toMatchObject({ casesScope: "own", portalFields: [] });
    await importFiles({ contacts: [{ ...row, billing: "yes" }] });
    expect(await now()).toMatchObject({ casesScope: "company", billing: true });
  });
});

describe("a member of an account team", () => {
  const memberRow = (company: Company, externalId: string, over = {}) => ({
    ...{ brand: company.brand, external_id: externalId, company: company.externalId, role: "account_manager" },
    ...{ name: "Dana Whitfield", email: "dana.whitfield@portal.example" },
    ...over,
  });
  const team = async (company: Company) =>
    (
      await asSystem("test", (db) =>
        db.select().from(accountTeamMembers).where(eq(accountTeamMembers.companyId, company.id)),
      )
    ).map(({ name, role, externalId }) => [name, role, externalId]);

  async function removed() {
    const { company, contact } = await household();
    const dana = await createTeamMember(company);
    const { number } = await askedChangeOf(contact, company, "account_team", "Dana shall leave");
    const form = { membership: "remove", leaver: dana.id };
    await approve(administrator, decisionForm(number, "Dana Whitfield, account manager", form));
    return { company, dana };
  }

  it("whom an administrator removed stays off, under the same key, another address or role, or another key", async () => {
    const { company, dana } = await removed();
    for (const row of [
      memberRow(company, dana.externalId),
      memberRow(company, dana.externalId, { email: "d.whitfield@portal.example" }),
      memberRow(company, dana.externalId, { role: "support" }),
      { ...memberRow(company, dana.externalId), company: "", role: "", name: "", email: "", phone: "1" },
      memberRow(company, unique("other"), { email: "Dana.Whitfield@Portal.Example" }),
    ]) {
      const report = await importFiles({ "account-team": [row] });
      expect(reasons(report, "account-team")).toEqual([
        "2 external_id: Portal says not on the team, ERP says on the team, kept.",
      ]);
      expect(counts(reportOf(report, "account-team"))).toMatchObject({ created: 0, unchanged: 1, bad: 0 });
      expect(await team(company)).toEqual([]);
    }
  });

  it("whom an administrator removed does not come back by a row of somebody else that changes into theirs", async () => {
    const { company } = await removed();
    const key = unique("lee");
    await importFiles({ "account-team": [memberRow(company, key, { name: "Lee", email: "lee@portal.example" })] });
    const report = await importFiles({ "account-team": [memberRow(company, key)] });
    expect(places(reportOf(report, "account-team").warnings)).toEqual(["2 external_id"]);
    expect(await team(company)).toEqual([["Lee", "account_manager", key]]);
  });

  it("whom an administrator removed comes back once that is handed back", async () => {
    const { company, dana } = await removed();
    const [decision] = await decisionsAbout(company.id);
    await act(administrator, (context) => handBackDecision(context, decision?.id ?? ""));
    await importFiles({ "account-team": [memberRow(company, dana.externalId)] });
    expect(await team(company)).toEqual([["Dana Whitfield", "account_manager", dana.externalId]]);
  });

  it("whom an administrator added stays, once, and is the ERP's after that is handed back", async () => {
    const { company, contact } = await household();
    const priya = await createStaff(["subscription_manager"], { name: "Priya Raman" });
    const { number } = await askedChangeOf(contact, company, "account_team", "Priya");
    const form = { membership: "add", member: priya.id, role: "subscription_manager" };
    await approve(administrator, decisionForm(number, "Nobody", form));
    const [[, , key] = []] = await team(company);
    const theirs = { role: "subscription_manager", name: priya.name, email: priya.email };
    const again = await importFiles({ "account-team": [memberRow(company, "T-priya", theirs)] });
    expect(counts(reportOf(again, "account-team"))).toMatchObject({ created: 0, unchanged: 1, bad: 0 });
    const gone = await importFiles({ "account-team": [{ ...memberRow(company, key ?? "", theirs), removed: "yes" }] });
    expect(places(reportOf(gone, "account-team").warnings)).toEqual(["2 removed"]);
    expect(await team(company)).toEqual([["Priya Raman", "subscription_manager", key]]);
    const [decision] = await decisionsAbout(company.id);
    await act(administrator, (context) => handBackDecision(context, decision?.id ?? ""));
    await importFiles({ "account-team": [memberRow(company, "T-priya", theirs)] });
    expect(await team(company)).toEqual([["Priya Raman", "subscription_manager", "T-priya"]]);
    await importFiles({ "account-team": [{ ...memberRow(company, "T-priya", theirs), removed: "yes" }] });
    expect(await team(company)).toEqual([]);
  });
});

describe("handing back to the ERP", () => {
  it("is an administrator's of the brand, and nobody else's, by form or by a statement of their own", async () => {
    const { company, other, contact } = await household();
    await importRelation(contact, other);
    await decide(contact, company, other.name, other, "remove");
    const { number } = await askedChangeOf(contact, company, "name", "Robin Mayer");
    await approve(administrator, decisionForm(number, "Robin Meyer"));
    const [decision] = await decisionsAbout(other.id);
    const id = decision?.id ?? "";
    const outsiders = [
      await member(["account_manager", "subscription_manager", "support_agent", "marketing"]),
      await member(["administrator"], "Elsewhere", ["insource"]),
      await member(["administrator"], "Nowhere", []),
    ];
    for (const outsider of outsiders) {
      await act(outsider, (context) => handBackDecision(context, id)).catch(() => undefined);
      const field = act(outsider, (context) => handBackField(context, { contact: contact.id, field: "name" }));
      expect(await refusal(field)).toMatch(/^(FORBIDDEN|NOT_FOUND)/);
      await act(outsider, async ({ db }) => {
        expect(await db.select().from(portalDecisions)).toEqual([]);
        await db.delete(portalDecisions);
        await db.update(contacts).set({ portalFields: [] }).where(eq(contacts.id, contact.id));
      });
    }
    for (const statement of [
      () => runAsViewer(clientViewer(contact), "read", ({ db }) => db.select().from(portalDecisions)),
      () => runAsViewer(clientViewer(contact), "write", ({ db }) => db.delete(portalDecisions)),
      () =>
        runAsViewer(clientViewer(contact), "write", ({ db }) =>
          db.update(contacts).set({ portalFields: [] }).where(eq(contacts.id, contact.id)),
        ),
      () =>
        act(administrator, ({ db }) =>
          db.insert(portalDecisions).values({ brand: "cimsoft", kind: "photo", outcome: "added", email: "x" }),
        ),
    ]) {
      await expect(statement()).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    expect(await decisionsAbout(other.id)).toMatchObject([{ id, outcome: "removed", decidedBy: administrator.id }]);
    const [row] = await asSystem("test", (db) => db.select().from(contacts).where(eq(contacts.id, contact.id)));
    expect(row?.portalFields).toEqual(["name"]);
  });
});
