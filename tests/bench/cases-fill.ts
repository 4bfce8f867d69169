import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/** Number of cases in the database; a tenth of them are open. */
export const CASES = Number(process.env.BENCH_CASES ?? 200_000);
/** Number of cases of the company that is measured. */
export const CASES_OF_ONE = Math.floor(CASES / 10);
export const MESSAGES = 200;
export const FILES = 50;
export const SESSIONS = 500;

const TABLES = ["threads", "cases", "messages", "files", "thread_participants", "contacts", "sessions"];
const COMPANIES = 500;
/** A measured contact with scope `own` takes part in this many cases of the company. */
const TAKEN_PART = 20;

/** Ids of the rows that the measurements use. */
export interface CaseBench {
  readonly company: string;
  /** Contact who sees all cases of the company. */
  readonly reader: string;
  /** Contact who sees only cases that they filed or take part in. */
  readonly participant: string;
  readonly agent: string;
  /** The case with many messages and files. */
  readonly thread: string;
  readonly number: string;
  /** Contacts with an open session, one of each company. */
  readonly everybody: readonly string[];
  /** Contacts with an open session who all have access to the company, so that each must be checked for every event. */
  readonly company500: readonly string[];
}

/** Fills the tables as a bulk load does: without triggers and search index until the end. */
export async function fillCases(): Promise<CaseBench> {
  await asSystem("bench", async (db) => {
    await db.execute(sql`set local statement_timeout = 0`);
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} disable trigger user`));
    await db.execute(sql`drop index threads_case_search`);
    await db.execute(sql`insert into companies (id, brand, external_id, name)
      select gen_random_uuid(), 'cimsoft', 'cases-' || n, 'Plant ' || n from generate_series(1, ${COMPANIES}) n`);
    await db.execute(sql`insert into agreements (id, brand, company_id, external_id, kind, product, starts_on, ends_on)
      select gen_random_uuid(), brand, id, external_id, 'support', 'Standard support', '2020-01-01', '2099-12-31'
      from companies where external_id like 'cases-%'`);
    // One contact of every company, then SESSIONS more of the first.
    await db.execute(sql`insert into contacts (id, brand, email, name, primary_company_id, cases_scope)
      select gen_random_uuid(), 'cimsoft', 'c' || n || '@bench.example', 'Contact ' || n, c.id,
        case when n <= ${COMPANIES} or n % 2 = 0 then 'company' else 'own' end
      from generate_series(1, ${COMPANIES + SESSIONS}) n
      join companies c on c.external_id = 'cases-' || case when n <= ${COMPANIES} then n else 1 end`);
    await db.execute(sql`insert into sessions (id, token_hash, account_kind, account_id, brand, created_at, last_seen_at, expires_at)
      select gen_random_uuid(), 'bench-' || email, 'contact', id, brand, now(), now(), now() + interval '1 day'
      from contacts where email like '%@bench.example'`);
    await db.execute(sql`insert into staff (id, email, name, roles)
      values (gen_random_uuid(), 'agent@bench.example', 'Agent', array['support_agent'])`);
    await db.execute(sql`insert into staff_brands (staff_id, brand)
      select id, 'cimsoft' from staff where email = 'agent@bench.example'`);
    await db.execute(sql`create temporary table bench_cases on commit drop as
      select gen_random_uuid() as id, n, c.id as company_id, ct.id as filed_by, now() - n * interval '7 minutes' as at
      from generate_series(1, ${CASES}) n
      join companies c on c.external_id = 'cases-' || case when n % 10 = 0 then 1 else 2 + n % ${COMPANIES - 1} end
      join contacts ct on ct.email = 'c' || substring(c.external_id from 7) || '@bench.example'`);
    await db.execute(sql`insert into threads (id, brand, company_id, kind, number, opened_by, opened_by_name, subject, severity, product, status,
        close_reason, closed_at, first_answer_due_at, answer_due_at, answer_since, active_at, last_message_at, last_author_id, created_at, search)
      select id, 'cimsoft', company_id, 'case', 'C-' || nextval('case_numbers'), filed_by, 'Contact', 'Tag ' || n || ' of the historian stops',
        (array['production_stopped', 'impaired', 'question'])[1 + n % 3], (array['AVEVA Historian', 'System Platform', 'InTouch HMI'])[1 + n % 3], status,
        case when status = 'closed' then 'solved' end, case when status = 'closed' then at end, at,
        case when status in ('new', 'in_progress') then at + interval '30 days' end,
        case when status in ('new', 'in_progress') then at end, at, at, filed_by, at,
        to_tsvector('english', 'Tag ' || n || ' of the historian stops every morning at ' || n % 1440 || ' unit ' || n % 97)
      from (select *, case when n % 100 >= 10 then 'closed'
        when n % 4 = 0 then 'waiting_on_you' when n % 4 = 1 then 'new' else 'in_progress' end as status from bench_cases) made`);
    await db.execute(sql`insert into cases (id, brand) select id, 'cimsoft' from bench_cases`);
    await db.execute(sql`insert into messages (id, brand, thread_id, author_kind, author_id, author_name, body, created_at)
      select id, 'cimsoft', id, 'contact', filed_by, 'Contact', repeat('It stops every morning. ', 12), at from bench_cases`);
    await db.execute(sql`insert into messages (id, brand, thread_id, author_kind, author_id, author_name, body, created_at)
      select gen_random_uuid(), 'cimsoft', id, 'contact', filed_by, 'Contact', repeat('It stops every morning. ', 12), at + s * interval '1 minute'
      from bench_cases, generate_series(2, ${MESSAGES}) s where n = 10`);
    await db.execute(sql`insert into files (id, brand, uploader_kind, uploader_id, thread_id, message_id, name, size_bytes, media_type, sha256, scan, created_at, attached_at)
      select replace(gen_random_uuid()::text, '-', ''), 'cimsoft', 'contact', c.filed_by, c.id, m.id, 'trend.csv', 1000, 'text/plain',
        repeat('0', 64), 'clean', m.created_at, m.created_at
      from bench_cases c join messages m on m.thread_id = c.id
      where (c.n = 10 and m.id in (select id from messages where thread_id = c.id order by created_at limit ${FILES})) or c.n % 10 = 3`);
    await db.execute(sql`insert into thread_participants (brand, thread_id, contact_id, contact_name)
      select 'cimsoft', b.id, ct.id, ct.name from bench_cases b, contacts ct
      where b.n % 10 = 0 and b.n <= ${TAKEN_PART * 10} and ct.email = ${`c${COMPANIES + 1}@bench.example`}`);
    await db.execute(sql`create index threads_case_search on threads using gin (search) where kind = 'case'`);
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} enable trigger user`));
  });
  await asSystem("bench", (db) => db.execute(sql`analyze`));
  return readMade();
}

/** Reads the ids of the rows that fillCases wrote. */
async function readMade(): Promise<CaseBench> {
  return asSystem("bench", async (db) => {
    const [row] = await db.execute<Record<keyof CaseBench, string> & Pick<CaseBench, "everybody" | "company500">>(sql`
      select c.company_id as company, c.id as thread, c.number,
        (select id from contacts where email = 'c1@bench.example') as reader,
        (select id from contacts where email = ${`c${COMPANIES + 1}@bench.example`}) as participant,
        (select id from staff where email = 'agent@bench.example') as agent,
        array(select s.id::text from sessions s join contacts ct on ct.id = s.account_id
          where (substring(ct.email from '[0-9]+'))::int <= ${COMPANIES}) as everybody,
        array(select s.id::text from sessions s join contacts ct on ct.id = s.account_id
          where (substring(ct.email from '[0-9]+'))::int > ${COMPANIES}) as company500
      from threads c where c.id = (select thread_id from messages group by thread_id order by count(*) desc limit 1)`);
    if (!row) throw new Error("nothing was written");
    return row;
  });
}
