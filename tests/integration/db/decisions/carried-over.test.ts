import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closePool } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { importFiles, reportOf } from "../../sync/folder";
import { makeOldDatabase, type OldDatabase } from "../threads/old-database";

/*
 * 0030_portal_decision_rights fills in the decisions that were made before decisions were stored. It runs on a database
 * of commit e524c86 (see ../threads/carried-over.test.ts), with what administrators and imports did there written by
 * hand as they left it.
 */
const DECIDED = "2026-10-01T12:00:00Z";
const IMPORTED = "2026-10-02T12:00:00Z";
const BEFORE = "2026-09-01T12:00:00Z";

let old: OldDatabase;
let editor: string;
let contact: { id: string; external_id: string };
/** Companies of the brand by what happened to the contact's relation with them. */
let companies: Record<"broughtBack" | "stayedAway" | "added" | "addedAgain" | "namesake" | "team", Company>;
interface Company {
  readonly id: string;
  readonly external_id: string;
}

beforeAll(async () => {
  old = await makeOldDatabase();
  const { sql } = old;
  const [person] = await sql<(typeof contact)[]>`
    update contacts set portal_fields = '{}' where id = (select id from contacts where brand = 'cimsoft' and external_id is not null order by id limit 1)
    returning id, external_id`;
  const found = await sql<Company[]>`select id, external_id from companies where brand = 'cimsoft' order by id limit 6`;
  const [broughtBack, stayedAway, added, addedAgain, namesake, team] = found;
  if (!person || !broughtBack || !stayedAway || !added || !addedAgain || !namesake || !team) throw new Error("no rows");
  contact = person;
  companies = { broughtBack, stayedAway, added, addedAgain, namesake, team };
  await sql`delete from contact_companies where contact_id = ${contact.id}`;
  await sql`update companies set name = 'Twin' where id in (${namesake.id}, ${stayedAway.id})`;
  const nameOf = async ({ id }: Company) => (await sql`select name from companies where id = ${id}`)[0]?.name as string;
  const relate = (company: Company, source: string, at: string) =>
    sql`insert into contact_companies (brand, contact_id, company_id, source, created_at)
      values ('cimsoft', ${contact.id}, ${company.id}, ${source}, ${at})`;
  await relate(broughtBack, "erp", IMPORTED);
  await relate(namesake, "erp", BEFORE);
  await relate(added, "administrator", DECIDED);
  await relate(addedAgain, "administrator", IMPORTED);
  const audited = (details: Record<string, string>) =>
    sql`insert into audit_events (id, brand, at, actor_kind, actor_id, action, entity, entity_id, details)
      values (gen_random_uuid(), 'cimsoft', ${DECIDED}, 'staff', gen_random_uuid(), 'contact.changed', 'contact', ${contact.id}, ${JSON.stringify(details)}::text::jsonb)`;
  for (const company of [broughtBack, stayedAway, addedAgain]) {
    await audited({ field: "relations", request: "R-0", before: "x", after: `Removed: ${await nameOf(company)}` });
  }
  await audited({ field: "support", request: "R-0", before: "x", after: "No support cases" });
  await editBefore();

  // An approved change of an account team, whose member the next import brought back.
  await sql`delete from account_team_members where company_id = ${team.id}`;
  await sql`insert into account_team_members (id, brand, company_id, external_id, role, name, email, created_at)
    values (gen_random_uuid(), 'cimsoft', ${team.id}, 'T-back', 'account_manager', 'Dana Whitfield', 'dana@portal.example', ${IMPORTED}),
      (gen_random_uuid(), 'cimsoft', ${team.id}, 'portal:x', 'support', 'Lee Santos', 'lee@portal.example', ${DECIDED})`;
  await sql.begin(async (tx) => {
    const tables = ["threads", "requests", "change_requests"];
    for (const table of tables) await tx.unsafe(`alter table ${table} disable trigger user`);
    const request = `(select request_id from change_requests where brand = 'cimsoft' order by request_id limit 1)`;
    await tx.unsafe(`update threads set company_id = '${team.id}' where id = ${request}`);
    await tx.unsafe(`update requests set company_id = '${team.id}' where id = ${request}`);
    await tx.unsafe(`update change_requests set field = 'account_team', wanted_rights = null, state = 'approved', decided_by = gen_random_uuid(),
      decided_at = '${DECIDED}', applied = 'Removed: Dana Whitfield, account manager' where request_id = ${request}`);
    for (const table of tables) await tx.unsafe(`alter table ${table} enable trigger user`);
  });
  vi.stubEnv("DATABASE_URL", old.url);
  vi.stubEnv("DATABASE_WEB_URL", "");
  await migrateDatabase(old.url);
});

/** Another contact, who edited two fields before edits were stored; the audit log tells of one. */
async function editBefore(): Promise<void> {
  const { sql } = old;
  const [person] = await sql<{ id: string }[]>`update contacts set portal_fields = '{name,phones}'
    where id = (select id from contacts where brand = 'cimsoft' and id <> ${contact.id} order by id limit 1) returning id`;
  if (!person) throw new Error("no rows");
  editor = person.id;
  for (const [action, at] of [
    ["contact.phone-changed", IMPORTED],
    ["contact.phone-added", DECIDED],
    ["contact.address-added", IMPORTED],
  ] as const) {
    await sql`insert into audit_events (id, brand, at, actor_kind, actor_id, action, entity, entity_id)
      values (gen_random_uuid(), 'cimsoft', ${at}, 'contact', ${editor}, ${action}, 'contact', ${editor})`;
  }
}

afterAll(async () => {
  await closePool();
  vi.unstubAllEnvs();
  await old.drop();
});

const related = async () =>
  (await old.sql`select company_id from contact_companies where contact_id = ${contact.id} order by 1`).map(
    ({ company_id }) => company_id as string,
  );
const decisions = async () =>
  (
    await old.sql`select outcome, company_id from portal_decisions where kind = 'relation' and contact_id = ${contact.id}`
  ).map(({ outcome, company_id }) => `${outcome} ${company_id}`);

describe("a decision that was made before decisions were stored", () => {
  it("about a relation is filled in, and what an import had brought back is gone again", async () => {
    const { broughtBack, stayedAway, added, addedAgain, namesake } = companies;
    expect((await decisions()).sort()).toEqual(
      [`removed ${broughtBack.id}`, `removed ${stayedAway.id}`, `added ${added.id}`, `added ${addedAgain.id}`].sort(),
    );
    expect(await related()).toEqual([added.id, addedAgain.id, namesake.id].sort());
    const audited = await old.sql`select details ->> 'company' as company from audit_events
      where action = 'portal-decision.restored' and entity_id = ${contact.id}`;
    expect(audited.map(({ company }) => company)).toEqual([broughtBack.id]);
  });

  it("about a right is filled in as the field that it is part of", async () => {
    const [row] = await old.sql`select portal_fields from contacts where id = ${contact.id}`;
    expect(row?.portal_fields).toEqual(["rights"]);
    const edits = await old.sql`select field, editor_kind, edited_at = ${DECIDED} as at_decision
      from edited_fields where contact_id = ${contact.id}`;
    expect([...edits]).toEqual([{ field: "rights", editor_kind: "staff", at_decision: true }]);
  });

  it("about a field that the contact edited has the time of the last edit, where the audit log tells of one", async () => {
    const edits = await old.sql`select field, editor_kind, editor_id, edited_at = ${IMPORTED} as at_last
      from edited_fields where contact_id = ${editor}`;
    expect([...edits]).toEqual([{ field: "phones", editor_kind: "contact", editor_id: editor, at_last: true }]);
  });

  it("about an account team is filled in, and who had been brought back is gone again", async () => {
    const { team } = companies;
    const rows = await old.sql`select outcome, external_id, name, role from portal_decisions
      where kind = 'team_member' and company_id = ${team.id} order by name`;
    expect([...rows]).toEqual([
      { outcome: "removed", external_id: "T-back", name: "Dana Whitfield", role: "account_manager" },
      { outcome: "added", external_id: "portal:x", name: "Lee Santos", role: "support" },
    ]);
    const left = await old.sql`select name from account_team_members where company_id = ${team.id}`;
    expect(left.map(({ name }) => name)).toEqual(["Lee Santos"]);
  });

  it("stands against the imports that follow", async () => {
    const { broughtBack, stayedAway, added, team } = companies;
    const before = await related();
    const relation = (company: Company, removed = "") => ({
      ...{ brand: "cimsoft", contact: contact.external_id, company: company.external_id, removed },
    });
    const report = await importFiles({
      "company-relations": [relation(broughtBack), relation(stayedAway), relation(added, "yes")],
      "account-team": [
        {
          ...{ brand: "cimsoft", external_id: "T-back", company: team.external_id, role: "account_manager" },
          ...{ name: "Dana Whitfield", email: "dana@portal.example" },
        },
      ],
    });
    expect(reportOf(report, "company-relations").warnings).toHaveLength(3);
    expect(reportOf(report, "account-team").warnings).toHaveLength(1);
    expect(await related()).toEqual(before);
  });
});
