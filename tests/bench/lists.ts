import { sql } from "drizzle-orm";
import postgres from "postgres";
import { pool } from "@/db/client";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer } from "@/db/viewer";
import { exportInvoices } from "@/lib/money/invoices/csv/queries";
import { countWaiting, listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { countStaffCases, listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { seedBrand } from "@/tests/support/brand";
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
      await measure(`waiting of ${q}, ${size} of ${ROWS}`, () =>
        runAsViewer(viewer, "read", (context) => countWaiting(context, { ...filters, q }, TODAY)),
      );
      await measure(`search for ${q} with all sums, ${size} of ${ROWS}`, () =>
        runAsViewer(viewer, "read", (context) => listInvoices(context, { ...filters, q, sums: true }, TODAY)),
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
  // As an import does at its end.
  await asSystem("bench", (db) =>
    db.execute(sql`select gin_clean_pending_list(name) from
      unnest(array['invoices_plain_number', 'invoices_plain_po']::regclass[]) as name`),
  );
  const rows = await pool().db.transaction(async (db) => {
    await db.execute(sql`select set_config('role', 'none', true)`);
    return db.execute<{ id: string; n: number }>(
      sql`select id::text, (substring(external_id from 7))::int as n from companies where external_id in ('bench-1', 'bench-2', 'bench-3') order by 2`,
    );
  });
  return [...rows].map(({ id, n }) => ({ id, size: SIZES[n - 1] ?? 0 }));
}

/** So many cases are in the staff's list, a tenth of them open. The same database grows from one to the next. */
const QUEUES = [2_000, 200_000] as const;

/** Measures the staff's list of cases among a few thousand and among very many, as ratios of one run. */
export async function benchQueue(log: Log, measure: Measure): Promise<void> {
  const brands = [seedBrand("cimsoft")];
  const local = { zone: "America/New_York" };
  const viewer: StaffViewer = {
    ...{ kind: "staff", staffId: await queueAgent(), brands: ["cimsoft"], roles: ["support_agent"] },
  };
  const asAgent = (name: string, work: (context: Parameters<typeof countStaffCases>[0]) => Promise<unknown>) =>
    measure(name, () => runAsViewer(viewer, "read", work));
  let written = 0;
  for (const cases of QUEUES) {
    log(`Writing cases ${written + 1} to ${cases} …`);
    await writeCases(written + 1, cases);
    written = cases;
    for (const raw of [{}, { sort: "severity" }, { status: "closed" }, { q: "1430" }]) {
      const filters = parseStaffCaseFilters(raw);
      await asAgent(`staff's list ${JSON.stringify(raw)}, ${cases} cases`, (context) =>
        listStaffCases(context, filters, brands, local),
      );
      const { next } = await runAsViewer(viewer, "read", (context) => listStaffCases(context, filters, brands, local));
      if (next) {
        await asAgent(`its next page ${JSON.stringify(raw)}, ${cases} cases`, (context) =>
          listStaffCases(context, { ...filters, cursor: next }, brands, local),
        );
      }
    }
    await asAgent(`counts of the list, ${cases} cases`, countStaffCases);
  }
}

/** An agent, and the companies and contacts whose cases writeCases writes. Returns the agent's id. */
async function queueAgent(): Promise<string> {
  return asSystem("bench", async (db) => {
    await db.execute(sql`insert into companies (id, brand, external_id, name)
      select gen_random_uuid(), 'cimsoft', 'queue-' || n, 'Plant ' || n from generate_series(0, 499) n`);
    await db.execute(sql`insert into contacts (id, brand, email, name, primary_company_id, cases_scope)
      select gen_random_uuid(), 'cimsoft', external_id || '@bench.example', 'Contact', id, 'company'
      from companies where external_id like 'queue-%'`);
    const [agent] = await db.execute<{ id: string }>(sql`insert into staff (id, email, name, roles)
      values (gen_random_uuid(), 'queue@bench.example', 'Agent', array['support_agent']) returning id`);
    if (!agent) throw new Error("no agent was written");
    await db.execute(sql`insert into staff_brands (staff_id, brand) values (${agent.id}::uuid, 'cimsoft')`);
    return agent.id;
  });
}

/** Writes cases as a bulk load does: without triggers. */
async function writeCases(first: number, last: number): Promise<void> {
  await asSystem("bench", async (db) => {
    await db.execute(sql`set local statement_timeout = 0`);
    for (const table of ["threads", "cases"]) await db.execute(sql.raw(`alter table ${table} disable trigger user`));
    await db.execute(sql`with made as (
        select gen_random_uuid() as id, n, c.id as company_id, ct.id as filed_by, now() - n * interval '7 minutes' as at,
          case when n % 100 >= 10 then 'closed' when n % 4 = 0 then 'waiting_on_you' when n % 4 = 1 then 'new' else 'in_progress' end as status
        from generate_series(${first}::int, ${last}::int) n
        join companies c on c.external_id = 'queue-' || n % 500 join contacts ct on ct.primary_company_id = c.id
      ), opened as (insert into threads (id, brand, company_id, kind, number, opened_by, opened_by_name, subject, severity, product, status,
          close_reason, closed_at, first_answer_due_at, answer_due_at, answer_since, active_at, last_message_at, last_author_id, created_at, search)
        select id, 'cimsoft', company_id, 'case', 'C-' || nextval('case_numbers'), filed_by, 'Contact', 'Tag ' || n || ' of the historian stops',
          (array['production_stopped', 'impaired', 'question'])[1 + n % 3], (array['AVEVA Historian', 'System Platform', 'InTouch HMI'])[1 + n % 3], status,
          case when status = 'closed' then 'solved' end, case when status = 'closed' then at end, at,
          case when status in ('new', 'in_progress') then at + interval '30 days' end,
          case when status in ('new', 'in_progress') then at end, at, at, filed_by, at,
          to_tsvector('english', 'Tag ' || n || ' of the historian stops every morning at ' || n % 1440 || ' unit ' || n % 97)
        from made returning id)
      insert into cases (id, brand) select id, 'cimsoft' from opened`);
    for (const table of ["threads", "cases"]) await db.execute(sql.raw(`alter table ${table} enable trigger user`));
  });
  await asSystem("bench", (db) => db.execute(sql`analyze`));
  // What a running database does by itself within minutes: counts are then read from an index alone, and what a search
  // reads is sorted in. Not in a transaction, where it is refused.
  const client = postgres(process.env.DATABASE_URL ?? "", { max: 1 });
  await client`vacuum threads, cases`;
  await client.end();
}
