import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET as invoicesCsv } from "@/app/(portal)/invoices/export/route";
import { GET as statementCsv } from "@/app/(portal)/invoices/statement/csv/route";
import { GET as statementPdf } from "@/app/(portal)/invoices/statement/pdf/route";
import { sessionCookie, visit } from "@/tests/support/route";
import { createCompany, createContact, createInvoice } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

// Files of a few rows, so that the few documents of these tests are too many. The rest of the module is the real one.
vi.mock("@/lib/money/invoices/csv/export", async (original) => ({ ...(await original<object>()), MOST_EXPORTED: 3 }));
vi.mock("@/lib/money/statements/rules", async (original) => ({
  ...(await original<object>()),
  CSV_MOVEMENTS: 3,
  PDF_MOVEMENTS: 2,
}));

describe("a CSV file of more rows than it may hold", () => {
  let cookie: string;
  let otherCookie: string;

  beforeAll(async () => {
    const company = await createCompany();
    for (const issuedOn of ["2024-06-01", "2024-06-02", "2025-06-01", "2025-06-02", "2025-06-03"]) {
      await createInvoice(company, { issuedOn, dueOn: "2025-07-01", totalMinor: 10_000 });
    }
    cookie = await sessionCookie({ kind: "contact", id: (await createContact(company)).id }, "cimsoft");
    const other = await createCompany();
    await createInvoice(other);
    otherCookie = await sessionCookie({ kind: "contact", id: (await createContact(other)).id }, "cimsoft");
  });

  const get = (handler: typeof invoicesCsv, query: string, own = cookie) =>
    visit(handler, { brand: "cimsoft", path: `/file?${query}`, params: {}, cookie: own });
  const told = async (response: Response) => ({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  });
  const refusal = (text: string) => ({
    status: 413,
    headers: { "cache-control": "private, no-store", "content-type": "text/plain;charset=UTF-8" },
    text,
  });

  it("is refused for the list of invoices, with a sentence how to get a smaller one", async () => {
    const words = "One file holds 3 documents at most. Narrow the list by dates or status.";
    // What is in the file counts, not the page of the list that was asked for.
    for (const query of ["", "sort=-issued", "from=2024-06-02", "status=open"]) {
      expect(await told(await get(invoicesCsv, query)), query).toEqual(refusal(words));
    }
    const narrowed = await get(invoicesCsv, "from=2025-01-01");
    expect(narrowed.status).toBe(200);
    // A header, three rows, and nothing after the last line break.
    expect((await narrowed.text()).split("\r\n")).toHaveLength(5);
  });

  it("is refused for the statement, with a sentence how to get a smaller one", async () => {
    const all = "from=2024-01-01&to=2025-12-31";
    expect(await told(await get(statementCsv, all))).toEqual(
      refusal("A CSV holds 3 movements, and this period has 5. Choose a shorter period."),
    );
    const year = await get(statementCsv, "from=2025-01-01&to=2025-12-31");
    expect(year.status).toBe(200);
    expect((await year.text()).match(/,Invoice,/g)).toHaveLength(3);
    expect(await told(await get(statementPdf, "from=2025-01-01&to=2025-12-31"))).toEqual(
      refusal("A PDF holds 2 movements, and this period has 3. Choose a shorter period."),
    );
    const paper = await get(statementPdf, "from=2024-01-01&to=2024-12-31");
    expect(paper.status).toBe(200);
    expect(
      Buffer.from(await paper.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  it("is never refused because of rows that others have", async () => {
    const list = await get(invoicesCsv, "", otherCookie);
    expect(list.status).toBe(200);
    expect((await list.text()).split("\r\n")).toHaveLength(3);
    const statement = await get(statementPdf, "from=2024-01-01&to=2026-12-31", otherCookie);
    expect(statement.status).toBe(200);
    await statement.arrayBuffer();
  });
});
