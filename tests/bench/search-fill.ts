import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/** Rows that can be found: two thirds invoices, the rest cases and estimates, of many companies. */
export const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const COMPANIES = 2_000;
const CONTACTS_OF_ONE = 5;
/** The measured company has one row in a hundred. */
const SHARE_OF_ONE = 100;

const TABLES = ["companies", "contacts", "agreements", "invoices", "estimates", "threads", "cases"];
/** Dropped while rows are written, as a bulk load does. */
const INDEXES = [
  "invoices_search",
  "invoices_plain_number",
  "estimates_plain_number",
  "estimates_words",
  "threads_case_search",
];

export interface SearchBench {
  readonly company: string;
  readonly contact: string;
  /** One of the other companies, with its share of the rest. */
  readonly small: { readonly company: string; readonly contact: string };
  readonly administrator: string;
}

/** Texts in which some words are in every row, some in one of a hundred, and some in one alone. */
const text = (n: string) =>
  `'historian ' || (array['client license', 'tag server', 'archive node', 'trend viewer'])[1 + ${n} % 4] || ' ' ||
    (array['turbine', 'boiler', 'conveyor', 'furnace', 'chiller'])[1 + ${n} % 5] || ' unit ' || (${n} % 100) || ' ' ||
    case when ${n} % 10007 = 0 then 'nephelometer' when ${n} % 97 = 0 then 'calorimeter' else '' end`;

export async function fillSearch(): Promise<SearchBench> {
  const money = Math.floor(ROWS / 3) * 2;
  const rest = Math.floor(ROWS / 6);
  await asSystem("bench", async (db) => {
    await db.execute(sql`set local statement_timeout = 0`);
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} disable trigger user`));
    const definitions = await db.execute<{ name: string; made: string }>(
      sql`select indexname as name, indexdef as made from pg_indexes where indexname in ${INDEXES}`,
    );
    for (const { name } of definitions) await db.execute(sql.raw(`drop index ${name}`));
    await db.execute(sql`insert into companies (id, brand, external_id, name, city)
      select gen_random_uuid(), 'cimsoft', 'K-' || n, (array['Keystone', 'Harbor', 'Granite', 'Meridian'])[1 + n % 4] || ' Works ' || n,
        (array['Richmond', 'Houston', 'Tampa'])[1 + n % 3] from generate_series(0, ${COMPANIES - 1}::int) n`);
    await db.execute(sql`insert into contacts (id, brand, external_id, email, name, primary_company_id, billing, cases_scope, requests_scope)
      select gen_random_uuid(), 'cimsoft', 'P-' || c.external_id || s, 'p' || s || '@' || lower(c.external_id) || '.example',
        (array['Dana', 'Robin', 'Kim', 'Noor', 'Elena'])[s] || ' Whitfield ' || c.external_id, c.id, true, 'company', 'company'
      from companies c, generate_series(1, ${CONTACTS_OF_ONE}::int) s`);
    await db.execute(sql`insert into agreements (id, brand, company_id, external_id, kind, product, starts_on, ends_on)
      select gen_random_uuid(), 'cimsoft', id, 'A-' || external_id, 'support', 'Standard support', current_date - 100, current_date + 265 from companies`);
    await db.execute(sql`create temporary table owners on commit drop as
      select c.id, n, (select ct.id from contacts ct where ct.primary_company_id = c.id limit 1) as contact
      from generate_series(0, ${COMPANIES - 1}::int) n join companies c on c.external_id = 'K-' || n`);
    await db.execute(sql`create index on owners (n)`);
    await db.execute(sql`analyze owners`);
    const owner = sql.raw(`o.n = case when s % ${SHARE_OF_ONE} = 0 then 0 else 1 + s % ${COMPANIES - 1} end`);
    await db.execute(sql`insert into invoices (id, brand, company_id, external_id, number, currency, issued_on, due_on, subtotal_minor, total_minor, search_text)
      select gen_random_uuid(), 'cimsoft', o.id, 'I-' || s, 'INV-' || 2000000 + s, 'USD', date '2020-01-01' + (s % 2000), date '2020-02-01' + (s % 2000),
        10000, 10000, 'inv-' || 2000000 + s || ' ' || ${sql.raw(text("s"))}
      from generate_series(1, ${money}::int) s join owners o on ${owner}`);
    await db.execute(sql`insert into estimates (id, brand, company_id, external_id, number, title, currency, total_minor, issued_on, expires_on)
      select gen_random_uuid(), 'cimsoft', o.id, 'E-' || s, 'EST-' || 5000000 + s, initcap(${sql.raw(text("s"))}), 'USD', 10000,
        date '2020-01-01' + (s % 2000), date '2020-02-01' + (s % 2000)
      from generate_series(1, ${rest}::int) s join owners o on ${owner}`);
    await db.execute(sql`insert into threads (id, brand, company_id, kind, number, opened_by, opened_by_name, subject, severity, product, status,
        close_reason, closed_at, first_answer_due_at, active_at, last_message_at, last_author_id, created_at, search)
      select gen_random_uuid(), 'cimsoft', o.id, 'case', 'C-' || 8000000 + s, o.contact, 'Contact', ${sql.raw(text("s"))}, 'question', 'InTouch HMI',
        'closed', 'solved', at, at, at, at, o.contact, at, to_tsvector('english', ${sql.raw(text("s"))} || ' stops every morning ' || s)
      from (select s, now() - s * interval '1 minute' as at from generate_series(1, ${rest}::int) s) made join owners o on ${owner}`);
    await db.execute(sql`insert into cases (id, brand) select id, brand from threads`);
    for (const { made } of definitions) await db.execute(sql.raw(made));
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} enable trigger user`));
    await db.execute(
      sql`insert into staff (id, email, name, roles) values (gen_random_uuid(), 'administrator@bench.example', 'Administrator', array['administrator'])`,
    );
    await db.execute(sql`insert into staff_brands (staff_id, brand) select s.id, 'cimsoft' from staff s`);
    await db.execute(sql`select learn_search_words()`);
  });
  await asSystem("bench", (db) => db.execute(sql`analyze`));
  return { ...(await viewerOf("K-0")), small: await viewerOf("K-1204") };
}

async function viewerOf(externalId: string): Promise<Omit<SearchBench, "small">> {
  const [row] = await asSystem("bench", (db) =>
    db.execute<Record<"company" | "contact" | "administrator", string>>(sql`select c.id as company,
      (select ct.id from contacts ct where ct.primary_company_id = c.id limit 1) as contact, (select id from staff limit 1) as administrator
      from companies c where c.external_id = ${externalId}`),
  );
  if (!row) throw new Error("nothing was written");
  return row;
}
