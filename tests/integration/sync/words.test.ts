import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createCompany, createInvoice, first, seed } from "@/tests/support/world";

it("the words of a document follow its number, its PO and its lines, whichever changes", async () => {
  const company = await createCompany();
  const invoice = await createInvoice(company, { poNumber: "PO 1", lines: ["Pump", "Valve"] });
  const words = async () =>
    first(
      await seed((db) =>
        db.execute<{ words: string }>(sql`select search_text as words from invoices where id = ${invoice.id}`),
      ),
    ).words;
  const run = (statement: ReturnType<typeof sql>) => seed((db) => db.execute(statement));
  const number = invoice.number.toLowerCase();
  expect(await words()).toBe(`${number} po 1 pump valve`);
  await run(sql`update invoice_lines set description = 'Öl' where invoice_id = ${invoice.id} and line_number = 2`);
  expect(await words()).toBe(`${number} po 1 pump öl`);
  await run(sql`update invoices set po_number = 'PO 2' where id = ${invoice.id}`);
  expect(await words()).toBe(`${number} po 2 pump öl`);
  await run(sql`update invoices set number = ${`${invoice.number}X`}, po_number = null where id = ${invoice.id}`);
  expect(await words()).toBe(`${number}x pump öl`);
  await run(sql`update invoices set terms = 'Net 45', number = number where id = ${invoice.id}`);
  expect(await words()).toBe(`${number}x pump öl`);
  await run(sql`delete from invoice_lines where invoice_id = ${invoice.id} and line_number = 1`);
  expect(await words()).toBe(`${number}x öl`);
  await run(sql`delete from invoice_lines where invoice_id = ${invoice.id}`);
  expect(await words()).toBe(`${number}x`);
});
