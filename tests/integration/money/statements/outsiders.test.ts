import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET as getCsv } from "@/app/(portal)/invoices/statement/csv/route";
import { GET as getPdf } from "@/app/(portal)/invoices/statement/pdf/route";
import { pool } from "@/db/client";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { readStatement } from "@/lib/money/statements/queries";
import { parseStatementRequest } from "@/lib/money/statements/schema";
import { pdfText, unspaced } from "@/tests/support/pdf";
import { sessionCookie, visit } from "@/tests/support/route";
import {
  clientViewer,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  createStaff,
  unique,
} from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const TODAY = "2026-11-21";
const PERIOD = { from: "2026-01-01", to: "2026-03-31", currency: null };
const FRAME = { today: TODAY, currency: "USD", limit: 500 };

describe.each([
  ["cimsoft", "insource"],
  ["insource", "cimsoft"],
])("a statement of %s", (brand, otherBrand) => {
  const number = unique("INV");
  const clients: Record<string, ClientViewer> = {};
  const cookies: Record<string, string> = {};
  let clerk: ClientViewer;

  beforeAll(async () => {
    const company = await createCompany({ brand });
    const invoice = await createInvoice(company, { number, totalMinor: 12_345, issuedOn: "2026-02-01" });
    await createPayment(company, invoice, { amountMinor: 45, receivedOn: "2026-02-15", externalId: "=1+1" });
    clerk = clientViewer(await createContact(company));

    const other = await createCompany({ brand });
    const rights = { pay: true, casesScope: "company", requestsScope: "company" } as const;
    clients["a contact of another company"] = clientViewer(await createContact(other, rights));
    clients["a contact of a related company"] = clientViewer(
      await createContact(other, { ...rights, relatedTo: [company] }),
    );
    clients["a contact of the other brand"] = clientViewer(
      await createContact(await createCompany({ brand: otherBrand }), rights),
    );
    clients["the company's id with the other brand"] = { ...clerk, brand: otherBrand };
    clients["a contact without billing"] = clientViewer(
      await createContact(company, { ...rights, billing: false, pay: false }),
    );
    clients["a contact without a company"] = clientViewer(await createContact(null, { brand }));

    for (const [name, { contactId }] of Object.entries({ ...clients, clerk })) {
      const own = name === "a contact of the other brand" ? otherBrand : brand;
      cookies[name] = await sessionCookie({ kind: "contact", id: contactId }, own);
    }
    for (const role of ["account_manager", "marketing"] as const) {
      cookies[role] = await sessionCookie({ kind: "staff", id: (await createStaff([role])).id }, brand);
    }
  });

  const get = (handler: typeof getPdf, cookie?: string) =>
    visit(handler, {
      ...{ brand, cookie, params: {} },
      path: `/invoices/statement/x?from=${PERIOD.from}&to=${PERIOD.to}`,
    });
  const nothing = { currencies: [], count: 0, movements: [], opening: { minor: 0 }, closing: { minor: 0 } };

  it("is there for the company's own contact with billing: page, CSV and PDF say the same", async () => {
    const statement = await runAsViewer(clerk, "read", (context) => readStatement(context, PERIOD, FRAME));
    expect(statement).toMatchObject({ count: 2, closing: { minor: 12_300 }, ageing: { total: { minor: 12_300 } } });

    const csv = await get(getCsv, cookies.clerk);
    expect(csv.status).toBe(200);
    expect(csv.headers.get("cache-control")).toBe("private, no-store");
    expect(csv.headers.get("content-disposition")).toContain("Statement 2026-01-01 to 2026-03-31 USD.csv");
    expect(parse(await csv.text(), { bom: true })).toEqual([
      ["Date", "What", "Reference", "Charge", "Payment", "Balance", "Currency"],
      ["2026-01-01", "Opening balance", "", "", "", "0.00", "USD"],
      ["2026-02-01", "Invoice", number, "123.45", "", "123.45", "USD"],
      ["2026-02-15", "Payment by check", "'=1+1", "", "0.45", "123.00", "USD"],
      ["2026-03-31", "Closing balance", "", "", "", "123.00", "USD"],
      ["2026-03-31", "Open invoices", "", "", "", "123.00", "USD"],
      ["2026-03-31", "Less credit not used", "", "", "", "0.00", "USD"],
      ["2026-03-31", "Not yet due", "", "", "", "0.00", "USD"],
      ["2026-03-31", "1–30 days past due", "", "", "", "0.00", "USD"],
      ["2026-03-31", "31–60 days past due", "", "", "", "123.00", "USD"],
      ["2026-03-31", "61–90 days past due", "", "", "", "0.00", "USD"],
      ["2026-03-31", "Over 90 days past due", "", "", "", "0.00", "USD"],
    ]);

    const pdf = await get(getPdf, cookies.clerk);
    expect(pdf.status).toBe(200);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(pdf.headers.get("content-disposition")).toContain("Statement 2026-01-01 to 2026-03-31 USD.pdf");
    const text = await pdfText(pdf);
    for (const words of [number, "$123.45", "Payment by check =1+1", "$0.45", "31–60 days past due", "$123.00"]) {
      expect(text).toContain(unspaced(words));
    }
  });

  const names = [
    "a contact of another company",
    "a contact of a related company",
    "a contact of the other brand",
    "the company's id with the other brand",
    "a contact without billing",
    "a contact without a company",
  ];
  it.each(names)("shows no row to %s, under either wall", async (name) => {
    const viewer = clients[name];
    if (!viewer) throw new Error(`no ${name}`);
    for (const on of [PERIOD, parseStatementRequest({}, TODAY)]) {
      const both = await runAsViewer(viewer, "read", (context) => readStatement(context, on, FRAME));
      expect(both).toMatchObject(nothing);
      // The owner's role sees every row: only the queries' own conditions stand between.
      const first = await asSystem("test of the first wall", (db) => readStatement({ viewer, db }, on, FRAME));
      expect(first).toMatchObject(nothing);
      expect(first.ageing.total.minor + first.credit.minor + first.onItsWay.minor).toBe(0);
    }
  });

  it("shows no row in the clients' role without a viewer's ids, even to queries for the clerk", async () => {
    const second = await pool().db.transaction(async (db) => {
      await db.execute(sql`select set_config('role', 'portal_client', true)`);
      return readStatement({ viewer: clerk, db }, PERIOD, FRAME);
    });
    expect(second).toMatchObject({ ...nothing, companyName: null });
  });

  it.each([
    ["CSV", getCsv],
    ["PDF", getPdf],
  ])("as %s does not exist for a contact without billing, nor for staff", async (_, handler) => {
    for (const name of ["a contact without billing", "a contact without a company", "account_manager", "marketing"]) {
      const response = await get(handler, cookies[name]);
      expect([name, response.status, await response.text()]).toEqual([name, 404, "Not found"]);
    }
  });

  it.each([
    ["CSV", getCsv],
    ["PDF", getPdf],
  ])("as %s leads somebody who is not signed in on this brand to sign-in and back", async (_, handler) => {
    for (const cookie of [undefined, cookies["a contact of the other brand"]]) {
      const response = await get(handler, cookie);
      expect(response.status).toBe(307);
      expect(response.headers.get("location")).toMatch(/^\/login\?next=%2Finvoices%2Fstatement%2F/);
      expect(await response.text()).toBe("");
    }
  });

  it("as CSV has the rows of the reader's own company alone", async () => {
    const response = await get(getCsv, cookies["a contact of another company"]);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toContain("Opening balance");
    expect(text).not.toContain(number);
  });
});
