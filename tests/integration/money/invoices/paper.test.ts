import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET as getPdf } from "@/app/(portal)/invoices/[number]/pdf/route";
import { GET as getCsv } from "@/app/(portal)/invoices/export/route";
import { runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { formatMoney, parseMinor } from "@/lib/kit/money";
import { businessToday, formatDay } from "@/lib/kit/time";
import { INVOICE_CSV_HEADER } from "@/lib/money/invoices/csv/export";
import { exportInvoices } from "@/lib/money/invoices/csv/queries";
import { findInvoice, type InvoiceDocument } from "@/lib/money/invoices/document/queries";
import { listInvoices } from "@/lib/money/invoices/queries";
import { INVOICE_FILTERS, INVOICE_SORTS, invoicesCsvHref, parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { routes } from "@/lib/routes";
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

type Company = Awaited<ReturnType<typeof createCompany>>;

const cookieOf = (contact: { id: string }, brand: string) => sessionCookie({ kind: "contact", id: contact.id }, brand);

const pdfOf = (brand: string, number: string, cookie?: string) =>
  visit(getPdf, { brand, path: routes.invoicePdf(number), params: { number }, cookie });

const csvOf = (brand: string, path: string, cookie?: string) => visit(getCsv, { brand, path, params: {}, cookie });

async function rowsOf(response: Response): Promise<Record<string, string>[]> {
  expect(response.status).toBe(200);
  return parse(Buffer.from(await response.arrayBuffer()), { bom: true, columns: true });
}

/** Every sum and amount that the page of a document shows. */
function amountsOf(document: InvoiceDocument): string[] {
  const { lines, subtotal, tax, total, balance, settlements, creditLeft } = document;
  const shown = [subtotal, tax, total, creditLeft ?? balance, ...settlements.map((settlement) => settlement.amount)];
  return [...shown, ...lines.flatMap((line) => [line.unitPrice, line.amount])].map((amount) => formatMoney(amount));
}

describe.each([
  ["cimsoft", "insource"],
  ["insource", "cimsoft"],
])("files of invoices of %s", (brand, otherBrand) => {
  const number = unique("INV");
  const word = unique("zirconium");
  const receipt = unique("check");
  let company: Company;
  let cookie: string;
  let viewer: ReturnType<typeof clientViewer>;

  beforeAll(async () => {
    company = await createCompany({ brand });
    const invoice = await createInvoice(company, {
      number,
      totalMinor: 1_248_000,
      taxMinor: 33,
      poNumber: "PO-77 <b>",
      memo: "=HYPERLINK(1)",
      terms: "Net 30",
      lines: [word, "<script>alert(1)</script> file:///etc/passwd"],
    });
    await createPayment(company, invoice, { amountMinor: 4_001, externalId: receipt });
    const contact = await createContact(company);
    viewer = clientViewer(contact);
    cookie = await cookieOf(contact, brand);
  });

  describe("the PDF of an invoice", () => {
    it("has the amounts of the invoice's page", async () => {
      const { zone, name, remitTo } = await brandByKey(brand);
      const today = businessToday(zone);
      const document = await runAsViewer(viewer, "read", (context) => findInvoice(context, { brand, number }, today));
      if (!document) throw new Error("no document");
      const response = await pdfOf(brand, number, cookie);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "application/pdf",
        "content-disposition": `inline; filename="Invoice ${number}.pdf"; filename*=UTF-8''Invoice%20${number}.pdf`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      });
      const text = await pdfText(response);
      expect(document.balance.minor).toBe(1_248_033 - 4_001);
      for (const said of [
        name,
        `Invoice ${number}`,
        company.name,
        document.status,
        formatDay(document.issuedOn),
        formatDay(document.dueOn),
        document.dueWords ?? "",
        "PO-77 <b>",
        "Net 30",
        "=HYPERLINK(1)",
        word,
        "<script>alert(1)</script> file:///etc/passwd",
        receipt,
        "−$40.01",
        remitTo.name,
        remitTo.bank.routing,
        remitTo.email,
        ...amountsOf(document),
      ]) {
        expect(text).toContain(unspaced(said));
      }
    });

    it("of a credit note says what is left of it, and not where to send money", async () => {
      const note = await createInvoice(company, { kind: "credit_note", number: unique("CN/ü"), totalMinor: 5_000 });
      const response = await pdfOf(brand, note.number, cookie);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-disposition")).toContain("Credit%20note%20CN-%C3%BC");
      const text = await pdfText(response);
      for (const said of [`Credit note ${note.number}`, "Credit left", "$50.00", "−$50.00", "Available"]) {
        expect(text).toContain(unspaced(said));
      }
      expect(text).not.toContain(unspaced("Where to remit"));
    });

    it("shows amounts with their code in another currency than the brand's", async () => {
      const invoice = await createInvoice(company, { currency: "EUR", totalMinor: 999 });
      expect(await pdfText(await pdfOf(brand, invoice.number, cookie))).toContain(unspaced("€9.99 EUR"));
    });
  });

  describe("the list of invoices as CSV", () => {
    it("has the rows of the list, in its order, and its sums, whatever the filters", async () => {
      const client = await createCompany({ brand });
      const contact = await createContact(client);
      const own = await cookieOf(contact, brand);
      const today = businessToday((await brandByKey(brand)).zone);
      for (let row = 0; row < 30; row++) {
        const invoice = await createInvoice(client, {
          kind: row % 7 === 3 ? "credit_note" : "invoice",
          currency: row % 11 === 5 ? "EUR" : "USD",
          totalMinor: 1_000 + row,
          issuedOn: `2026-0${1 + (row % 9)}-10`,
          dueOn: row % 2 ? "2026-02-01" : "2099-02-01",
          ...(row % 10 === 9 ? { voidedOn: "2026-03-01" } : {}),
        });
        if (row % 4 === 0 && invoice.kind === "invoice") {
          await createPayment(client, invoice, { amountMinor: 400 + row, currency: invoice.currency });
        }
      }
      for (const status of [null, ...INVOICE_FILTERS]) {
        for (const sort of INVOICE_SORTS) {
          const filters = parseInvoiceFilters({ ...(status ? { status } : {}), sort, from: "2026-02-01" });
          const rows = await rowsOf(await csvOf(brand, invoicesCsvHref(filters), own));
          const list = await runAsViewer(clientViewer(contact), "read", async (context) => {
            const numbers: string[] = [];
            let page = await listInvoices(context, filters, today);
            const { totals, count } = page;
            numbers.push(...page.rows.map((row) => row.number));
            while (page.next) {
              page = await listInvoices(context, { ...filters, cursor: page.next }, today);
              numbers.push(...page.rows.map((row) => row.number));
            }
            return { numbers, totals, count };
          });
          expect(rows.map((row) => row.Number)).toEqual(list.numbers);
          expect(rows).toHaveLength(list.count);
          const sum = (column: string, currency: string) =>
            rows
              .filter((row) => row.Currency === currency)
              .reduce((total, row) => total + (parseMinor(row[column] ?? "", currency) ?? Number.NaN), 0);
          for (const { total, balance } of list.totals) {
            expect(sum("Total", total.currency)).toBe(total.minor);
            expect(sum("Balance", total.currency)).toBe(balance.minor);
          }
        }
      }
    });

    it("says the status of each document", async () => {
      const client = await createCompany({ brand, name: "=Evil & Co" });
      const own = await cookieOf(await createContact(client), brand);
      const late = await createInvoice(client, { dueOn: "2026-01-31", poNumber: " \t=cmd|' /C calc'!A0" });
      await createPayment(client, late, { amountMinor: 2_500 });
      await createInvoice(client, { number: unique("VOID"), voidedOn: "2026-02-01", issuedOn: "2025-12-01" });
      const response = await csvOf(brand, `${routes.invoicesCsv}?sort=-issued`, own);
      expect(response.headers.get("content-disposition")).toMatch(
        /^attachment; filename="Invoices \d{4}-\d\d-\d\d\.csv"/,
      );
      const [row, gone, ...more] = await rowsOf(response);
      expect(more).toEqual([]);
      expect(Object.keys(row ?? {})).toEqual([...INVOICE_CSV_HEADER]);
      expect(row).toMatchObject({
        Number: late.number,
        Kind: "Invoice",
        Status: "Overdue",
        Issued: "2026-01-01",
        Due: "2026-01-31",
        PO: "' \t=cmd|' /C calc'!A0",
        Currency: "USD",
        Total: "100.00",
        "Paid and credited": "25.00",
        Balance: "75.00",
        "Voided amount": "",
        Company: "'=Evil & Co",
      });
      expect(Number(row?.["Days overdue"])).toBeGreaterThan(0);
      expect(gone).toMatchObject({ Status: "Void", Total: "0.00", Balance: "0.00", "Voided amount": "100.00" });
    });

    it("begins at the first row whatever page the list shows, and takes the first of a repeated parameter", async () => {
      const list = await runAsViewer(viewer, "read", (context) =>
        listInvoices(context, parseInvoiceFilters({}), "2026-11-21"),
      );
      const after =
        "?after=WyJhZnRlciIsIi1pc3N1ZWQiLCIyMDI2LTAxLTAxIiwiMDE5MGIzZjItMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0";
      expect(await rowsOf(await csvOf(brand, `${routes.invoicesCsv}${after}`, cookie))).toHaveLength(list.count);
      const both = await rowsOf(await csvOf(brand, `${routes.invoicesCsv}?q=${word}&q=nothing`, cookie));
      expect(both.map((row) => row.Number)).toEqual([number]);
    });

    it("reads several batches of rows without losing or repeating one", async () => {
      const client = await createCompany({ brand });
      const contact = await createContact(client);
      // Equal values in the sorted column, at which a cursor could skip or repeat rows.
      for (let row = 0; row < 40; row++) await createInvoice(client, { lines: [], totalMinor: 100 + (row % 3) });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 45 }), fc.constantFrom(...INVOICE_SORTS), async (stretch, sort) => {
          const numbers: string[] = [];
          await runAsViewer(clientViewer(contact), "read", async (context) => {
            for await (const row of exportInvoices(context, parseInvoiceFilters({ sort }), "2026-11-21", stretch)) {
              numbers.push(row.number);
            }
          });
          expect(numbers).toHaveLength(40);
          expect(new Set(numbers).size).toBe(40);
        }),
        { numRuns: 12 },
      );
    });
  });

  describe("asked for by somebody else", () => {
    it("PDF and CSV lead to sign-in and back when signed out", async () => {
      for (const response of [await pdfOf(brand, number), await csvOf(brand, `${routes.invoicesCsv}?q=a`)]) {
        expect(response.status).toBe(307);
        expect(response.headers.get("cache-control")).toBe("private, no-store");
      }
      const location = (await csvOf(brand, `${routes.invoicesCsv}?q=a`)).headers.get("location");
      expect(location).toBe(`/login?next=${encodeURIComponent("/invoices/export?q=a")}`);
    });

    it("the PDF of an invoice answers byte for byte like one that never existed", async () => {
      const other = await createCompany({ brand });
      const abroad = await createCompany({ brand: otherBrand });
      const staff = await createStaff(["administrator"]);
      const cookies: Record<string, string> = {
        "another company": await cookieOf(await createContact(other, { pay: true }), brand),
        "a related company": await cookieOf(await createContact(other, { relatedTo: [company] }), brand),
        "no right billing": await cookieOf(await createContact(company, { billing: false }), brand),
        "no company": await cookieOf(await createContact(null, { brand }), brand),
        staff: await sessionCookie({ kind: "staff", id: staff.id }, brand),
      };
      const shapeOf = async (response: Response) => ({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      });
      for (const [who, theirs] of Object.entries(cookies)) {
        const never = await shapeOf(await pdfOf(brand, "INV-that-never-was", theirs));
        expect(never.status, who).toBe(404);
        expect(await shapeOf(await pdfOf(brand, number, theirs)), who).toEqual(never);
        const list = await csvOf(brand, routes.invoicesCsv, theirs);
        if (who.endsWith("related company") || who === "another company") expect(await rowsOf(list), who).toEqual([]);
        else expect(list.status, who).toBe(404);
      }
      // A session of one brand is not accepted on the other's host.
      expect((await pdfOf(otherBrand, number, cookie)).status).toBe(307);
      const namesake = await cookieOf(await createContact(abroad), otherBrand);
      await createInvoice(abroad, { number, totalMinor: 777 });
      const text = await pdfText(await pdfOf(otherBrand, number, namesake));
      expect(text).toContain("$7.77");
      expect(text).not.toContain(word);
      expect((await rowsOf(await csvOf(otherBrand, routes.invoicesCsv, namesake))).map((row) => row.Total)).toEqual([
        "7.77",
      ]);
    });

    it.each(["\u0000", "%E0%A4%A", "../../etc/passwd", "9".repeat(200)])(
      "%j is the number of no PDF",
      async (segment) => {
        const path = "/invoices/x/pdf";
        expect((await visit(getPdf, { brand, path, params: { number: segment }, cookie })).status).toBe(404);
      },
    );
  });
});
