import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { contacts, portalDecisions } from "@/db/schema";
import type { PortalField } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { handBackAction, handBackFieldAction } from "@/lib/people/portal-decisions/actions";
import { listDecidedContacts, listPortalDecisions } from "@/lib/people/portal-decisions/list/queries";
import { pageOfDecisions, parseDecisionFilters } from "@/lib/people/portal-decisions/list/schema";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { createCompany, createContact, unique } from "@/tests/support/world";
import { createDecision } from "@/tests/support/world-decisions";

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

type Query = Record<string, string>;
const ZONED = { zone: "America/New_York" };
const edited = (who: Member, query: Query) =>
  read(who, (context) => listDecidedContacts(context, parseDecisionFilters(query), ZONED));
const others = (who: Member, query: Query) =>
  read(who, (context) => listPortalDecisions(context, parseDecisionFilters({ tab: "others", ...query }), ZONED));
const queryOf = (href: string) => Object.fromEntries(new URL(href, "http://portal.example").searchParams);

/** A company with a contact whose fields were edited, and one decision of each kind. */
async function decidedHouse(brand = "cimsoft", fields: PortalField[] = ["rights", "name"]) {
  const company = await createCompany({ brand, name: unique("Heron") });
  const related = await createCompany({ brand, name: unique("Bittern") });
  const contact = await createContact(company, { name: unique("Robin"), portalFields: fields });
  await createContact(company, { name: unique("Untouched") });
  const member = unique("dana");
  const decided = { brand, decidedBy: administrator.id };
  const at = (day: number) => ({ decidedAt: new Date(Date.UTC(2026, 10, day, 15)) });
  const email = `${member}@portal.example`;
  const all = [
    await createDecision({
      ...{ ...decided, ...at(3), kind: "relation", outcome: "removed" },
      ...{ contactId: contact.id, companyId: related.id },
    }),
    await createDecision({
      ...{ ...decided, ...at(4), kind: "team_member", outcome: "added" },
      ...{ companyId: company.id, role: "support", name: member, email },
    }),
    await createDecision({ brand, ...at(5), kind: "photo", outcome: "removed", email }),
  ];
  return { company, related, contact, member, ids: all.map(({ id }) => id) };
}

describe("the list of edited fields", () => {
  it("has each contact with one, with company and fields, and none whose fields are the ERP's", async () => {
    const { company, contact } = await decidedHouse();
    const { rows, count } = await edited(administrator, { q: company.name });
    expect(count).toBe(1);
    expect(rows).toEqual([
      {
        ...{ id: contact.id, brand: "cimsoft", name: contact.name, email: contact.email },
        company: { id: company.id, name: company.name },
        fields: [
          { field: "name", edit: null },
          { field: "rights", edit: null },
        ],
      },
    ]);
  });

  it("is narrowed by company, brand, field and words, and shows the field that was asked for alone", async () => {
    const { company, related, contact } = await decidedHouse();
    const found = async (query: Query) =>
      (await edited(administrator, query)).rows.map(({ fields }) => fields.map(({ field }) => field));
    expect(await found({ company: company.id, field: "rights" })).toEqual([["rights"]]);
    expect(await found({ company: company.id, field: "phones" })).toEqual([]);
    expect(await found({ company: related.id })).toEqual([]);
    expect(await found({ company: company.id, brand: "insource" })).toEqual([]);
    expect(await found({ q: `${contact.name} ${company.name}` })).toEqual([["name", "rights"]]);
    expect(await found({ q: `${contact.email} nobody` })).toEqual([]);
  });

  it("pages forwards and back, newest contact first", async () => {
    const company = await createCompany({ name: unique("Osprey") });
    for (let index = 0; index < 51; index++) await createContact(company, { portalFields: ["phones"] });
    const first = await edited(administrator, { company: company.id });
    expect([first.rows.length, first.from, first.to, first.count]).toEqual([50, 1, 50, 51]);
    const at = (cursor: typeof first.next) =>
      read(administrator, (context) =>
        listDecidedContacts(context, { ...parseDecisionFilters({ company: company.id }), cursor }, ZONED),
      );
    const second = await at(first.next);
    expect([second.rows.length, second.from]).toEqual([1, 51]);
    expect((await at(second.previous)).rows).toEqual(first.rows);
  });

  it("is read from an index of the contacts that have one", async () => {
    const plan = await asSystem("test of a plan", async (db) => {
      // The test's few rows are sorted sooner than looked up.
      for (const way of ["seqscan", "bitmapscan", "sort"]) await db.execute(sql.raw(`set local enable_${way} = off`));
      const rows = await db.execute<{ "QUERY PLAN": string }>(
        sql`explain select id from ${contacts} where cardinality(portal_fields) > 0 order by created_at desc, id desc limit 51`,
      );
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toContain("contacts_edited");
    expect(plan).not.toContain("Sort");
  });
});

describe("the list of relations, account teams and pictures", () => {
  it("says what was decided, about whom, at which company, when and by whom, newest first", async () => {
    const { company, related, contact, member } = await decidedHouse();
    expect((await others(administrator, { q: member })).rows).toMatchObject([
      { words: "Picture removed", about: `${member}@portal.example`, company: null, by: null },
      {
        words: `Added: ${member}, technical support, of ${company.name}`,
        company: { id: company.id, name: company.name },
        by: "Noor Haddad",
      },
    ]);
    expect((await others(administrator, { company: related.id })).rows).toMatchObject([
      {
        words: `Removed: related company ${related.name}`,
        about: `${contact.name}, ${contact.email}`,
        when: "Nov 3, 2026, 10:00 a.m. Eastern",
      },
    ]);
  });

  it("is narrowed by kind and brand, and by company also where a contact of it lost a relation", async () => {
    const { company, ids } = await decidedHouse();
    const found = async (query: Query) => (await others(administrator, query)).rows.map(({ id }) => id);
    expect(await found({ company: company.id })).toEqual([ids[1], ids[0]]);
    expect(await found({ company: company.id, kind: "relation" })).toEqual([ids[0]]);
    expect(await found({ company: company.id, kind: "photo" })).toEqual([]);
    expect(await found({ company: company.id, brand: "insource" })).toEqual([]);
  });
});

describe("the lists of decisions", () => {
  it("are empty for every other role, for administrators of another brand and of none", async () => {
    const { company, contact } = await decidedHouse();
    for (const outsider of [
      await member(["account_manager", "subscription_manager", "support_agent", "marketing"]),
      await member(["administrator"], "Elsewhere", ["insource"]),
      await member(["administrator"], "Nowhere", []),
    ]) {
      for (const query of [{ company: company.id }, { q: contact.name }] as Query[]) {
        expect(await edited(outsider, query)).toMatchObject({ rows: [], count: 0 });
        expect(await others(outsider, query)).toMatchObject({ rows: [], count: 0 });
      }
    }
  });

  it("show administrators of one brand that brand's rows alone", async () => {
    await decidedHouse("cimsoft");
    const { contact, ids } = await decidedHouse("insource");
    const elsewhere = await member(["administrator"], "Elsewhere", ["insource"]);
    const contactsSeen = (await edited(elsewhere, {})).rows;
    expect(contactsSeen.map(({ id }) => id)).toContain(contact.id);
    expect(new Set(contactsSeen.map(({ brand }) => brand))).toEqual(new Set(["insource"]));
    const seen = (await others(elsewhere, {})).rows;
    expect(seen.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(new Set(seen.map(({ brand }) => brand))).toEqual(new Set(["insource"]));
  });
});

describe("a form that hands something back", () => {
  const standing = async (id: string) =>
    (await asSystem("test look", (db) => db.select({ id: portalDecisions.id }).from(portalDecisions))).some(
      (row) => row.id === id,
    );

  it("comes back to the list with its filters and its place, and to no other site", () => {
    const place = queryOf(pageOfDecisions({ list: "tab=others&q=Heron&kind=relation" }));
    expect(place).toEqual({ tab: "others", q: "Heron", kind: "relation", "handed-back": "yes" });
    for (const list of ["", "//evil.example", "https://evil.example/?x=y", "q=%0d%0aLocation:x", "&&&?"]) {
      expect(pageOfDecisions({ list })).toMatch(/^\/staff\/decisions\?[\w%+.&=-]*handed-back=yes$/);
    }
    expect(pageOfDecisions({ person: "a/b" })).toBe("/staff/team/a%2Fb#decisions");
  });

  it("does nothing when nobody signed in, a client, staff of another role or of another brand send it", async () => {
    const { contact, ids } = await decidedHouse();
    const id = ids[0] ?? "";
    const agent = await member(["support_agent", "account_manager", "marketing"]);
    const staffOf = (id: string): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
    const elsewhere = await member(["administrator"], "Elsewhere", ["insource"]);
    for (const [sender, outcome] of [
      [{ brand: "cimsoft" }, "redirected"],
      [contactOf(contact), "missing"],
      [staffOf(agent.id), "refused"],
    ] as const) {
      expect(await send(handBackAction, sender, { decision: id, list: "" })).toMatchObject({ kind: outcome });
      const field = { contact: contact.id, field: "rights", list: "" };
      expect(await send(handBackFieldAction, sender, field)).toMatchObject({ kind: outcome });
    }
    // Nobody is told whether there is such a decision at another brand.
    await send(handBackAction, staffOf(elsewhere.id), { decision: id, list: "" });
    expect(await standing(id)).toBe(true);
    const [row] = (await edited(administrator, { q: contact.email })).rows;
    expect(row?.fields.map(({ field }) => field)).toEqual(["name", "rights"]);
  });
});
