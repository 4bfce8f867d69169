import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { and, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import {
  accountTeamMembers,
  agreements,
  companies,
  contactCompanies,
  contacts,
  credentials,
  invoices,
  payments,
  staff,
  staffBrands,
} from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { verifyPassword } from "@/lib/gate/auth/passwords";
import { importFolder } from "@/lib/sync/import";
import { applyDemoAccounts, DEMO_PASSWORD } from "@/scripts/demo/data/accounts";
import { generateDemo } from "@/scripts/demo/data/generate";
import { folderWith } from "./folder";

const TODAY = "2028-02-29";

async function contentsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), "utf8")] as const)),
  );
}

async function generated(today: string, seed: number): Promise<string> {
  const folder = await folderWith({});
  await generateDemo(folder, { today, seed });
  return folder;
}

describe("the demo's files", () => {
  // Before the other tests: on an empty database no stored row can hide a fault of a day's files.
  it.each(["2026-11-21", "2026-12-31", "2027-03-01", "2028-02-29"])(
    "pass a dry run of the import without a finding on %s",
    async (today) => {
      const report = await importFolder(await generated(today, 27), { dryRun: true, allOrNothing: true });
      expect(report.files.flatMap(({ bad, errors, warnings }) => [...bad, ...errors, ...warnings])).toEqual([]);
      expect(report.files).toHaveLength(10);
    },
  );
});

describe("the demo's data", () => {
  beforeAll(async () => {
    const report = await importFolder(await generated(TODAY, 27), { dryRun: false, allOrNothing: true });
    expect(report.files.flatMap(({ bad, errors, warnings }) => [...bad, ...errors, ...warnings])).toEqual([]);
    await asSystem("test: demo accounts", applyDemoAccounts);
    await asSystem("test: demo accounts again", applyDemoAccounts);
  }, 120_000);

  it("is the same bytes for the same day and seed, and others for another seed", async () => {
    const [one, two, other] = await Promise.all([generated(TODAY, 5), generated(TODAY, 5), generated(TODAY, 6)]);
    const first = await contentsOf(one);
    expect(Object.keys(first).filter((name) => name.endsWith(".csv"))).toHaveLength(10);
    expect(await contentsOf(two)).toEqual(first);
    expect((await contentsOf(other))["invoices.csv"]).not.toBe(first["invoices.csv"]);
  });

  it.each([
    ["plant.engineer@keystone.example", "Keystone Foods", true, false, "company", "own"],
    ["ap.clerk@keystone.example", "Keystone Foods", true, true, "none", "company"],
    ["first.time@keystone.example", "Keystone Foods", true, false, "none", "own"],
    ["buyer@ridgeline.example", "Ridgeline Paper", true, false, "none", "own"],
    ["plant.engineer@tidewater.example", "Tidewater Power", true, false, "company", "own"],
    ["manager@harborview.example", "Harborview Water", true, true, "company", "company"],
  ])(
    "has %s of %s with the rights that the demo is to show",
    async (email, name, billing, pay, casesScope, requestsScope) => {
      const [row] = await asSystem("test", (db) =>
        db
          .select()
          .from(contacts)
          .innerJoin(companies, eq(companies.id, contacts.primaryCompanyId))
          .leftJoin(credentials, eq(credentials.accountId, contacts.id))
          .where(eq(contacts.email, email)),
      );
      expect(row?.companies.name).toBe(name);
      expect(row?.contacts).toMatchObject({ billing, pay, casesScope, requestsScope, demo: true });
      const hash = row?.credentials?.passwordHash;
      if (email.startsWith("first.time")) expect(hash).toBeUndefined();
      else expect(await verifyPassword(hash ?? "", DEMO_PASSWORD)).toBe(true);
    },
  );

  it("relates the plant engineers to their second companies", async () => {
    const rows = await asSystem("test", (db) =>
      db
        .select({ email: contacts.email, company: companies.name })
        .from(contactCompanies)
        .innerJoin(contacts, eq(contacts.id, contactCompanies.contactId))
        .innerJoin(companies, eq(companies.id, contactCompanies.companyId))
        .orderBy(contacts.email),
    );
    expect(rows).toEqual([
      { email: "plant.engineer@keystone.example", company: "Blue Ridge Bottling" },
      { email: "plant.engineer@tidewater.example", company: "Harborview Water" },
    ]);
  });

  it("has support agreements in force for a fixed list of companies, Ridgeline not among them", async () => {
    const rows = await asSystem("test", (db) =>
      db
        .select({ name: companies.name, startsOn: agreements.startsOn, endsOn: agreements.endsOn })
        .from(agreements)
        .innerJoin(companies, eq(companies.id, agreements.companyId))
        .where(eq(agreements.kind, "support")),
    );
    const inForce = rows.filter(({ startsOn, endsOn }) => startsOn <= TODAY && TODAY <= endsOn).map(({ name }) => name);
    expect(inForce).toEqual(
      expect.arrayContaining(["Keystone Foods", "Blue Ridge Bottling", "Tidewater Power", "Harborview Water"]),
    );
    expect(rows.map(({ name }) => name)).not.toContain("Ridgeline Paper");
  });

  it("has some 300 invoices in every state over two years, at least 20 of them open at Keystone", async () => {
    const all = await asSystem("test", (db) => db.select().from(invoices).where(eq(invoices.kind, "invoice")));
    expect(all.length).toBeGreaterThan(280);
    expect(all.length).toBeLessThan(340);
    expect(all.every(({ issuedOn }) => issuedOn <= TODAY)).toBe(true);
    const [oldest] = all.map(({ issuedOn }) => issuedOn).sort();
    expect(oldest?.slice(0, 4)).toBe("2026");
    const has = (test: (row: (typeof all)[number]) => boolean) => all.filter(test).length;
    const owing = (row: (typeof all)[number]) => row.balanceMinor > 0;
    expect(has((row) => owing(row) && row.dueOn >= TODAY)).toBeGreaterThan(10);
    expect(has((row) => owing(row) && row.dueOn < TODAY)).toBeGreaterThan(10);
    expect(has((row) => owing(row) && row.allocatedMinor > 0)).toBeGreaterThan(5);
    expect(has((row) => row.pendingMinor > 0)).toBeGreaterThan(2);
    expect(has((row) => row.refundedMinor > 0)).toBeGreaterThan(2);
    expect(has((row) => row.disputedMinor > 0)).toBeGreaterThan(2);
    expect(has((row) => row.voidedOn !== null)).toBeGreaterThan(5);
    const keystone = await asSystem("test", (db) =>
      db
        .select({ id: invoices.id })
        .from(invoices)
        .innerJoin(companies, eq(companies.id, invoices.companyId))
        .where(and(eq(companies.name, "Keystone Foods"), eq(invoices.kind, "invoice"), gt(invoices.balanceMinor, 0))),
    );
    expect(keystone.length).toBeGreaterThanOrEqual(20);
  });

  it("has credit notes that are used up and not, and payments with money left", async () => {
    const notes = await asSystem("test", (db) => db.select().from(invoices).where(eq(invoices.kind, "credit_note")));
    expect(notes.filter(({ balanceMinor }) => balanceMinor === 0).length).toBeGreaterThan(0);
    expect(notes.filter(({ balanceMinor }) => balanceMinor > 0).length).toBeGreaterThan(0);
    const left = await asSystem("test", (db) => db.select().from(payments).where(gt(payments.unallocatedMinor, 0)));
    expect(left.length).toBeGreaterThan(0);
    expect(left.every(({ state }) => state === "succeeded")).toBe(true);
  });

  it("has the five members of staff on both brands, who can sign in and are on account teams", async () => {
    const members = await asSystem("test", (db) => db.select().from(staff).orderBy(staff.email));
    expect(members.map(({ email, roles, demo }) => [email, roles, demo])).toEqual([
      ["account.manager@portal.example", ["account_manager"], true],
      ["marketing@portal.example", ["marketing"], true],
      ["portal.admin@portal.example", ["administrator"], true],
      ["subscription.manager@portal.example", ["subscription_manager"], true],
      ["support.agent@portal.example", ["support_agent"], true],
    ]);
    const ids = members.map(({ id }) => id);
    const [{ brands, passwords, linked } = { brands: 0, passwords: 0, linked: 0 }] = await asSystem("test", (db) =>
      db
        .select({
          brands: db.$count(staffBrands, inArray(staffBrands.staffId, ids)),
          passwords: db.$count(credentials, eq(credentials.accountKind, "staff")),
          linked: db.$count(accountTeamMembers, isNotNull(accountTeamMembers.staffId)),
        })
        .from(sql`(select 1) as one`),
    );
    expect([Number(brands), Number(passwords)]).toEqual([10, 5]);
    expect(Number(linked)).toBeGreaterThanOrEqual(24);
  });
});
