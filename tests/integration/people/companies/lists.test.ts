import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { addDays, businessToday } from "@/lib/kit/time";
import { standingsFor } from "@/lib/site/clients/policy";
import { listCompanies, listContacts } from "@/lib/site/clients/queries";
import { companiesHref, parseCompanyFilters, parseContactFilters } from "@/lib/site/clients/schema";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import {
  createAgreement,
  createCompany,
  createContact,
  createInvoice,
  createTeamMember,
  nobodysId,
  seed,
  unique,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";

type Query = Record<string, string>;
const TODAY = businessToday("America/New_York");
const LONG_AGO = new Date(Date.now() - 100 * 86_400_000);

let manager: Member;
let agent: Member;
let marketing: Member;
let elsewhere: Member;
beforeAll(async () => {
  manager = await member(["account_manager"]);
  agent = await member(["support_agent"]);
  marketing = await member(["marketing"]);
  elsewhere = await member(["administrator"], undefined, ["insource"]);
});

const companiesOf = async (who: Member, query: Query) => {
  const brands = await loadBrands();
  return read(who, (context) => listCompanies(context, parseCompanyFilters(query), brands));
};
const contactsOf = async (who: Member, query: Query) => {
  const brands = await loadBrands();
  return read(who, (context) => listContacts(context, parseContactFilters(query), brands));
};
const names = async (who: Member, query: Query) => (await companiesOf(who, query)).rows.map(({ name }) => name);
const people = async (who: Member, query: Query) => (await contactsOf(who, query)).rows.map(({ name }) => name);

describe("the list of companies", () => {
  it("finds a company by parts of its name, ERP key, city and mail domain, all words of the search", async () => {
    const domain = `${unique("heron")}.example`.toLowerCase();
    const company = await createCompany({ name: unique("Heron Works"), city: "Duluth", mailDomains: [domain] });
    expect(await names(manager, { q: company.name.toUpperCase() })).toEqual([company.name]);
    expect(await names(manager, { q: `duluth ${company.externalId}` })).toEqual([company.name]);
    expect(await names(manager, { q: `works ${domain}` })).toEqual([company.name]);
    expect(await names(manager, { q: `${company.name} Oslo` })).toEqual([]);
    // Letters with a meaning in patterns mean themselves.
    expect(await names(manager, { q: `${company.name}%` })).toEqual([]);
  });

  it("finds the same where so many match that each row is compared with the words", async () => {
    const word = unique("Many").toLowerCase();
    await seed((db) =>
      db.execute(sql`insert into companies (id, brand, external_id, name, city, mail_domains)
        select gen_random_uuid(), case when n % 10 = 0 then 'insource' else 'cimsoft' end, ${word} || n, ${word} || ' ' || to_char(n, 'FM0000'),
          case when n % 2 = 0 then 'Espoo' end, array[${word} || n || '.example'] from generate_series(1, 5000) n`),
    );
    // No more are counted than a thousand.
    expect(await companiesOf(manager, { q: word })).toMatchObject({ count: 1001, counted: 1000, from: 1, to: 50 });
    expect((await companiesOf(manager, { q: `${word} espoo` })).count).toBe(1001);
    expect(await names(manager, { q: `${word} ${word}7.example` })).toEqual([`${word} 0007`]);
    expect((await companiesOf(elsewhere, { q: word })).count).toBe(500);
    expect((await companiesOf(marketing, { q: word })).count).toBe(0);
    const [own] = (await companiesOf(manager, { q: `${word} 0004` })).rows;
    const contact = await createContact(await createCompany({ name: own?.name ?? "" }), { name: unique("Paul") });
    expect(await people(manager, { q: `paul ${word}` })).toEqual([contact.name]);
  });

  it("says who manages the company and until when it has support", async () => {
    const company = await createCompany({ name: unique("Support") });
    await createTeamMember(company, { name: "Zoe Manager" });
    await createTeamMember(company, { name: "Amir Manager" });
    await createTeamMember(company, { name: "Not A Manager", role: "support" });
    await createAgreement(company, { endsOn: "2031-05-01" });
    await createAgreement(company, { endsOn: "2032-05-01", state: "cancelled" });
    const { rows } = await companiesOf(agent, { q: company.name });
    expect(rows).toMatchObject([
      { managers: [{ name: "Amir Manager" }, { name: "Zoe Manager" }], supportUntil: "2031-05-01", isClosed: false },
    ]);
  });

  it("shows nothing of other brands, and nothing at all to who faces no clients", async () => {
    const company = await createCompany({ name: unique("Walled") });
    expect(await names(manager, { q: company.name })).toEqual([company.name]);
    expect(await names(manager, { q: company.name, brand: "insource" })).toEqual([]);
    expect(await names(elsewhere, { q: company.name })).toEqual([]);
    expect(await names(marketing, { q: company.name })).toEqual([]);
    const direct = (who: Member) =>
      read(
        who,
        async ({ db }) =>
          [
            ...(await db.execute(
              sql`select search_companies(array[${`%${company.name.toLowerCase()}%`}], array[${company.name.toLowerCase()}], 10)`,
            )),
          ].length,
      );
    expect([await direct(manager), await direct(elsewhere), await direct(marketing)]).toEqual([1, 0, 0]);
  });

  it("pages by name forwards and back, and from a place that is gone shows the first page", async () => {
    const word = unique("paged");
    const made: string[] = [];
    for (let at = 0; at < 52; at++)
      made.push((await createCompany({ name: `${word} ${String(at).padStart(2, "0")}` })).name);
    const brands = await loadBrands();
    const at = (cursor: Awaited<ReturnType<typeof companiesOf>>["next"]) =>
      read(manager, (context) => listCompanies(context, { ...parseCompanyFilters({ q: word }), cursor }, brands));
    const first = await at(null);
    expect([first.from, first.to, first.count]).toEqual([1, 50, 52]);
    expect(first.rows.map(({ name }) => name)).toEqual(made.slice(0, 50));
    // As it comes back from the address.
    const href = companiesHref({ q: word }, { cursor: first.next });
    const next = parseCompanyFilters(Object.fromEntries(new URL(href, "http://x").searchParams)).cursor;
    const second = await at(next);
    expect([second.from, second.rows.map(({ name }) => name)]).toEqual([51, made.slice(50)]);
    expect((await at(second.previous)).rows).toEqual(first.rows);
    expect((await at({ side: "after", id: nobodysId() })).rows).toEqual(first.rows);
  });

  it("is narrowed to the viewer's own teams", async () => {
    const word = unique("team");
    const own = await createCompany({ name: `${word} own` });
    const other = await createCompany({ name: `${word} other` });
    await createTeamMember(own, { staffId: manager.id });
    await createTeamMember(other, { staffId: agent.id });
    expect(await names(manager, { q: word, mine: "yes" })).toEqual([own.name]);
    expect(await names(agent, { q: word, mine: "yes" })).toEqual([other.name]);
    expect(await names(elsewhere, { q: word, mine: "yes" })).toEqual([]);
  });

  it("is narrowed to renewals that are due: ended or ending within 90 days, without a next term", async () => {
    const word = unique("due");
    const withTerm = async (name: string, ...terms: readonly Parameters<typeof createAgreement>[1][]) => {
      const company = await createCompany({ name: `${word} ${name}` });
      for (const term of terms) await createAgreement(company, { startsOn: "2020-01-01", ...term });
      return company.name;
    };
    const due = [
      await withTerm("a ends in 90", { endsOn: addDays(TODAY, 90) }),
      await withTerm("b ended 90 ago", { endsOn: addDays(TODAY, -90) }),
      await withTerm(
        "c follows another product",
        { kind: "subscription", product: "Historian", endsOn: TODAY },
        { kind: "subscription", product: "Batch", startsOn: TODAY, endsOn: "2099-01-01" },
      ),
    ];
    await withTerm("d ends in 91", { endsOn: addDays(TODAY, 91) });
    await withTerm("e ended 91 ago", { endsOn: addDays(TODAY, -91) });
    await withTerm("f cancelled", { endsOn: TODAY, state: "cancelled" });
    await withTerm(
      "g renewed",
      { endsOn: TODAY },
      { startsOn: TODAY, endsOn: addDays(TODAY, 365), product: "Premium" },
    );
    expect(await names(manager, { q: word, standing: "renewals" })).toEqual(due);
    expect(await names(agent, { q: word, standing: "renewals" })).toEqual(due);
  });

  it("is narrowed to the same where so many are due that each company is looked at, page by page", async () => {
    const word = unique("lots");
    await seed((db) =>
      db.execute(sql`with made as (
          insert into companies (id, brand, external_id, name)
          select gen_random_uuid(), 'cimsoft', ${word} || n, ${word} || ' ' || to_char(n, 'FM0000') from generate_series(1, 700) n
          returning id, external_id, right(name, 4)::int as n
        ), own as (
          insert into contacts (id, brand, email, name, primary_company_id)
          select gen_random_uuid(), 'cimsoft', lower(external_id) || '@lots.example', 'Ann ' || external_id, id from made where n = 1
        )
        insert into agreements (id, brand, company_id, external_id, kind, product, starts_on, ends_on)
        select gen_random_uuid(), 'cimsoft', id, external_id || '-' || term, 'support', 'Support',
          case term when 1 then date '2020-01-01' else ${TODAY}::date end, case term when 1 then ${TODAY}::date else date '2099-01-01' end
        from made, generate_series(1, 2) term where term = 1 or n % 10 = 0`),
    );
    const numbered = (rows: readonly { name: string }[]) => rows.map(({ name }) => Number(name.slice(-4)));
    const due = Array.from({ length: 700 }, (_, at) => at + 1).filter((n) => n % 10 !== 0);
    const query = { q: word, standing: "renewals" };
    const first = await companiesOf(manager, query);
    expect(first).toMatchObject({ count: 201, counted: 200, from: 1, to: 50 });
    expect(numbered(first.rows)).toEqual(due.slice(0, 50));
    const brands = await loadBrands();
    const second = await read(manager, (context) =>
      listCompanies(context, { ...parseCompanyFilters(query), cursor: first.next }, brands),
    );
    expect([second.from, numbered(second.rows)]).toEqual([51, due.slice(50, 100)]);
    expect((await contactsOf(agent, query)).rows.map(({ company }) => company?.name)).toEqual([`${word} 0001`]);
    expect(await names(elsewhere, query)).toEqual([]);
    expect(await names(marketing, query)).toEqual([]);
    await createTeamMember({ ...(await createCompany()), id: first.rows[3]?.id ?? "" }, { staffId: manager.id });
    expect(numbered((await companiesOf(manager, { ...query, mine: "yes" })).rows)).toEqual([4]);
  });

  it("is narrowed to companies with an overdue invoice, for those alone who read money", async () => {
    const word = unique("owes");
    const late = await createCompany({ name: `${word} late` });
    await createInvoice(late, { dueOn: addDays(TODAY, -1) });
    await createInvoice(await createCompany({ name: `${word} today` }), { dueOn: TODAY });
    await createInvoice(await createCompany({ name: `${word} void` }), { dueOn: addDays(TODAY, -1), voidedOn: TODAY });
    expect(await names(manager, { q: word, standing: "overdue" })).toEqual([late.name]);
    expect(await names(agent, { q: word, standing: "overdue" })).toEqual([]);
    expect([standingsFor(manager.viewer), standingsFor(agent.viewer)]).toEqual([
      ["renewals", "overdue", "quiet"],
      ["renewals", "quiet"],
    ]);
  });

  it("is narrowed to companies of which the viewer heard nothing for 90 days, without closed ones", async () => {
    const word = unique("quiet");
    const house = async (name: string, over = {}) => {
      const company = await createCompany({ name: `${word} ${name}`, ...over });
      return { company, contact: await createContact(company) };
    };
    const never = await house("a never");
    const old = await house("b old");
    await createCase(old.company, old.contact, { activeAt: LONG_AGO, createdAt: LONG_AGO });
    const asked = await house("c asked");
    await createRequest(asked.company, asked.contact);
    const filed = await house("d filed");
    await createCase(filed.company, filed.contact);
    await house("e closed", { closedAt: new Date() });
    const quiet = [never.company.name, old.company.name];
    expect(await names(manager, { q: word, standing: "quiet" })).toEqual(quiet);
    // A support agent sees no requests.
    expect(await names(agent, { q: word, standing: "quiet" })).toEqual([...quiet, asked.company.name]);
    // The same of the viewer's own companies, which are looked up in another way.
    for (const { company } of [never, asked, filed]) await createTeamMember(company, { staffId: manager.id });
    for (const { company } of [old, asked, filed]) await createTeamMember(company, { staffId: agent.id });
    const own = { q: word, standing: "quiet", mine: "yes" };
    expect(await names(manager, own)).toEqual([never.company.name]);
    expect(await names(agent, own)).toEqual([old.company.name, asked.company.name]);
    expect(await people(manager, own)).toEqual([never.contact.name]);
  });
});

describe("the list of contacts", () => {
  it("finds a contact by words of their own and of their company", async () => {
    const company = await createCompany({ name: unique("Tern Mills"), city: "Bergen" });
    const contact = await createContact(company, { name: unique("Ada Lovelace"), jobTitle: "Engineer" });
    await createContact(company, { name: unique("Somebody") });
    const loose = await createContact(null, { name: unique("Loose") });
    expect(await people(agent, { q: `${contact.name} bergen` })).toEqual([contact.name]);
    expect(await people(agent, { q: `ENGINEER ${contact.email} ${company.name}` })).toEqual([contact.name]);
    expect(await people(agent, { q: `${contact.name} oslo` })).toEqual([]);
    expect((await contactsOf(agent, { q: loose.name })).rows).toMatchObject([{ name: loose.name, company: null }]);
    expect(await people(elsewhere, { q: contact.name })).toEqual([]);
    expect(await people(marketing, { q: contact.name })).toEqual([]);
  });

  it("finds by words some of which are of people and of companies, in any order", async () => {
    const [ada, mill, both] = [unique("Ada"), unique("Mill"), unique("Both")];
    const works = await createCompany({ name: `${both} ${mill}` });
    const other = await createCompany({ name: `${mill} Other`, mailDomains: [`${both}.example`.toLowerCase()] });
    const one = await createContact(works, { name: `${ada} One` });
    const two = await createContact(other, { name: `${both} Two` });
    const three = await createContact(null, { name: `${both} ${ada} Three` });
    const asked = (...words: string[]) => people(agent, { q: words.join(" ") });
    expect(await asked(both, mill)).toEqual([one.name, two.name].sort());
    expect(await asked(mill, ada, both)).toEqual([one.name]);
    expect(await asked(ada, both)).toEqual([one.name, three.name].sort());
    expect(await asked(`${both}.example`, mill)).toEqual([two.name]);
    expect(await asked(ada, mill, "zebra")).toEqual([]);
    expect(await asked(ada, ada, both, both, both, both)).toEqual([one.name, three.name].sort());
    expect(await people(elsewhere, { q: `${both} ${mill}` })).toEqual([]);
    expect(await people(marketing, { q: `${both} ${mill}` })).toEqual([]);
  });

  it("is narrowed by company, own teams, and how the company stands", async () => {
    const company = await createCompany();
    const contact = await createContact(company, { name: unique("Narrow") });
    await createTeamMember(company, { staffId: manager.id });
    await createInvoice(company, { dueOn: addDays(TODAY, -3) });
    await createAgreement(company, { endsOn: addDays(TODAY, 3) });
    const q = contact.name;
    expect(await people(manager, { company: company.id })).toEqual([contact.name]);
    expect(await people(elsewhere, { company: company.id })).toEqual([]);
    expect(await people(manager, { q, mine: "yes" })).toEqual([contact.name]);
    expect(await people(agent, { q, mine: "yes" })).toEqual([]);
    expect(await people(manager, { q, standing: "overdue" })).toEqual([contact.name]);
    expect(await people(agent, { q, standing: "overdue" })).toEqual([]);
    expect(await people(agent, { q, standing: "renewals" })).toEqual([contact.name]);
    expect(await people(manager, { q, standing: "quiet" })).toEqual([contact.name]);
    expect(await people(manager, { q, standing: "quiet", mine: "yes" })).toEqual([contact.name]);
    await createRequest(company, contact);
    expect(await people(manager, { q, standing: "quiet" })).toEqual([]);
    expect(await people(manager, { q, standing: "quiet", mine: "yes" })).toEqual([]);
    expect(await people(agent, { q, standing: "quiet" })).toEqual([contact.name]);
  });
});

describe("the indexes of the lists", () => {
  it.each([
    ["companies_by_name", sql`select id from companies order by name, id limit 51`],
    ["contacts_by_name", sql`select id from contacts order by name, id limit 51`],
    [
      "agreements_ending",
      sql`select company_id from agreements where state = 'active' and ends_on between '2026-01-01' and '2026-02-01' order by ends_on, brand, company_id`,
    ],
    ["companies_words", sql`select id from companies where company_words(name, external_id, city) like '%heronry%'`],
    ["contacts_words", sql`select id from contacts where contact_words(name, email, job_title) like '%heronry%'`],
  ])("give rows: %s", async (index, query) => {
    const plan = await asSystem("test of a plan", async (db) => {
      // The test's few rows are sorted sooner than looked up.
      for (const way of ["seqscan", "sort"]) await db.execute(sql.raw(`set local enable_${way} = off`));
      const rows = await db.execute<{ "QUERY PLAN": string }>(sql`explain ${query}`);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toContain(index);
    expect(plan).not.toContain("Sort");
  });
});
