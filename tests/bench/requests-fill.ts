import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";
import type { CaseBench } from "./cases-fill";

/** Number of requests in the database; a tenth of them belong to the measured company, a tenth are open. */
export const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 100_000);
export const REQUESTS_OF_ONE = Math.floor(REQUESTS / 10);
const NOTICES = 100_000;
/** Number of notices of each measured person; a tenth of them are unread. */
export const NOTICES_OF_ONE = 5_000;
export const MAILS = 200_000;
export const AGREEMENTS = 100_000;

const TABLES = ["threads", "requests", "messages", "notices", "outbox", "mail_events", "agreements"];

export interface RequestBench extends CaseBench {
  /** Member of staff who answers requests. */
  readonly manager: string;
  readonly administrator: string;
}

/** Fills the tables as a bulk load does, after fillCases: without triggers until the end. */
export async function fillRequests(made: CaseBench): Promise<RequestBench> {
  const [people] = await asSystem("bench", async (db) => {
    await db.execute(sql`set local statement_timeout = 0`);
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} disable trigger user`));
    await db.execute(sql`insert into staff (id, email, name, roles) values
      (gen_random_uuid(), 'manager@bench.example', 'Manager', array['account_manager']),
      (gen_random_uuid(), 'administrator@bench.example', 'Administrator', array['administrator'])`);
    await db.execute(sql`insert into staff_brands (staff_id, brand)
      select id, 'cimsoft' from staff where email in ('manager@bench.example', 'administrator@bench.example')`);
    await db.execute(sql`update contacts set requests_scope = cases_scope where email like '%@bench.example'`);
    await db.execute(sql`create temporary table bench_requests on commit drop as
      select gen_random_uuid() as id, n, ct.primary_company_id as company_id, ct.id as asked_by, now() - n * interval '11 minutes' as at
      from generate_series(1, ${REQUESTS}) n
      join contacts ct on ct.email = 'c' || case when n % 10 = 0 then 1 else 2 + n % 499 end || '@bench.example'`);
    await db.execute(sql`insert into threads (id, brand, company_id, kind, topic, number, opened_by, opened_by_name, subject, status, closed_at, owner_id,
        first_answer_due_at, answer_due_at, answer_since, active_at, last_message_at, last_author_id, created_at, search)
      select id, 'cimsoft', company_id, 'request', (array['message', 'subscription', 'renewal', 'support_agreement'])[1 + n % 4],
        'R-' || nextval('request_numbers'), asked_by, 'Contact', 'Renewal of unit ' || n, status, case when status = 'closed' then at end,
        case when n % 3 = 0 then (select id from staff where email = 'manager@bench.example') end, at,
        case when status in ('new', 'in_progress') then at + interval '30 days' end,
        case when status in ('new', 'in_progress') then at end, at, at, asked_by, at,
        to_tsvector('english', 'Renewal of unit ' || n || ' for ' || n % 1440 || ' seats')
      from (select *, case when n % 100 >= 10 then 'closed'
        when n % 4 = 0 then 'waiting_on_you' when n % 4 = 1 then 'new' else 'in_progress' end as status from bench_requests) made`);
    await db.execute(sql`insert into requests (id, brand) select id, 'cimsoft' from bench_requests`);
    await db.execute(sql`insert into messages (id, brand, thread_id, author_kind, author_id, author_name, body, created_at)
      select id, 'cimsoft', id, 'contact', asked_by, 'Contact', repeat('Shall we renew it? ', 12), at from bench_requests`);
    await db.execute(sql`insert into notices (id, brand, person_kind, person_id, kind, title, path, thread_id, dedupe_key, created_at, read_at)
      select gen_random_uuid(), 'cimsoft', person_kind, person_id, kind, 'Somebody wrote in R-' || n, '/x', r.id, 'bench-' || person_kind || n, r.at,
        case when n % 100 >= 10 then r.at end
      from bench_requests r cross join lateral (values
        ('contact', case when r.n % 10 = 0 and r.n <= ${NOTICES_OF_ONE * 10} then ${made.reader}::uuid else r.asked_by end, 'request-message'),
        ('staff', case when r.n <= ${NOTICES_OF_ONE} then (select id from staff where email = 'manager@bench.example')
          else (select id from staff where email = 'administrator@bench.example') end, 'request-for-team')) p (person_kind, person_id, kind)
      where r.n <= ${NOTICES}`);
    await db.execute(sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key, state, attempts, provider_id, outcome, created_at, sent_at)
      select gen_random_uuid(), 'cimsoft', 'password-changed', 'c' || n % 1000 || '@bench.example', '{}', 'bench-' || n, 'sent', 1,
        'bench-' || n, case when n % 1000 = 0 then 'bounced' else 'delivered' end, now() - n * interval '1 minute', now() - n * interval '1 minute'
      from generate_series(1, ${MAILS}) n`);
    await db.execute(sql`insert into mail_events (id, provider_id, kind, happened_at)
      select 'bench-' || n, 'bench-' || n, case when n % 1000 = 0 then 'bounced' else 'delivered' end, now() - n * interval '1 minute'
      from generate_series(1, ${MAILS}) n`);
    await db.execute(sql`insert into agreements (id, brand, company_id, external_id, kind, product, starts_on, ends_on)
      select gen_random_uuid(), 'cimsoft', c.id, 'bench-' || n, 'subscription', 'Historian subscription ' || n,
        current_date - 900, current_date - 365 + n % 2000
      from generate_series(1, ${AGREEMENTS}) n join companies c on c.external_id = 'cases-' || (1 + n % 500)`);
    for (const table of TABLES) await db.execute(sql.raw(`alter table ${table} enable trigger user`));
    return db.execute<Pick<RequestBench, "manager" | "administrator">>(sql`select
      (select id from staff where email = 'manager@bench.example') as manager,
      (select id from staff where email = 'administrator@bench.example') as administrator`);
  });
  await asSystem("bench", (db) => db.execute(sql`analyze`));
  if (!people) throw new Error("nothing was written");
  return { ...made, ...people };
}
