import { desc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents, companies, importRuns, invoiceLines, invoices } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { importFolder } from "@/lib/sync/import";
import { generateDemo } from "@/scripts/demo/data/generate";
import { company, counts, folderWith, importFiles, invoice, places, reportOf } from "./folder";

const OPTIONS = { dryRun: false, allOrNothing: false };
const named = (externalId: string) =>
  asSystem("test", (db) => db.select().from(companies).where(eq(companies.externalId, externalId)));

describe("importing a folder", () => {
  it("takes the demo's folder as a whole, and the second time changes nothing", async () => {
    const folder = await folderWith({});
    await generateDemo(folder, { today: "2026-11-21", seed: 1 });
    const first = await importFolder(folder, OPTIONS);
    expect(first.ok).toBe(true);
    expect(first.files.map(({ file, bad, warnings }) => [file, bad, warnings])).toEqual(
      first.files.map(({ file }) => [file, [], []]),
    );
    expect(counts(reportOf(first, "invoices"))).toMatchObject({ updated: 0, unchanged: 0, bad: 0 });

    const before = await asSystem("test", (db) => db.select().from(invoices).orderBy(invoices.id));
    const second = await importFolder(folder, OPTIONS);
    for (const file of second.files)
      expect(counts(file)).toMatchObject({ created: 0, updated: 0, bad: 0, unchanged: file.rows });
    expect(await asSystem("test", (db) => db.select().from(invoices).orderBy(invoices.id))).toEqual(before);
  }, 120_000);

  it("as a dry run stores only its own record, and checks later files against earlier ones", async () => {
    const files = {
      companies: [company({ external_id: "DRY" })],
      invoices: [invoice({ external_id: "DRY-1", company: "DRY" })],
    };
    const report = await importFiles(files, { dryRun: true });
    expect(report.ok).toBe(true);
    expect(counts(reportOf(report, "invoices"))).toMatchObject({ created: 1, bad: 0 });
    expect(reportOf(report, "invoices").applied).toBe(false);
    expect(await named("DRY")).toEqual([]);
    const [run] = await asSystem("test", (db) =>
      db.select().from(importRuns).where(eq(importRuns.file, "invoices.csv")).orderBy(desc(importRuns.id)).limit(1),
    );
    expect(run).toMatchObject({ dryRun: true, brandKeys: ["cimsoft"] });
    const events = await asSystem("test", (db) =>
      db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.entityId, run?.id ?? "")),
    );
    expect(events).toMatchObject([{ action: "import.dry_run", actorKind: "system", brand: "cimsoft" }]);
  });

  it("reports bad rows by file, line, column and reason, and takes the good ones", async () => {
    const report = await importFiles({
      companies:
        'brand,external_id,name,mail_domains\r\ncimsoft,BAD-1,"Two\nlines",\r\ncimsoft,BAD-2,Good,\r\nnobody,BAD-3,X,\r\ncimsoft,,X,\r\ncimsoft,BAD-5,,\r\ncimsoft,BAD-6,X,not a domain\r\n',
    });
    expect(report.ok).toBe(false);
    const file = reportOf(report, "companies");
    expect(file.bad).toEqual([
      {
        file: "companies.csv",
        line: 2,
        column: "name",
        reason: "The text holds a line break or another control character.",
      },
      { file: "companies.csv", line: 5, column: "brand", reason: "There is no brand with this key." },
      { file: "companies.csv", line: 6, column: "external_id", reason: "The cell is empty." },
      { file: "companies.csv", line: 7, column: "name", reason: expect.stringContaining("nothing is stored yet") },
      { file: "companies.csv", line: 8, column: "mail_domains", reason: expect.stringContaining("mail domains") },
    ]);
    expect(counts(file)).toEqual({ rows: 6, created: 1, updated: 0, unchanged: 0, bad: 5 });
    expect(file.applied).toBe(true);
    expect(await named("BAD-2")).toHaveLength(1);
  });

  it("under all-or-nothing takes nothing of a file with a bad row, and the other files all the same", async () => {
    const report = await importFiles(
      {
        companies: [company({ external_id: "AON" })],
        invoices: [
          invoice({ external_id: "AON-1", company: "AON" }),
          invoice({ external_id: "AON-2", company: "none" }),
        ],
      },
      { allOrNothing: true },
    );
    expect(reportOf(report, "companies").applied).toBe(true);
    expect(reportOf(report, "invoices")).toMatchObject({ applied: false, badCount: 1 });
    expect(await named("AON")).toHaveLength(1);
    const found = await asSystem("test", (db) => db.select().from(invoices).where(eq(invoices.externalId, "AON-1")));
    expect(found).toEqual([]);
    const [run] = await asSystem("test", (db) =>
      db.select().from(importRuns).where(eq(importRuns.file, "invoices.csv")).orderBy(desc(importRuns.id)).limit(1),
    );
    expect(run?.report).toMatchObject({ applied: false, badCount: 1 });
  });

  it.each([
    ["an unknown column", "brand,external_id,name,demo\ncimsoft,FE,X,yes\n", "1 demo"],
    ["a missing column", "brand,external_id\ncimsoft,FE\n", "1 name"],
    ["broken quotes after good rows", 'brand,external_id,name\ncimsoft,FE,X\ncimsoft,FE2,"open\n', "3 name"],
  ])("refuses a whole file with %s", async (_, text, place) => {
    const report = await importFiles({ companies: text });
    expect(report.ok).toBe(false);
    expect(places(reportOf(report, "companies").errors)).toEqual([place]);
    expect(await named("FE")).toEqual([]);
  });

  it("refuses a CSV file whose name it does not know, and a folder that is not there", async () => {
    const report = await importFiles({ invoice: [invoice()] });
    expect(report.ok).toBe(false);
    expect(reportOf(report, "invoice").errors).toHaveLength(1);
    await expect(importFolder("/nowhere/at/all", OPTIONS)).rejects.toThrow();
  });

  it("changes nothing for an absent row or an empty cell", async () => {
    await importFiles({
      companies: [
        company({ external_id: "E-1", phone: "+1 717 555 0101", city: "Lancaster" }),
        company({ external_id: "E-2" }),
      ],
    });
    const report = await importFiles({
      companies: [company({ external_id: "E-1", name: "", phone: "", city: "York" })],
    });
    expect(counts(reportOf(report, "companies"))).toMatchObject({ updated: 1, bad: 0 });
    expect(await named("E-1")).toMatchObject([{ name: "Keystone Foods", phone: "+1 717 555 0101", city: "York" }]);
    expect(await named("E-2")).toHaveLength(1);
  });

  it("keeps external ids and numbers apart by brand", async () => {
    const report = await importFiles({
      companies: [company({ external_id: "TWIN" }), company({ external_id: "TWIN", brand: "insource", name: "Other" })],
      invoices: [
        invoice({ external_id: "TWIN-1", company: "TWIN" }),
        invoice({ external_id: "TWIN-1", company: "TWIN", brand: "insource" }),
        invoice({ external_id: "TWIN-2", company: "TWIN", number: "N-TWIN-1" }),
      ],
    });
    expect(places(reportOf(report, "invoices").bad)).toEqual(["4 number"]);
    expect((await named("TWIN")).map(({ brand }) => brand).sort()).toEqual(["cimsoft", "insource"]);
  });

  it("refuses a record that is twice in one file", async () => {
    const report = await importFiles({
      companies: [company({ external_id: "TWO", name: "A" }), company({ external_id: "TWO", name: "B" })],
    });
    expect(places(reportOf(report, "companies").bad)).toEqual(["3 null"]);
    expect(await named("TWO")).toMatchObject([{ name: "A" }]);
  });

  it("stores what looks like a formula or a page as the text that it is", async () => {
    const payload = `=HYPERLINK("https://evil.example","x") <script>alert('1')</script> +1 @x \${7*7} '; drop table invoices; --`;
    await importFiles({
      companies: [company({ external_id: "PAY", name: payload })],
      invoices: [invoice({ external_id: "PAY-1", company: "PAY", po_number: "=1+1", memo: `${payload}\nsecond line` })],
      "invoice-lines": [
        {
          brand: "cimsoft",
          invoice: "PAY-1",
          line: "1",
          description: payload,
          quantity: "1.5",
          unit_price: "-2.00",
          amount: "-3.00",
        },
      ],
    });
    expect(await named("PAY")).toMatchObject([{ name: payload }]);
    const [stored] = await asSystem("test", (db) => db.select().from(invoices).where(eq(invoices.externalId, "PAY-1")));
    expect(stored).toMatchObject({ poNumber: "=1+1", memo: `${payload}\nsecond line` });
    const lines = await asSystem("test", (db) =>
      db
        .select()
        .from(invoiceLines)
        .where(eq(invoiceLines.invoiceId, stored?.id ?? "")),
    );
    expect(lines).toMatchObject([
      { description: payload, quantity: "1.5000", unitPriceMinor: -200, amountMinor: -300 },
    ]);
  });

  it("deletes an invoice line only where a row says so", async () => {
    const line = (over: Record<string, string>) => ({
      ...{
        brand: "cimsoft",
        invoice: "LN-1",
        line: "1",
        description: "Historian",
        quantity: "1",
        unit_price: "1.00",
        amount: "1.00",
      },
      ...over,
    });
    await importFiles({
      companies: [company({ external_id: "LN" })],
      invoices: [invoice({ external_id: "LN-1", company: "LN" })],
      "invoice-lines": [line({}), line({ line: "2" })],
    });
    const report = await importFiles({ "invoice-lines": [line({ line: "2", removed: "yes" })] });
    expect(counts(reportOf(report, "invoice-lines"))).toMatchObject({ updated: 1, bad: 0 });
    const [stored] = await asSystem("test", (db) => db.select().from(invoices).where(eq(invoices.externalId, "LN-1")));
    const lines = await asSystem("test", (db) =>
      db
        .select()
        .from(invoiceLines)
        .where(eq(invoiceLines.invoiceId, stored?.id ?? "")),
    );
    expect(lines.map(({ lineNumber }) => lineNumber)).toEqual([1]);
    expect(stored?.searchText).toContain("historian");
  });

  it("refuses a second import at the same time", async () => {
    await asSystem("test", async (db) => {
      await db.execute("select pg_advisory_xact_lock(7406112391)");
      const report = await importFiles({ companies: [company({ external_id: "LOCK" })] });
      expect(reportOf(report, "companies").errors).toMatchObject([
        { reason: "Another import is running on this database." },
      ]);
    });
    expect(await named("LOCK")).toEqual([]);
  });
});
