import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { contactCompanies, contacts, invitations, newSignInAddresses, portalDecisions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { findEditedContact, rightsOf } from "@/lib/people/edits/contacts/queries";
import { basisOfAddress, basisOfDetails, basisOfRights } from "@/lib/people/edits/contacts/rules";
import {
  addRelation,
  changeAddress,
  disableContact,
  editContact,
  editRights,
  enableContact,
  inviteContact,
  removeRelation,
} from "@/lib/people/edits/contacts/service";
import { handBackField } from "@/lib/people/portal-decisions/service";
import { contact as erpContact, importFiles, reportOf } from "@/tests/integration/sync/folder";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { createCompany, createContact, unique } from "@/tests/support/world";
import { act, type Contact, contactRow, historyOf, household, STRANGERS, stranger } from "./support";

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

const based = (contact: Contact) => basisOfDetails({ ...contact, companyId: contact.primaryCompanyId });
const detailsOf = (contact: Contact, over: object = {}) => ({
  ...{ contact: contact.id, based: based(contact), name: contact.name, jobTitle: "Buyer", ...over },
});
const rightsForm = (contact: Contact, over: object = {}) => ({
  ...{ contact: contact.id, based: basisOfRights(rightsOf(contact)) },
  ...{ money: "read" as const, cases: "company" as const, requests: "own" as const, companyAdmin: "no" as const },
  ...over,
});
const newAddress = () => `${unique("moved")}@client.example`.toLowerCase();
const addressForm = (contact: Contact, address = newAddress()) => ({
  ...{ contact: contact.id, based: basisOfAddress(contact.email, null), address },
});

describe("an administrator edits a contact", () => {
  it("by name, job title and company, each a decision against the ERP, audited with before and after", async () => {
    const { company, contact } = await household();
    const other = await createCompany();
    const form = detailsOf(contact, { name: "Robin Mayer", company: other.externalId, reason: "Married." });
    await act(administrator, (context) => editContact(context, form));
    expect(await contactRow(contact.id)).toMatchObject({
      ...{ name: "Robin Mayer", jobTitle: "Buyer", primaryCompanyId: other.id },
      portalFields: ["company", "job_title", "name"],
    });
    const [line] = await historyOf(contact.id);
    expect(line).toMatchObject({
      ...{ action: "contact.edited", actorId: administrator.id, brand: "cimsoft" },
      details: {
        reason: "Married.",
        changes: {
          name: { before: "Robin Meyer", after: "Robin Mayer" },
          jobTitle: { before: null, after: "Buyer" },
          primaryCompanyId: { before: company.id, after: other.id },
        },
      },
    });
  });

  it("and nothing is written or noted where nothing was changed", async () => {
    const { company, contact } = await household({ jobTitle: "Buyer" });
    await act(administrator, (context) => editContact(context, detailsOf(contact, { company: company.externalId })));
    expect((await contactRow(contact.id)).portalFields).toEqual([]);
    expect(await historyOf(contact.id)).toEqual([]);
  });

  it("keeps the colleague's edit and what was typed; sent again, it replaces theirs", async () => {
    const { company, contact } = await household();
    const mine = detailsOf(contact, { name: "Robin M.", company: company.externalId });
    await act(administrator, (context) =>
      editContact(context, detailsOf(contact, { name: "Robin Mayer", company: company.externalId })),
    );
    const refused = await act(administrator, (context) => editContact(context, mine)).catch((error) => error);
    expect(refused).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("Robin Mayer") });
    expect((await contactRow(contact.id)).name).toBe("Robin Mayer");
    await act(administrator, (context) => editContact(context, { ...mine, ...refused.renewed }));
    expect((await contactRow(contact.id)).name).toBe("Robin M.");
  });

  it("by rights: to pay comes with reading, and the right to look after colleagues is one of them", async () => {
    const { contact } = await household({ billing: false });
    const form = rightsForm(contact, { money: "pay", companyAdmin: "yes" });
    await act(administrator, (context) => editRights(context, form));
    expect(await contactRow(contact.id)).toMatchObject({
      ...{ billing: true, pay: true, casesScope: "company", requestsScope: "own", companyAdmin: true },
      portalFields: ["rights"],
    });
    const renewed = { based: basisOfRights(rightsOf(await contactRow(contact.id))) };
    await expect(act(administrator, (context) => editRights(context, form))).rejects.toMatchObject({
      ...{ code: "CONFLICT", renewed },
    });
  });

  it("by related companies, each a decision that can be taken back", async () => {
    const { company, contact } = await household();
    const sister = await createCompany();
    const form = { contact: contact.id, company: sister.name };
    await act(administrator, (context) => addRelation(context, form));
    await act(administrator, (context) => addRelation(context, form));
    const related = () =>
      asSystem("test looks", (db) =>
        db.select().from(contactCompanies).where(eq(contactCompanies.contactId, contact.id)),
      );
    expect(await related()).toMatchObject([{ companyId: sister.id, source: "administrator" }]);
    await expect(
      act(administrator, (context) => addRelation(context, { contact: contact.id, company: company.name })),
    ).rejects.toMatchObject({ code: "INVALID", field: "company" });
    await act(administrator, (context) => removeRelation(context, { contact: contact.id, company: sister.id }));
    await act(administrator, (context) => removeRelation(context, { contact: contact.id, company: sister.id }));
    expect(await related()).toEqual([]);
    const decided = await asSystem("test looks", (db) =>
      db.select().from(portalDecisions).where(eq(portalDecisions.contactId, contact.id)),
    );
    expect(decided).toMatchObject([{ kind: "relation", outcome: "removed", decidedBy: administrator.id }]);
    expect((await historyOf(contact.id)).map(({ action }) => action)).toEqual([
      "contact.relation-removed",
      "contact.relation-added",
    ]);
  });

  it("by a new sign-in address, which waits to be confirmed; sent twice it is one", async () => {
    const { contact } = await household();
    const form = addressForm(contact);
    await act(administrator, (context) => changeAddress(context, form));
    await act(administrator, (context) => changeAddress(context, form));
    expect((await contactRow(contact.id)).email).toBe(contact.email);
    const waiting = await asSystem("test looks", (db) =>
      db.select().from(newSignInAddresses).where(eq(newSignInAddresses.contactId, contact.id)),
    );
    expect(waiting).toMatchObject([{ address: form.address, source: "administrator", endedAt: null }]);
    const taken = await createContact(null);
    await expect(
      act(administrator, (context) =>
        changeAddress(context, {
          ...{ contact: contact.id, address: taken.email },
          based: basisOfAddress(contact.email, form.address),
        }),
      ),
    ).rejects.toMatchObject({ code: "INVALID", field: "address" });
  });

  it("and invites with one mail however often the form comes, but not who signs in already or is disabled", async () => {
    const { contact } = await household();
    const id = uuidv7();
    for (let times = 0; times < 2; times++) {
      await act(administrator, (context) => inviteContact(context, { id, contact: contact.id }));
    }
    const asked = await asSystem("test looks", (db) =>
      db.execute(sql`select 1 from graphile_worker.jobs where key = ${`invite:${id}`}`),
    );
    expect([...asked]).toHaveLength(1);
    const made = await asSystem("test looks", (db) =>
      db.select().from(invitations).where(eq(invitations.contactId, contact.id)),
    );
    expect(made).toMatchObject([{ id, invitedBy: administrator.id }]);
    const { contact: member } = await household({ passwordHash: "x" });
    const { contact: closed } = await household({ closedAt: new Date() });
    for (const { id: who } of [member, closed]) {
      await expect(
        act(administrator, (context) => inviteContact(context, { id: uuidv7(), contact: who })),
      ).rejects.toMatchObject({ code: "INVALID" });
    }
    const { contact: another } = await household();
    await expect(
      act(administrator, (context) => inviteContact(context, { id, contact: another.id })),
    ).rejects.toMatchObject({ code: "CONFLICT", renewed: null });
  });
});

describe("imports after edits", () => {
  it("change nothing that was decided until it is handed back, and say so", async () => {
    const { company, contact } = await household();
    const row = erpContact({
      ...{ external_id: contact.externalId ?? "", email: contact.email, company: company.externalId },
      ...{ name: "Robin From ERP", job_title: "From ERP", billing: "no", pay: "no", cases: "none", closed: "no" },
    });
    await act(administrator, (context) =>
      editContact(context, detailsOf(contact, { name: "Robin Mayer", company: company.externalId })),
    );
    await act(administrator, async (context) => editRights(context, rightsForm(contact, { companyAdmin: "yes" })));
    await act(administrator, (context) => disableContact(context, { contact: contact.id }));
    const decided = await contactRow(contact.id);
    const report = await importFiles({ contacts: [row] });
    expect(reportOf(report, "contacts").warnings.length).toBeGreaterThan(0);
    expect(await contactRow(contact.id)).toEqual(decided);
    await act(administrator, (context) => handBackField(context, { contact: contact.id, field: "name" }));
    await importFiles({ contacts: [row] });
    expect(await contactRow(contact.id)).toMatchObject({ name: "Robin From ERP", jobTitle: "Buyer", billing: true });
  });
});

describe("nobody else edits a contact", () => {
  type Deed = (contact: Contact, related: string) => Parameters<typeof act>[1];
  const DEEDS: Readonly<Record<string, Deed>> = {
    details: (contact) => (context) => editContact(context, detailsOf(contact, { name: "Mallory" })),
    rights: (contact) => (context) => editRights(context, rightsForm(contact, { money: "pay" })),
    address: (contact) => (context) => changeAddress(context, addressForm(contact)),
    "a relation": (contact, related) => (context) => addRelation(context, { contact: contact.id, company: related }),
    "no relation": (contact) => (context) => removeRelation(context, { contact: contact.id, company: uuidv7() }),
    disabling: (contact) => (context) => disableContact(context, { contact: contact.id }),
    enabling: (contact) => (context) => enableContact(context, { contact: contact.id }),
    inviting: (contact) => (context) => inviteContact(context, { id: uuidv7(), contact: contact.id }),
  };
  const world = async () => {
    const { company, contact } = await household();
    const sister = await createCompany();
    const stored = async () => [
      await contactRow(contact.id),
      await historyOf(contact.id),
      await asSystem("test looks", (db) =>
        db.select().from(newSignInAddresses).where(eq(newSignInAddresses.contactId, contact.id)),
      ),
      await asSystem("test looks", (db) => db.select().from(invitations).where(eq(invitations.contactId, contact.id))),
    ];
    return { company, contact, sister, stored };
  };

  it.each(STRANGERS)("neither %s", async (_, roles, brands) => {
    const who = await stranger(roles, brands);
    const { contact, sister, stored } = await world();
    const before = await stored();
    for (const [name, deed] of Object.entries(DEEDS)) {
      const refused = await act(who, deed(contact, sister.name)).catch((error) => error);
      expect(["FORBIDDEN", "NOT_FOUND"], name).toContain((refused as { code?: string }).code);
    }
    expect(await read(who, (context) => findEditedContact(context, contact.id))).toBeNull();
    expect(await stored()).toEqual(before);
  });

  it.each(STRANGERS)("nor by SQL of their own, %s", async (_, roles, brands) => {
    const { viewer } = await stranger(roles, brands);
    const { contact, stored } = await world();
    const before = await stored();
    const id = contact.id;
    const statements = [
      sql`update contacts set name = 'Mallory', company_admin = true, closed_at = now() where id = ${id}`,
      sql`select invite_contact(${id}::uuid, ${uuidv7()}::uuid)`,
      sql`insert into invitations (id, brand, contact_id, invited_by) values (${uuidv7()}, 'cimsoft', ${id}, ${viewer.staffId})`,
    ];
    for (const statement of statements) {
      await runAsViewer(viewer, "write", ({ db }) => db.execute(statement)).catch(() => undefined);
    }
    const known = await runAsViewer(viewer, "read", ({ db }) =>
      db.execute(sql`select * from contact_accounts(array[${id}]::uuid[])`),
    );
    expect([...known]).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  it("is not found for one who was merged", async () => {
    const { contact } = await world();
    const { contact: survivor } = await household();
    await asSystem("test merges", (db) =>
      db.update(contacts).set({ mergedInto: survivor.id }).where(eq(contacts.id, contact.id)),
    );
    await expect(
      act(administrator, (context) => disableContact(context, { contact: contact.id })),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
