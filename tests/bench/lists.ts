import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { exportInvoices } from "@/lib/money/invoices/csv/queries";
import { listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import type { Log, Measure } from "./measure";

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
/** Numbers of invoices of the three measured companies; the others belong to other companies. */
const SIZES = [100, 1_000, 20_000] as const;
/** A word that every invoice has, and the beginning of a number. */
const SOUGHT = ["historian", "b-77"] as const;
const TODAY = "2026-06-30";

/**
 * Measures the invoice list among a million invoices: companies with few and many, plain SQL and both walls, as ratios
 * of one run.
 */
export async function benchLists(log: Log, measure: Measure): Promise<void> {
  log(`Writing ${ROWS.toLocaleString("en-US")} invoices …`);
  const companies = await fill();
  for (const { id, size } of companies) {
    const viewer: ClientViewer = {
      kind: "client",
      brand: "cimsoft",
      contactId: id,
      companyId: id,
      rights: { billing: true, pay: true, cases: "none", requests: "none" },
    };
    const filters = parseInvoiceFilters({});
    await measure(`list and totals, both walls, ${size} of ${ROWS}`, () =>
      runAsViewer(viewer, "read", (context) => listInvoices(context, filters, TODAY)),
    );
    await measure(`list and totals, plain SQL,  ${size} of ${ROWS}`, () => plain(id));
    await measure(`page 1 of the list alone,     ${size} of ${ROWS}`, () =>
      runAsViewer(viewer, "read", ({ db }) =>
        db.execute(sql`select id from invoices order by issued_on desc, id desc limit 26`),
      ),
    );
    for (const q of SOUGHT) {
      await measure(`search for ${q}, ${size} of ${ROWS}`, () =>
        runAsViewer(viewer, "read", (context) => listInvoices(context, { ...filters, q }, TODAY)),
      );
    }
    await measure(`first row of the CSV file,    ${size} of ${ROWS}`, () =>
      runAsViewer(viewer, "read", (context) => exportInvoices(context, filters, TODAY).next()),
    );
  }
}

/** The same list and total as owner, without policy function and row-level security. */
async function plain(company: string): Promise<void> {
  await asSystem("bench", async (db) => {
    await db.execute(sql`select id, number, issued_on, due_on, total_minor, balance_minor from invoices
      where company_id = ${company} order by issued_on desc, id desc limit 26`);
    await db.execute(sql`select currency, count(*), sum(total_minor), sum(balance_minor) from invoices
      where company_id = ${company} group by currency`);
  });
}

/** Fills the table as a bulk load does: without triggers and search index until the end. */
async function fill(): Promise<{ id: string; size: number }[]> {
  const others = 500;
  await asSystem("bench", async (db) => {
    await db.execute(sql`set local statement_timeout = 0`);
    await db.execute(sql`alter table invoices disable trigger user`);
    await db.execute(sql`drop index invoices_search`);
    await db.execute(sql`insert into companies (id, brand, external_id, name)
      select gen_random_uuid(), 'cimsoft', 'bench-' || n, 'Company ' || n from generate_series(1, ${others + SIZES.length}) n`);
    await db.execute(sql`with numbered as (
        select id, (substring(external_id from 7))::int as n from companies where external_id like 'bench-%'
      ), owner as (
        select s as serial, case when s <= ${SIZES[0]} then 1 when s <= ${SIZES[0] + SIZES[1]} then 2
          when s <= ${SIZES[0] + SIZES[1] + SIZES[2]} then 3 else 4 + (s % ${others}) end as n
        from generate_series(1, ${ROWS}) s
      )
      insert into invoices (id, brand, company_id, external_id, number, currency, issued_on, due_on, subtotal_minor, total_minor, search_text)
      select gen_random_uuid(), 'cimsoft', c.id, 'bench-' || o.serial, 'B-' || o.serial, 'USD',
        date '2024-01-01' + (o.serial % 900)::int, date '2024-01-31' + (o.serial % 900)::int, o.serial % 100000, o.serial % 100000,
        'b-' || o.serial || ' historian client license'
      from owner o join numbered c on c.n = o.n`);
    await db.execute(sql`create index invoices_search on invoices using gin (search_text gin_trgm_ops)`);
    await db.execute(sql`alter table invoices enable trigger user`);
  });
  await asSystem("bench", (db) => db.execute(sql`analyze invoices`));
  const rows = await pool().db.transaction(async (db) => {
    await db.execute(sql`select set_config('role', 'none', true)`);
    return db.execute<{ id: string; n: number }>(
      sql`select id::text, (substring(external_id from 7))::int as n from companies where external_id in ('bench-1', 'bench-2', 'bench-3') order by 2`,
    );
  });
  return [...rows].map(({ id, n }) => ({ id, size: SIZES[n - 1] ?? 0 }));
}
