import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/staff/renewals/export/route";
import type { StaffRole } from "@/db/schema/constants";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import { encodePlace } from "@/lib/kit/lists/cursor";
import { addDays, businessToday } from "@/lib/kit/time";
import { listRenewals } from "@/lib/threads/requests/renewals/queries";
import { parseRenewalFilters, renewalsHref } from "@/lib/threads/requests/renewals/schema";
import { sessionCookie, visit } from "@/tests/support/route";
import { createAgreement, createCompany, createContact, createTeamMember, unique } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";
import { type Member, member, read } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let manager: Member;
let today: string;
beforeAll(async () => {
  manager = await member(["account_manager"]);
  today = businessToday((await brandByKey("cimsoft")).zone);
});

const list = (who: Member, query: Record<string, string> = {}) =>
  read(who, async (context) => listRenewals(context, parseRenewalFilters(query), await loadBrands()));
const products = async (who: Member, query: Record<string, string>) =>
  (await list(who, query)).rows.map(({ product }) => product);

/** Agreements of one company that end in so many days, called after that. */
async function companyWith(...ends: number[]) {
  const company = await createCompany({ name: unique("Kestrel") });
  for (const days of ends) {
    await createAgreement(company, {
      kind: "subscription",
      product: `Ends ${days}`,
      startsOn: addDays(today, days - 365),
      endsOn: addDays(today, days),
    });
  }
  return company;
}

describe("the list of renewals", () => {
  it("has agreements by their end, from 90 days back to 180 ahead unless asked otherwise", async () => {
    const { name: q } = await companyWith(181, 180, 60, 29, 0, -1, -90, -91);
    expect(await products(manager, { q })).toEqual(["Ends -90", "Ends -1", "Ends 0", "Ends 29", "Ends 60", "Ends 180"]);
    expect(await products(manager, { q, window: "ended" })).toEqual(["Ends -90", "Ends -1"]);
    expect(await products(manager, { q, window: "30" })).toEqual(["Ends 0", "Ends 29"]);
    expect(await products(manager, { q, window: "60" })).toEqual(["Ends 0", "Ends 29", "Ends 60"]);
    expect(await products(manager, { q, window: "all" })).toHaveLength(8);
  });

  it("shows the company, the status of the request about renewal, and what is renewed already", async () => {
    const company = await companyWith(20);
    const contact = await createContact(company);
    const { name: q } = company;
    const [plain] = (await list(manager, { q })).rows;
    expect(plain).toMatchObject({ owner: "", owners: [], talk: null, renewedUntil: null, daysLeft: 20, seats: 10 });
    expect(await products(manager, { q, owner: "nobody", talk: "none" })).toHaveLength(1);

    await createTeamMember(company, { role: "subscription_manager", name: "Priya Raman" });
    await createTeamMember(company, { staffId: manager.id, name: "Dana Whitfield" });
    const id = plain?.id ?? null;
    await createRequest(company, contact, { kind: "renewal", agreementId: id, status: "closed" });
    const newest = await createRequest(company, contact, {
      kind: "renewal",
      agreementId: id,
      status: "answered",
      createdAt: new Date(Date.now() + 60_000),
    });
    // Another request about the agreement does not count as one about its renewal.
    const later = new Date(Date.now() + 120_000);
    await createRequest(company, contact, { kind: "message", agreementId: id, createdAt: later });
    const until = addDays(today, 385);
    const term = { kind: "subscription", product: "Ends 20", startsOn: addDays(today, 21), endsOn: until } as const;
    await createAgreement(company, term);
    const [row] = (await list(manager, { q })).rows;
    expect(row).toMatchObject({
      owner: "Dana Whitfield",
      owners: [{ name: "Dana Whitfield", page: manager.id }],
      talk: { number: newest.number, status: "answered" },
      renewedUntil: until,
    });
    expect(await products(manager, { q, owner: "me", talk: "open" })).toHaveLength(1);
    expect(await products(manager, { q, talk: "closed" })).toEqual([]);
    expect(await products(manager, { q, owner: "nobody" })).toEqual([]);
  });

  it("leaves out cancelled agreements", async () => {
    const company = await createCompany({ name: unique("Osprey") });
    await createAgreement(company, { state: "cancelled", endsOn: addDays(today, 10) });
    expect((await list(manager, { q: company.name })).count).toBe(0);
  });

  it("pages forwards and back without a gap", async () => {
    const company = await companyWith(...Array.from({ length: 27 }, (_, index) => index));
    const filters = parseRenewalFilters({ q: company.name });
    const first = await list(manager, { q: company.name });
    expect([first.from, first.to, first.count, first.previous]).toEqual([1, 25, 27, null]);
    const href = renewalsHref(filters, { cursor: first.next });
    const query = Object.fromEntries(new URL(href, "http://portal.example").searchParams);
    const second = await list(manager, query);
    expect(second.rows.map(({ product }) => product)).toEqual(["Ends 25", "Ends 26"]);
    const back = await list(
      manager,
      Object.fromEntries(
        new URL(renewalsHref(filters, { cursor: second.previous }), "http://portal.example").searchParams,
      ),
    );
    expect(back.rows).toEqual(first.rows);
  });
});

describe("a cursor of the list of renewals", () => {
  const id = "0198b5a0-0000-7000-8000-000000000001";
  const at = (endsOn: string) => parseRenewalFilters({ after: encodePlace(["after", endsOn, id]) }).cursor;

  it("has a day that the database knows, or is ignored", async () => {
    for (const endsOn of ["0000-01-01", "0001-01-01", "1899-12-31", "10000-01-01", "2027-02-30"]) {
      expect(at(endsOn), endsOn).toBeNull();
      await list(manager, { after: encodePlace(["after", endsOn, id]) });
    }
    for (const endsOn of ["1900-01-01", "2027-02-28", "9999-12-31"]) {
      expect(at(endsOn)).toMatchObject({ endsOn });
      await list(manager, { after: encodePlace(["after", endsOn, id]), window: "all" });
    }
  });
});

describe("the file of renewals", () => {
  const ask = async (query: string, account?: { kind: "contact" | "staff"; id: string }, brand = "cimsoft") =>
    visit(GET, {
      brand,
      path: `/staff/renewals/export${query}`,
      params: {},
      cookie: account && (await sessionCookie(account, brand)),
    });

  it("has every row of the list, safe for a spreadsheet", async () => {
    const company = await createCompany({ name: `=${unique("cmd")}` });
    await createAgreement(company, { product: "+Historian", endsOn: addDays(today, 5), startsOn: addDays(today, -5) });
    const q = encodeURIComponent(company.name);
    const response = await ask(`?q=${q}`, { kind: "staff", id: manager.id });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toContain(`Renewals ${today}`);
    const [header, line, rest] = (await response.text()).replace("\ufeff", "").split("\r\n");
    expect(header).toMatch(/^Brand,Company,Kind,Agreement,Starts,Ends,Days left,Seats,Currency,Value,/);
    expect(line).toContain(`,'${company.name},Support agreement,'+Historian,`);
    expect(line).toContain(",5,10,USD,12000.00,,,None,");
    expect(rest).toBe("");
  });

  it.each([
    ["a support agent", ["support_agent"]],
    ["marketing", ["marketing"]],
  ] satisfies [string, StaffRole[]][])("does not exist for %s", async (_, roles) => {
    const outsider = await member(roles);
    expect((await ask("", { kind: "staff", id: outsider.id })).status).toBe(404);
    expect((await list(outsider)).count).toBe(0);
  });

  it("does not exist for a client, leads to sign-in signed out, and has no row of another brand", async () => {
    const company = await companyWith(10);
    const contact = await createContact(company);
    expect((await ask("", { kind: "contact", id: contact.id })).status).toBe(404);
    expect((await ask("")).status).toBe(307);
    const elsewhere = await member(["administrator"], "Elsewhere", ["insource"]);
    const q = encodeURIComponent(company.name);
    const response = await ask(`?q=${q}`, { kind: "staff", id: elsewhere.id }, "insource");
    expect((await response.text()).trim().split("\r\n")).toHaveLength(1);
  });
});
