import { rm } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { closePool, pool } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { listInvoices } from "@/lib/invoices/queries";
import { parseInvoiceFilters } from "@/lib/invoices/schema";

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const RUNS = 200;
/** Invoices of the three companies that are measured; the rest belong to others. */
const SIZES = [100, 1_000, 10_000] as const;
const TODAY = "2026-06-30";

interface Sample {
  readonly name: string;
  readonly median: number;
  readonly p95: number;
}

/** Measures the invoice list among a million: few rows and many, plain SQL and both walls, as ratios of one run. */
export async function benchLists(log: (line: string) => void): Promise<void> {
  const dir = path.resolve(import.meta.dirname, "../../.data/bench");
  await rm(dir, { recursive: true, force: true });
  const database = await startEmbedded({ dir, fast: true, log });
  process.env.DATABASE_URL = database.url;
  try {
    log("Migrating …");
    await migrateDatabase(database.url);
    log(`Writing ${ROWS.toLocaleString("en-US")} invoices …`);
    const companies = await fill();
    const samples: Sample[] = [];
    for (const { id, size } of companies) {
      const viewer: ClientViewer = {
        kind: "client",
        brand: "cimsoft",
        contactId: id,
        companyId: id,
        rights: { billing: true, pay: true, cases: "none", requests: "none" },
      };
      const filters = parseInvoiceFilters({});
      samples.push(
        await measure(`list and totals, both walls, ${size} of ${ROWS}`, () =>
          runAsViewer(viewer, "read", (context) => listInvoices(context, filters, TODAY)),
        ),
      );
      samples.push(await measure(`list and totals, plain SQL,  ${size} of ${ROWS}`, () => plain(id)));
      samples.push(
        await measure(`page 1 of the list alone,     ${size} of ${ROWS}`, () =>
          runAsViewer(viewer, "read", ({ db }) =>
            db.execute(sql`select id from invoices order by issued_on desc, id desc limit 26`),
          ),
        ),
      );
    }
    const base = samples[0]?.median ?? 1;
    for (const { name, median, p95 } of samples) {
      log(
        `${name.padEnd(52)} median ${median.toFixed(2)} ms  p95 ${p95.toFixed(2)} ms  ×${(median / base).toFixed(2)}`,
      );
    }
  } finally {
    await closePool();
    await database.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** The same two answers as the owner, without policy and without row-level security. */
async function plain(company: string): Promise<void> {
  await asSystem("bench", async (db) => {
    await db.execute(sql`select id, number, issued_on, due_on, total_minor, balance_minor from invoices
      where company_id = ${company} order by issued_on desc, id desc limit 26`);
    await db.execute(sql`select currency, count(*), sum(total_minor), sum(balance_minor) from invoices
      where company_id = ${company} group by currency`);
  });
}

async function measure(name: string, work: () => Promise<unknown>): Promise<Sample> {
  for (let run = 0; run < 20; run++) await work();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { name, median: times[Math.floor(RUNS / 2)] ?? 0, p95: times[Math.floor(RUNS * 0.95)] ?? 0 };
}

/** Fills the table as a bulk load does: triggers and the search index off meanwhile. */
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
