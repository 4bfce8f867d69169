import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { companies, contacts, invoices, looks, mergeMoves, merges, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { peopleDigest, previewMerge, readGains } from "@/lib/people/merges/queries";
import { mergeRecords } from "@/lib/people/merges/service";
import { forgetMoves } from "@/lib/people/merges/tasks";
import { act, companyRow, contactRow, STRANGERS, stranger } from "@/tests/integration/people/contacts/support";
import { company as erpCompany, contact as erpContact, importFiles, reportOf } from "@/tests/integration/sync/folder";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  createTeamMember,
  unique,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { countsOf, everything, merge, mergeForm, undo } from "./support";

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

/** Two companies that are one firm, each with people, money, an agreement and threads. */
async function firm(brand = "cimsoft") {
  const made = async (name: string) => {
    const company = await createCompany({ brand, name: unique(name) });
    await createAgreement(company);
    const clerk = await createContact(company, { name: `Clerk of ${name}`, requestsScope: "own" });
    const engineer = await createContact(company, {
      ...{ name: `Engineer of ${name}`, billing: false, casesScope: "company", requestsScope: "company" },
      externalId: unique("P"),
    });
    const invoice = await createInvoice(company);
    await createPayment(company, invoice, { contactId: clerk.id });
    const filed = await createCase(company, engineer);
    await createRequest(company, engineer, {});
    await createTeamMember(company);
    return { company, clerk, engineer, invoice, filed };
  };
  return { survivor: await made("Keystone"), merged: await made("Keystone Old") };
}

const seesInvoice = (contact: Parameters<typeof clientViewer>[0], id: string) =>
  runAsViewer(clientViewer(contact), "read", async ({ db }) =>
    (await db.select({ id: invoices.id }).from(invoices)).some((row) => row.id === id),
  );

describe("two companies are merged", () => {
  it("and everything of the other one is the survivor's, which keeps its own name and key", async () => {
    const { survivor, merged } = await firm();
    const before = await everything();
    await merge(administrator, "company", survivor.company, merged.company);
    expect(countsOf(await everything())).toEqual(countsOf(before));
    expect(await companyRow(merged.company.id)).toMatchObject({
      ...{ mergedInto: survivor.company.id, closedAt: expect.any(Date), externalId: merged.company.externalId },
    });
    expect(await companyRow(survivor.company.id)).toMatchObject({ name: survivor.company.name, mergedInto: null });
    const [invoice] = await asSystem("test looks", (db) =>
      db.select().from(invoices).where(eq(invoices.id, merged.invoice.id)),
    );
    expect(invoice?.companyId).toBe(survivor.company.id);
    const [thread] = await asSystem("test looks", (db) =>
      db.select().from(threads).where(eq(threads.id, merged.filed.id)),
    );
    expect(thread?.companyId).toBe(survivor.company.id);
    expect((await contactRow(merged.clerk.id)).primaryCompanyId).toBe(survivor.company.id);
    const left = Object.entries(await everything()).flatMap(([name, rows]) =>
      rows.some((row) => row.includes(`"company_id": "${merged.company.id}"`)) ? [name] : [],
    );
    expect(left).toEqual([]);
  });

  it("and shows something new only to those whom the preview named, each what it said", async () => {
    const { survivor, merged } = await firm();
    const related = await createContact(await createCompany(), {
      ...{ name: "Related", casesScope: "company", relatedTo: [merged.company] },
    });
    const closed = await createContact(merged.company, { name: "Gone", closedAt: new Date() });
    await asSystem("test: a contact looks after colleagues", (db) =>
      db.update(contacts).set({ companyAdmin: true }).where(eq(contacts.id, survivor.clerk.id)),
    );
    const preview = await read(administrator, (context) =>
      previewMerge(context, "company", survivor.company.id, merged.company.id),
    );
    const told = Object.fromEntries((preview?.gains ?? []).map(({ contactId, sees }) => [contactId, [...sees].sort()]));
    expect(told).toEqual({
      [survivor.clerk.id]: ["agreements", "colleagues", "money", "team"],
      [survivor.engineer.id]: ["agreements", "cases", "requests", "team"],
      [merged.clerk.id]: ["agreements", "company", "money", "team"],
      [merged.engineer.id]: ["agreements", "cases", "company", "requests", "team"],
      [related.id]: ["cases"],
    });
    expect(closed.id in told).toBe(false);
    await merge(administrator, "company", survivor.company, merged.company);
    for (const { id } of [survivor.clerk, merged.clerk]) {
      const contact = await contactRow(id);
      expect(await seesInvoice(contact, survivor.invoice.id)).toBe(true);
      expect(await seesInvoice(contact, merged.invoice.id)).toBe(true);
    }
    for (const { id } of [survivor.engineer, merged.engineer]) {
      const contact = await contactRow(id);
      expect(await seesInvoice(contact, survivor.invoice.id)).toBe(false);
      expect(await seesInvoice(contact, merged.invoice.id)).toBe(false);
    }
  });

  it("but not where somebody came to see more since the preview, nor past it by the function", async () => {
    const { survivor, merged } = await firm();
    const form = await mergeForm(administrator, "company", survivor.company, merged.company);
    await asSystem("test: a right is given", (db) =>
      db.update(contacts).set({ billing: true }).where(eq(contacts.id, survivor.engineer.id)),
    );
    const before = await everything();
    await expect(act(administrator, (context) => mergeRecords(context, form))).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining("preview") },
    });
    const unnamed = sql`select merge_records(${uuidv7()}::uuid, 'company', ${survivor.company.id}::uuid, ${merged.company.id}::uuid, '{}')`;
    await expect(act(administrator, ({ db }) => db.execute(unnamed))).rejects.toThrow();
    expect(await everything()).toEqual(before);
    const gains = await read(administrator, (context) => readGains(context, survivor.company.id, merged.company.id));
    await act(administrator, (context) =>
      mergeRecords(context, { ...form, id: uuidv7(), people: peopleDigest(gains) }),
    );
    expect((await companyRow(merged.company.id)).mergedInto).toBe(survivor.company.id);
  });

  it("and imports give what they say of the other one to the survivor, and revive nothing", async () => {
    const { survivor, merged } = await firm();
    await merge(administrator, "company", survivor.company, merged.company);
    const kept = [await companyRow(survivor.company.id), await companyRow(merged.company.id)];
    const team = await asSystem("test looks", (db) => db.select().from(companies));
    const key = merged.company.externalId;
    const report = await importFiles({
      companies: [erpCompany({ external_id: key, name: "Keystone Revived", closed: "no" })],
      contacts: [
        erpContact({
          ...{ external_id: merged.engineer.externalId ?? "", email: merged.engineer.email, company: key },
          ...{ name: merged.engineer.name },
        }),
      ],
      "account-team": [
        {
          ...{ brand: "cimsoft", external_id: unique("team"), company: key, role: "support" },
          ...{ name: "Lee Park", email: "lee.park@portal.example" },
        },
      ],
    });
    expect(reportOf(report, "companies").warnings).toMatchObject([{ column: "external_id" }]);
    expect(reportOf(report, "account-team").warnings).toMatchObject([{ column: "company" }]);
    expect([await companyRow(survivor.company.id), await companyRow(merged.company.id)]).toEqual(kept);
    expect((await contactRow(merged.engineer.id)).primaryCompanyId).toBe(survivor.company.id);
    expect(await asSystem("test looks", (db) => db.select().from(companies))).toEqual(team);
  });

  it("and undone, everything is as before", async () => {
    const { survivor, merged } = await firm();
    const before = await everything();
    const id = await merge(administrator, "company", survivor.company, merged.company);
    await undo(administrator, id);
    expect(await everything()).toEqual(before);
  });

  it("and who looked is kept where both were looked at on a day, whatever is looked at until it is undone", async () => {
    const { survivor, merged } = await firm();
    const seen = (of: { id: string }, kinds: readonly ("money" | "cases" | "contacts")[]) =>
      act(administrator, async ({ viewer, db }) => {
        for (const kind of kinds) {
          await db.execute(sql`insert into looks (id, brand, company_id, staff_id, kind)
            values (${uuidv7()}::uuid, 'cimsoft', ${of.id}::uuid, ${viewer.staffId}::uuid, ${kind}) on conflict do nothing`);
        }
      });
    const kindsOf = (of: { id: string }) =>
      asSystem("test looks", async (db) =>
        (await db.select({ kind: looks.kind }).from(looks).where(eq(looks.companyId, of.id)))
          .map((row) => row.kind)
          .sort(),
      );
    await seen(survivor.company, ["money"]);
    await seen(merged.company, ["money", "cases", "contacts"]);
    const id = await merge(administrator, "company", survivor.company, merged.company);
    expect(await kindsOf(survivor.company)).toEqual(["cases", "contacts", "money"]);
    expect(await kindsOf(merged.company)).toEqual(["money"]);
    await seen(merged.company, ["cases"]);
    await undo(administrator, id);
    expect(await kindsOf(merged.company)).toEqual(["cases", "contacts", "money"]);
    expect(await kindsOf(survivor.company)).toEqual(["cases", "money"]);
  });

  it("and how the rows were is forgotten once nobody can undo it", async () => {
    const { survivor, merged } = await firm();
    const id = await merge(administrator, "company", survivor.company, merged.company);
    const moves = () =>
      asSystem("test looks", (db) =>
        db.select({ id: mergeMoves.id }).from(mergeMoves).where(eq(mergeMoves.mergeId, id)),
      );
    const inHours = (hours: number) => new Date(Date.now() + hours * 60 * 60 * 1000);
    await forgetMoves(inHours(25));
    expect(await moves()).not.toEqual([]);
    // Only this merge is two days old: those of other tests are undone yet.
    await asSystem("test: time goes by", (db) =>
      db
        .update(merges)
        .set({ mergedAt: inHours(-49) })
        .where(eq(merges.id, id)),
    );
    await forgetMoves(new Date());
    expect(await moves()).toEqual([]);
    await expect(undo(administrator, id)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("and not undone once one of those who moved has begun something there", async () => {
    const { survivor, merged } = await firm();
    const id = await merge(administrator, "company", survivor.company, merged.company);
    const newer = await createCase(survivor.company, await contactRow(merged.engineer.id));
    await expect(undo(administrator, id)).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining(newer.number) },
    });
  });

  it("but not with one of another brand", async () => {
    const { survivor } = await firm();
    const { survivor: foreign } = await firm("insource");
    const form = {
      ...{ id: uuidv7(), kind: "company" as const, survivor: survivor.company.id, merged: foreign.company.id },
      people: peopleDigest([]),
    };
    await expect(act(administrator, (context) => mergeRecords(context, form))).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  it.each(STRANGERS)("and not by %s", async (_, roles, brands) => {
    const who = await stranger(roles, brands);
    const { survivor, merged } = await firm();
    const form = await mergeForm(administrator, "company", survivor.company, merged.company);
    const before = await everything();
    const refused = await act(who, (context) => mergeRecords(context, form)).catch((error) => error);
    expect(["FORBIDDEN", "NOT_FOUND"]).toContain((refused as { code?: string }).code);
    expect(await read(who, (context) => readGains(context, survivor.company.id, merged.company.id))).toEqual([]);
    expect(await everything()).toEqual(before);
  });
});
