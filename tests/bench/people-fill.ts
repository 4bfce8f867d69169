import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/** Numbers of companies that are measured one after the other, and how many contacts each of them has. */
export const SIZES = [100, Number(process.env.BENCH_COMPANIES ?? 20_000)] as const;
export const CONTACTS_OF_ONE = 5;
/** So many companies a manager has: as many measured managers as that takes, of whom one is measured. */
const MANAGED = 80;

const TABLES = [...["companies", "contacts", "agreements", "invoices", "threads", "cases"], "account_team_members"];

/** Ids of the rows that the measurements use. */
export interface PeopleBench {
  readonly administrator: string;
  readonly manager: string;
  /** One company of the manager. */
  readonly company: string;
}

/** The staff who look. Once, before the first clients. */
export async function fillStaff(): Promise<void> {
  await asSystem("bench", async (db) => {
    await db.execute(sql`insert into staff (id, email, name, roles) values
      (gen_random_uuid(), 'manager@bench.example', 'Manager', array['account_manager']),
      (gen_random_uuid(), 'administrator@bench.example', 'Administrator', array['administrator'])`);
    await db.execute(sql`insert into staff_brands (staff_id, brand)
      select s.id, b.key from staff s, brands b where s.email like '%@bench.example'`);
  });
}

/**
 * Adds companies number `from` to `to`, of two brands by turns, with contacts and, of each, the same share due for
 * renewal, overdue and quiet, so that only their number differs between the sizes. As many of each name, or a list by
 * name would begin with all of a standing, or with none. As a bulk load, without triggers.
 */
export async function fillPeople(from: number, to: number): Promise<PeopleBench> {
  await asSystem("bench", async (db) => {
    await db.execute(sql`set local statement_timeout = 0`);
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} disable trigger user`));
    await db.execute(sql`create temporary table bench_companies on commit drop as
      select gen_random_uuid() as id, n, lpad(n::text, 6, '0') as digits,
        (array['cimsoft', 'insource'])[1 + n % 2] as brand from generate_series(${from}::int, ${to}::int) n`);
    await db.execute(sql`insert into companies (id, brand, external_id, name, city, mail_domains)
      select id, brand, 'K-' || digits, (array['Keystone', 'Granite', 'Meridian', 'Harbor'])[1 + n / 10 % 4] || ' Works ' || digits,
        (array['Richmond', 'Houston', 'Tampa'])[1 + n % 3], array['plant' || digits || '.example'] from bench_companies`);
    await db.execute(sql`create temporary table bench_contacts on commit drop as
      select gen_random_uuid() as id, c.id as company_id, c.n, s, c.brand, c.digits
      from bench_companies c, generate_series(1, ${CONTACTS_OF_ONE}::int) s`);
    await db.execute(sql`insert into contacts (id, brand, external_id, email, name, job_title, primary_company_id, cases_scope)
      select id, brand, 'P-' || digits || '-' || s, 'p' || s || '@plant' || digits || '.example',
        (array['Dana', 'Robin', 'Kim', 'Noor', 'Elena'])[s] || ' Whitfield ' || digits, 'Engineer', company_id, 'company' from bench_contacts`);
    await fillStandings(db);
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} enable trigger user`));
  });
  await asSystem("bench", async (db) => {
    await db.execute(sql`analyze`);
    // As an import does at its end.
    await db.execute(sql`select gin_clean_pending_list(name) from
      unnest(array['companies_words', 'companies_domains', 'contacts_words']::regclass[]) as name`);
  });
  const [row] = await asSystem("bench", (db) =>
    db.execute<Record<keyof PeopleBench, string>>(sql`select
      (select id from staff where email = 'administrator@bench.example') as administrator,
      (select id from staff where email = 'manager@bench.example') as manager,
      (select id from companies where external_id = 'K-000077') as company`),
  );
  if (!row) throw new Error("nothing was written");
  return row;
}

type Database = Parameters<Parameters<typeof asSystem>[1]>[0];

/** Of ten companies one is due for renewal, one has something overdue and three are quiet. The first are the manager's. */
async function fillStandings(db: Database): Promise<void> {
  await db.execute(sql`insert into account_team_members (id, brand, company_id, external_id, staff_id, name, email, role)
    select gen_random_uuid(), c.brand, c.id, 'T-' || c.digits, s.id, 'Manager', 'manager@bench.example', 'account_manager'
    from bench_companies c join staff s on s.email = 'manager@bench.example' where c.n <= ${MANAGED}`);
  await db.execute(sql`insert into agreements (id, brand, company_id, external_id, kind, product, starts_on, ends_on)
    select gen_random_uuid(), brand, id, 'A-' || digits || '-' || s, case when s = 1 then 'support' else 'subscription' end,
      case when s = 1 then 'Standard support' else 'AVEVA Historian' end, current_date - 700,
      current_date + case when n % 10 = 1 then 30 else 400 end
    from bench_companies, generate_series(1, 2) s`);
  await db.execute(sql`insert into invoices (id, brand, company_id, external_id, number, currency, issued_on, due_on, subtotal_minor, total_minor, allocated_minor)
    select gen_random_uuid(), brand, id, 'I-' || digits || '-' || s, 'I-' || digits || '-' || s, 'USD',
      current_date - 40 * s, current_date - 40 * s + 30, 100000, 100000, case when n % 10 = 2 or s = 0 then 0 else 100000 end
    from bench_companies, generate_series(0, 4) s`);
  await db.execute(sql`insert into threads (id, brand, company_id, kind, number, opened_by, opened_by_name, subject, severity, product, status,
      close_reason, closed_at, first_answer_due_at, active_at, last_message_at, last_author_id, created_at, search)
    select gen_random_uuid(), brand, company_id, 'case', 'C-' || nextval('case_numbers'), id, 'Contact', 'A tag stops', 'question', 'InTouch HMI',
      'closed', 'solved', at, at, at, at, id, at, to_tsvector('english', 'A tag stops')
    from (select *, now() - case when n % 10 < 3 then interval '200 days' else interval '20 days' end * (1 + t % 3) as at
      from bench_contacts, generate_series(0, 1) t where s <= 3) made`);
  await db.execute(sql`insert into cases (id, brand) select id, brand from threads t
    where not exists (select 1 from cases c where c.id = t.id)`);
}
