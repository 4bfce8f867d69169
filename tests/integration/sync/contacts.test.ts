import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { contactAddresses, contactCompanies, contactPhones, contacts, credentials } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { createCompany, createContact, createStaff } from "../../support/world";
import { company, contact, counts, importFiles, places, reportOf } from "./folder";

async function contactOf(externalId: string, brand = "cimsoft") {
  const [row] = await asSystem("test", (db) =>
    db
      .select()
      .from(contacts)
      .where(and(eq(contacts.brand, brand), eq(contacts.externalId, externalId))),
  );
  return row;
}

const phonesOf = (id: string | undefined) =>
  asSystem("test", (db) =>
    db
      .select({ kind: contactPhones.kind, number: contactPhones.number })
      .from(contactPhones)
      .where(eq(contactPhones.contactId, id ?? "")),
  );

describe("the import of contacts.csv", () => {
  it("imports a contact with rights, phones and address, and no way to sign in", async () => {
    const report = await importFiles({
      companies: [company()],
      contacts: [
        contact({
          ...{ email: "ROBIN@Keystone.EXAMPLE", billing: "yes", pay: "yes", cases: "company", requests: "company" },
          ...{
            phone: "+1 717 555 0101",
            mobile: "+1 717 555 0102",
            address_line1: "1200 Cannery Road",
            city: "Lancaster",
          },
        }),
      ],
    });
    expect(report.ok).toBe(true);
    const stored = await contactOf("P-1");
    expect(stored).toMatchObject({ email: "robin@keystone.example", billing: true, pay: true, demo: false });
    expect(stored).toMatchObject({ casesScope: "company", requestsScope: "company", closedAt: null });
    expect(await phonesOf(stored?.id)).toEqual(
      expect.arrayContaining([
        { kind: "work", number: "+1 717 555 0101" },
        { kind: "mobile", number: "+1 717 555 0102" },
      ]),
    );
    const known = await asSystem("test", (db) =>
      db
        .select()
        .from(credentials)
        .where(eq(credentials.accountId, stored?.id ?? "")),
    );
    expect(known).toEqual([]);
  });

  it("gives a new contact no right that no cell names", async () => {
    await importFiles({
      companies: [company()],
      contacts: [contact({ external_id: "P-plain", email: "plain@keystone.example" })],
    });
    expect(await contactOf("P-plain")).toMatchObject({
      ...{ billing: false, pay: false, casesScope: "none", requestsScope: "own" },
    });
  });

  it.each([
    ["the right to pay without billing", { pay: "yes" }, "pay"],
    ["an unknown right", { cases: "all" }, "cases"],
    ["a company that is not there", { company: "none" }, "company"],
    ["a company of the other brand", { company: "C-other" }, "company"],
    ["an address that is none", { email: "robin" }, "email"],
    ["no address", { email: "" }, "email"],
    ["no name", { name: "" }, "name"],
  ])("refuses %s", async (_, over, column) => {
    const report = await importFiles({
      companies: [company(), company({ external_id: "C-other", brand: "insource" })],
      contacts: [contact({ external_id: "P-bad", email: "bad@keystone.example", ...over })],
    });
    expect(places(reportOf(report, "contacts").bad)).toEqual([`2 ${column}`]);
    expect(await contactOf("P-bad")).toBeUndefined();
  });

  it("refuses a second contact with the same address and brand, in whatever capitals, in one file or two", async () => {
    const twice = { external_id: "P-b", email: "Same@Keystone.example" };
    const report = await importFiles({
      companies: [company(), company({ brand: "insource" })],
      contacts: [
        contact({ external_id: "P-a", email: "same@keystone.example" }),
        contact(twice),
        contact({ external_id: "P-c", brand: "insource", email: "same@keystone.example" }),
      ],
    });
    expect(places(reportOf(report, "contacts").bad)).toEqual(["3 email"]);
    const again = await importFiles({ contacts: [contact(twice)] });
    expect(places(reportOf(again, "contacts").bad)).toEqual(["2 email"]);
    expect(await contactOf("P-c", "insource")).toBeDefined();
    expect(await contactOf("P-b")).toBeUndefined();
  });

  it("refuses to move a contact to an address that another one has", async () => {
    await importFiles({
      companies: [company()],
      contacts: [
        contact({ external_id: "P-m1", email: "m1@keystone.example" }),
        contact({ external_id: "P-m2", email: "m2@keystone.example" }),
      ],
    });
    const report = await importFiles({ contacts: [contact({ external_id: "P-m2", email: "m1@keystone.example" })] });
    expect(places(reportOf(report, "contacts").bad)).toEqual(["2 email"]);
    expect(await contactOf("P-m2")).toMatchObject({ email: "m2@keystone.example" });
  });

  it("refuses an address that belongs to a member of staff", async () => {
    const member = await createStaff(["marketing"]);
    const report = await importFiles({
      companies: [company()],
      contacts: [contact({ external_id: "P-staff", email: member.email.toUpperCase() })],
    });
    expect(places(reportOf(report, "contacts").bad)).toEqual(["2 email"]);
  });

  it("gives the ERP's external id to a contact that the portal made", async () => {
    const own = await createContact(await createCompany(), { email: "portal.made@keystone.example" });
    const report = await importFiles({
      companies: [company()],
      contacts: [contact({ external_id: "P-made", email: own.email })],
    });
    expect(counts(reportOf(report, "contacts"))).toMatchObject({ created: 0, updated: 1, bad: 0 });
    expect(await contactOf("P-made")).toMatchObject({ id: own.id });
  });

  it("leaves what a person edited in the portal alone, and says so once it differs", async () => {
    const first = contact({
      ...{ external_id: "P-own", email: "own@keystone.example", time_zone: "America/New_York", job_title: "Clerk" },
      ...{ billing: "yes", pay: "yes", phone: "+1 717 555 0110", address_line1: "1 Old Road", city: "York" },
    });
    await importFiles({ companies: [company()], contacts: [first] });
    const before = await contactOf("P-own");
    await asSystem("test: a person edits", async (db) => {
      const portalFields = ["phones", "addresses", "rights", "time_zone"];
      await db
        .update(contacts)
        .set({ portalFields, pay: false, timeZone: "America/Chicago" })
        .where(eq(contacts.id, before?.id ?? ""));
      await db
        .update(contactPhones)
        .set({ number: "+1 717 555 0199" })
        .where(eq(contactPhones.contactId, before?.id ?? ""));
    });
    const report = await importFiles({
      contacts: [{ ...first, job_title: "Senior clerk", cases: "company", address_line1: "1 Old Road" }],
    });
    expect(report.ok).toBe(true);
    expect(places(reportOf(report, "contacts").warnings).sort()).toEqual(["2 phones", "2 rights", "2 time_zone"]);
    const after = await contactOf("P-own");
    expect(after).toMatchObject({
      jobTitle: "Senior clerk",
      pay: false,
      casesScope: "none",
      timeZone: "America/Chicago",
    });
    expect(await phonesOf(after?.id)).toEqual([{ kind: "work", number: "+1 717 555 0199" }]);
  });

  it("changes a phone of one kind and a part of the address, and leaves the rest", async () => {
    const first = contact({
      ...{ external_id: "P-part", email: "part@keystone.example", phone: "1", mobile: "2" },
      ...{ address_line1: "1 Road", city: "York", postal_code: "17401" },
    });
    await importFiles({ companies: [company()], contacts: [first] });
    const report = await importFiles({
      contacts: [{ brand: "cimsoft", external_id: "P-part", email: "", name: "", mobile: "3", city: "Lancaster" }],
    });
    expect(counts(reportOf(report, "contacts"))).toMatchObject({ updated: 1, bad: 0 });
    const stored = await contactOf("P-part");
    expect((await phonesOf(stored?.id)).sort((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { kind: "mobile", number: "3" },
      { kind: "work", number: "1" },
    ]);
    const [address] = await asSystem("test", (db) =>
      db
        .select()
        .from(contactAddresses)
        .where(eq(contactAddresses.contactId, stored?.id ?? "")),
    );
    expect(address).toMatchObject({ line1: "1 Road", city: "Lancaster", postalCode: "17401" });
  });

  it("closes and opens a contact, and keeps the day it was first closed", async () => {
    const row = contact({ external_id: "P-close", email: "close@keystone.example" });
    await importFiles({ companies: [company()], contacts: [{ ...row, closed: "yes" }] });
    const closed = await contactOf("P-close");
    expect(closed?.closedAt).toBeInstanceOf(Date);
    await importFiles({ contacts: [{ ...row, closed: "yes" }] });
    expect((await contactOf("P-close"))?.closedAt).toEqual(closed?.closedAt);
    await importFiles({ contacts: [{ ...row, closed: "no" }] });
    expect((await contactOf("P-close"))?.closedAt).toBeNull();
  });
});

describe("the import of company-relations.csv", () => {
  it("makes and ends the ERP's relations, and keeps those that an administrator made", async () => {
    await importFiles({
      companies: [company(), company({ external_id: "C-2" }), company({ external_id: "C-3" })],
      contacts: [contact({ external_id: "P-rel", email: "rel@keystone.example" })],
    });
    const id = (await contactOf("P-rel"))?.id ?? "";
    const relation = (companyId: string, over = {}) => ({
      brand: "cimsoft",
      contact: "P-rel",
      company: companyId,
      ...over,
    });
    const made = await importFiles({ "company-relations": [relation("C-2"), relation("C-3"), relation("none")] });
    expect(counts(reportOf(made, "company-relations"))).toMatchObject({ created: 2, bad: 1 });
    await asSystem("test: an administrator", (db) =>
      db.update(contactCompanies).set({ source: "administrator" }).where(eq(contactCompanies.contactId, id)),
    );
    const removed = { removed: "yes" };
    const kept = await importFiles({ "company-relations": [relation("C-2", removed)] });
    expect(places(reportOf(kept, "company-relations").warnings)).toEqual(["2 removed"]);
    await asSystem("test: the ERP's", (db) =>
      db.update(contactCompanies).set({ source: "erp" }).where(eq(contactCompanies.contactId, id)),
    );
    await importFiles({ "company-relations": [relation("C-2", removed)] });
    const left = await asSystem("test", (db) =>
      db.select().from(contactCompanies).where(eq(contactCompanies.contactId, id)),
    );
    expect(left).toHaveLength(1);
  });
});
