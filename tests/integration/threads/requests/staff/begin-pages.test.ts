import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import PhonedCasePage from "@/app/staff/cases/new/page";
import WriteFirstPage from "@/app/staff/requests/new/page";
import { looks } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { type Seen, seePage } from "@/tests/support/page";
import { createAgreement, createCompany, createContact, createInvoice, nobodysId } from "@/tests/support/world";
import { type Member, member } from "./support";

/* The forms in which staff write first, as each role and everybody else finds them. */

type Query = Record<string, string>;

const propsOf = (query: Query) => ({ params: Promise.resolve({}), searchParams: Promise.resolve(query) });
const as = (who: Member) => ({ brand: "cimsoft", account: { kind: "staff" as const, id: who.id } });
const phoned = (who: Member, query: Query) => seePage(PhonedCasePage, as(who), propsOf(query));
const written = (who: Member, query: Query) => seePage(WriteFirstPage, as(who), propsOf(query));
const htmlOf = (seen: Seen) => (seen.status === 200 ? seen.html : `${seen.status}`);

let agent: Member;
let manager: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
  manager = await member(["account_manager"]);
});

async function plant() {
  const company = await createCompany({ brand: "cimsoft" });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  const able = await createContact(company, { name: "Ann Able", casesScope: "own", billing: true });
  const barred = await createContact(company, { name: "Bob Barred", casesScope: "none", billing: false });
  return { company, able, barred };
}

describe("the form of a phoned-in case", () => {
  it("offers who could see it, says who could not and why, and records the look", async () => {
    const { company, barred } = await plant();
    const html = htmlOf(await phoned(agent, { company: company.id }));
    expect(html).toContain("Ann Able");
    expect(html).toContain("has no right to cases");
    expect(html).toContain("File the case");
    const refused = htmlOf(await phoned(agent, { company: company.id, contact: barred.id }));
    expect(refused).toContain(
      "Bob Barred has no right to cases, so they would not see this. Who can see it: Ann Able.",
    );
    const seen = await asSystem("test look", (db) =>
      db
        .select()
        .from(looks)
        .where(and(eq(looks.companyId, company.id), eq(looks.staffId, agent.id))),
    );
    expect(seen.map(({ kind }) => kind)).toEqual(["contacts"]);
  });

  it("is none where nobody could see it", async () => {
    const company = await createCompany({ brand: "cimsoft" });
    await createContact(company, { name: "Cy Lapsed", casesScope: "company" });
    const html = htmlOf(await phoned(agent, { company: company.id }));
    expect(html).toContain(`Nobody of ${company.name} could see it`);
    expect(html).toContain("has no support agreement in force here");
    expect(html).not.toContain("File the case");
  });

  it("asks first whom it is about, and is missing for what nobody has", async () => {
    expect(htmlOf(await phoned(agent, {}))).toContain("Choose whom this is about");
    const nobodys: Query[] = [{ company: nobodysId() }, { contact: nobodysId() }, { company: "x" }, { contact: "'" }];
    for (const query of nobodys) {
      expect((await phoned(agent, query)).status).toBe(404);
    }
  });

  it("is for agents and administrators of the brand alone", async () => {
    const { company, able } = await plant();
    const query = { company: company.id, contact: able.id };
    for (const role of ["account_manager", "subscription_manager", "marketing"] as const) {
      expect((await phoned(await member([role]), query)).status, role).toBe(403);
    }
    expect((await phoned(await member(["administrator"]), query)).status).toBe(200);
    const elsewhere = await member(["administrator"], "Kim Duarte", ["insource"]);
    expect((await phoned(elsewhere, query)).status).toBe(404);
    const client = { brand: "cimsoft", account: { kind: "contact" as const, id: able.id } };
    expect((await seePage(PhonedCasePage, client, propsOf(query))).status).not.toBe(200);
    expect((await seePage(PhonedCasePage, { brand: "cimsoft" }, propsOf(query))).status).toBe(307);
  });
});

describe("the form of a request to a contact", () => {
  it("offers who could read what it is about", async () => {
    const { company } = await plant();
    const invoice = await createInvoice(company);
    const html = htmlOf(await written(manager, { company: company.id, invoice: invoice.id }));
    expect(html).toContain(`Invoice ${invoice.number}`);
    expect(html).toContain("may not read invoices and estimates");
    expect(htmlOf(await written(manager, { company: company.id }))).not.toContain("may not read");
  });

  it("is for the account team and administrators of the brand alone, and missing for what nobody has", async () => {
    const { company, able } = await plant();
    const query = { company: company.id, contact: able.id };
    for (const role of ["support_agent", "marketing"] as const) {
      expect((await written(await member([role]), query)).status, role).toBe(403);
    }
    const elsewhere = await member(["account_manager"], "Kim Duarte", ["insource"]);
    expect((await written(elsewhere, query)).status).toBe(404);
    expect(htmlOf(await written(manager, {}))).toContain("Choose whom this is about");
    for (const name of ["company", "contact", "agreement", "invoice", "estimate"]) {
      for (const id of [nobodysId(), "x"]) expect((await written(manager, { [name]: id })).status, name).toBe(404);
    }
    const client = { brand: "cimsoft", account: { kind: "contact" as const, id: able.id } };
    expect((await seePage(WriteFirstPage, client, propsOf(query))).status).not.toBe(200);
    expect((await seePage(WriteFirstPage, { brand: "cimsoft" }, propsOf(query))).status).toBe(307);
  });
});
