import { inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { invitations } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { listInvitees } from "@/lib/people/edits/companies/queries";
import { basisOfCompany, MOST_INVITED } from "@/lib/people/edits/companies/rules";
import { editCompany, handBackCompanyField, inviteAll } from "@/lib/people/edits/companies/service";
import { listDecidedCompanies } from "@/lib/people/portal-decisions/list/companies/queries";
import { parseDecisionFilters } from "@/lib/people/portal-decisions/list/schema";
import {
  act,
  type Company,
  companyRow,
  historyOf,
  STRANGERS,
  stranger,
} from "@/tests/integration/people/contacts/support";
import { company as erpCompany, importFiles, reportOf } from "@/tests/integration/sync/folder";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { createCompany, createContact } from "@/tests/support/world";

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

const formOf = (company: Company, over: object = {}) => ({
  ...{ company: company.id, based: basisOfCompany(company), name: company.name },
  ...{ mailDomains: "keystone.example, @plant.keystone.example", line1: "1200 Cannery Road", city: "Norfolk" },
  ...over,
});
const edit = (company: Company, over: object = {}) =>
  act(administrator, (context) => editCompany(context, formOf(company, over)));

describe("an administrator edits a company", () => {
  it("by its fields, each a decision against the ERP, audited with before and after", async () => {
    const company = await createCompany();
    await edit(company, { phone: "+1 804 555 0140", reason: "They moved." });
    expect(await companyRow(company.id)).toMatchObject({
      ...{ name: company.name, phone: "+1 804 555 0140", city: "Norfolk", addressLines: ["1200 Cannery Road"] },
      mailDomains: ["keystone.example", "plant.keystone.example"],
      portalFields: ["address", "mail_domains", "phone"],
    });
    expect((await historyOf(company.id))[0]).toMatchObject({
      ...{ action: "company.edited", actorId: administrator.id },
      details: { reason: "They moved.", changes: { city: { before: null, after: "Norfolk" } } },
    });
  });

  it("keeps a colleague's edit until the form is sent again, and refuses what is no domain", async () => {
    const company = await createCompany();
    await edit(company, { name: "Keystone Foods" });
    const refused = await edit(company, { name: "Keystone" }).catch((error) => error);
    expect(refused).toMatchObject({ code: "CONFLICT", message: expect.stringContaining("Keystone Foods") });
    await edit(company, { name: "Keystone", ...refused.renewed });
    const now = await companyRow(company.id);
    expect(now.name).toBe("Keystone");
    await expect(edit(now, { mailDomains: "not a domain!" })).rejects.toMatchObject({ field: "mailDomains" });
  });

  it("and imports leave what was edited alone until it is handed back, and say so", async () => {
    const company = await createCompany();
    await edit(company, { name: "Keystone Foods" });
    const decided = await companyRow(company.id);
    const row = erpCompany({
      ...{ external_id: company.externalId, name: "Keystone ERP", mail_domains: "erp.example" },
      ...{ address_line1: "9 ERP Street", city: "Richmond", phone: "+1 804 555 0199" },
    });
    const report = await importFiles({ companies: [row] });
    const columns = reportOf(report, "companies").warnings.map(({ column }) => column);
    expect(columns.sort()).toEqual(["address_line1", "city", "mail_domains", "name"]);
    const after = await companyRow(company.id);
    expect(after).toEqual({ ...decided, phone: "+1 804 555 0199", updatedAt: after.updatedAt });
    await act(administrator, (context) => handBackCompanyField(context, { company: company.id, field: "name" }));
    await importFiles({ companies: [row] });
    expect(await companyRow(company.id)).toMatchObject({ name: "Keystone ERP", city: "Norfolk" });
  });

  it("and finds it among all decisions, as nobody else does", async () => {
    const company = await createCompany();
    await edit(company, { name: "Keystone Foods" });
    const filters = parseDecisionFilters({ tab: "companies", q: company.externalId });
    const found = (who: Member) => read(who, async (context) => (await listDecidedCompanies(context, filters)).rows);
    expect(await found(administrator)).toMatchObject([{ id: company.id, fields: ["name", "mail_domains", "address"] }]);
    for (const [, roles, brands] of STRANGERS) expect(await found(await stranger(roles, brands))).toEqual([]);
  });

  it.each(STRANGERS)("and not %s, in actions or by SQL of their own", async (_, roles, brands) => {
    const who = await stranger(roles, brands);
    const company = await createCompany();
    await createContact(company);
    const before = [await companyRow(company.id), await historyOf(company.id)];
    const deeds: Parameters<typeof act>[1][] = [
      (context) => editCompany(context, formOf(company)),
      (context) => handBackCompanyField(context, { company: company.id, field: "name" }),
      (context) => inviteAll(context, { company: company.id, batch: uuidv7() }),
    ];
    for (const deed of deeds) {
      const refused = await act(who, deed).catch((error) => error);
      expect(["FORBIDDEN", "NOT_FOUND"]).toContain((refused as { code?: string }).code);
    }
    await runAsViewer(who.viewer, "write", ({ db }) =>
      db.execute(sql`update companies set name = 'Mallory' where id = ${company.id}`),
    ).catch(() => undefined);
    expect(await read(who, (context) => listInvitees(context, company.id, new Date()))).toEqual([]);
    expect([await companyRow(company.id), await historyOf(company.id)]).toEqual(before);
  });
});

describe("all contacts of a company are invited", () => {
  const sentTo = (ids: readonly string[]) =>
    asSystem("test looks", (db) =>
      db
        .select()
        .from(invitations)
        .where(inArray(invitations.contactId, [...ids])),
    );
  const press = (company: Company, batch: string = uuidv7()) =>
    act(administrator, (context) => inviteAll(context, { company: company.id, batch }));

  it("one mail each and once: not who signs in, is disabled or was invited today, nor anybody of another company", async () => {
    const company = await createCompany();
    const [first, second] = [await createContact(company, { name: "A" }), await createContact(company, { name: "B" })];
    const member = await createContact(company, { name: "C", passwordHash: "x" });
    const closed = await createContact(company, { name: "D", closedAt: new Date() });
    const other = await createContact(await createCompany());
    const shown = await read(administrator, (context) => listInvitees(context, company.id, new Date()));
    expect(shown.map(({ name, whyNot }) => [name, whyNot])).toEqual([
      ["A", null],
      ["B", null],
      ["C", "Signs in already"],
      ["D", "The account is disabled"],
    ]);
    const batch = uuidv7();
    expect([await press(company, batch), await press(company, batch), await press(company)]).toEqual([2, 0, 0]);
    const made = await sentTo([first, second, member, closed, other].map(({ id }) => id));
    expect(made.map(({ contactId }) => contactId).sort()).toEqual([first.id, second.id].sort());
    const jobs = await asSystem("test looks", (db) =>
      db.execute<{ n: number }>(
        sql`select count(*)::int as n from graphile_worker.jobs where key in (${`invite:${made[0]?.id}`}, ${`invite:${made[1]?.id}`})`,
      ),
    );
    expect(jobs[0]?.n).toBe(2);
  });

  it("also by two who press at once, and no more of them than one press may", async () => {
    const company = await createCompany();
    const people = [];
    for (let place = 0; place < MOST_INVITED + 3; place++) people.push(await createContact(company));
    const sent = await Promise.all([press(company), press(company)]);
    expect(sent.sort((a, b) => a - b)).toEqual([3, MOST_INVITED]);
    expect(await sentTo(people.map(({ id }) => id))).toHaveLength(MOST_INVITED + 3);
  });
});
