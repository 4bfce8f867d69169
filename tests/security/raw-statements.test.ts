import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Transaction } from "@/db/client";
import { runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { createStaff, staffViewer } from "../support/world";
import { furnish, type House } from "./houses";

/* Statements beside queries that somebody runs in a viewer's transaction of the web process. See raw-sql.test.ts. */

const admin = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
let home: House;
let member: StaffViewer;

beforeAll(async () => {
  member = { ...staffViewer(await createStaff(["administrator"])), brands: ["cimsoft"] };
  home = await furnish("cimsoft", member);
});

afterAll(() => admin.end());

const refused = { cause: { code: "42501" } };
const run = <T>(viewer: Viewer, work: (db: Transaction) => Promise<T>) =>
  runAsViewer(viewer, "write", ({ db }) => work(db));
const say = (db: Transaction, statement: string) => db.execute(sql.raw(statement));
const each = () => [home.viewer, member] as const;

describe("what else a viewer's own SQL may try", () => {
  const STATEMENTS = [
    "create table mine (x int)",
    "create temporary table sessions (x int)",
    "create temporary view contacts as select 1",
    "create schema mine",
    "create function mine() returns int language sql as 'select 1'",
    "create function pg_temp.mine() returns int language sql as 'select 1'",
    "create extension pgcrypto",
    "create extension dblink",
    "create extension postgres_fdw",
    "create role mine",
    "create trigger mine before insert on outbox for each row execute function outbox_enqueue()",
    "create policy mine on invoices using (true)",
    "drop policy client_reads on invoices",
    "alter policy client_reads on invoices using (true)",
    "alter table invoices disable row level security",
    "alter table invoices owner to portal_web",
    "alter role portal_web superuser",
    "alter role portal_web bypassrls",
    "alter database postgres owner to portal_web",
    "alter function viewer_fact(text) security invoker",
    "create or replace function viewer_fact(name text) returns text language sql as 'select name'",
    "drop function viewer_fact(text) cascade",
    "grant portal to portal_web",
    "grant portal_none to portal_client",
    "grant select on viewer_keys to public",
    "truncate invoices",
    "set session_replication_role = replica",
    "copy invoices to '/tmp/invoices'",
    "copy invoices to program 'cat'",
    "copy companies from program 'echo'",
    "copy (select 1) to program 'cat'",
    "copy (select 1) to '/tmp/mine'",
    "select pg_read_file('/etc/passwd')",
    "select lo_import('/etc/passwd')",
    "select rolpassword from pg_authid",
    "select * from pg_statistic",
    "select graphile_worker.add_job('mail.send', '{}')",
    "delete from drizzle.__drizzle_migrations",
  ];

  it("is refused, by each role that the login may become", async () => {
    for (const viewer of each()) {
      for (const role of ["none", "portal_client", "portal_staff", "portal_gate"]) {
        for (const statement of STATEMENTS) {
          const done = run(viewer, async (db) => {
            await say(db, `set role ${role}`);
            await say(db, statement);
          });
          await expect(done, `${role}: ${statement}`).rejects.toMatchObject({ cause: { code: /^(42501|0LP01)$/ } });
        }
      }
    }
  });

  it("does not switch row-level security off", async () => {
    for (const viewer of each()) {
      const read = run(viewer, async (db) => {
        await say(db, "set row_security = off");
        await say(db, "select * from invoices");
      });
      await expect(read).rejects.toMatchObject(refused);
    }
  });

  it("calls no function that looks past the policies but those that apply the viewer's ids", async () => {
    const may = await admin<{ name: string; roles: string[] }[]>`
      select proname as name, array(select rolname::text from pg_roles r
        where rolname in ('portal_client', 'portal_staff', 'portal_gate', 'portal_web') and has_function_privilege(r.oid, p.oid, 'EXECUTE') order by 1) as roles
      from pg_proc p where pronamespace = 'public'::regnamespace and prosecdef order by 1`;
    const [client, staff, gate] = ["portal_client", "portal_staff", "portal_gate"];
    expect(Object.fromEntries(may.flatMap(({ name, roles }) => (roles.length ? [[name, roles]] : [])))).toEqual({
      // What agents write from cases: each asks viewer_works_cases() first.
      ...{
        article_standings: [staff],
        article_withdrawn: [staff],
        release_article: [staff],
        revise_article: [staff],
        withdraw_article: [staff],
      },
      // What staff write first, by the rules of who may see a thread; each asks for roles that serve clients, of the brand.
      ...{ companies_for_cases: [staff], contacts_for_thread: [staff], staff_begins_thread: [staff] },
      count_promise: [staff],
      // What a visitor left: both ask manages_visitor() first.
      ...{ erase_visitor: [staff], visitor_data: [staff] },
      // Each applies the viewer's own ids, and what the first finds is judged again.
      ...{ search_everything: [client, staff], note_missed_search: [client, staff] },
      ask_for_transcript: [client],
      case_colleagues: [client, staff],
      case_companies: [client],
      chat_desk: [client, staff],
      chat_into_case: [client, staff],
      chat_is_lost: [staff],
      chat_other_side: [client, staff],
      chat_place: [client],
      clock_offset_ms: [client, gate, staff],
      // Accounts of staff: each asks manages_staff() first.
      ...{ close_staff: [staff], end_staff_sessions: [staff], mail_staff_link: [staff], manages_staff: [staff] },
      // A person's data: both ask manages_person() first.
      ...{ erase_person: [staff], person_data: [staff] },
      ...{ save_staff: [staff], staff_sessions: [staff], staff_with_passwords: [staff] },
      company_colleagues: [client],
      contact_accounts: [staff],
      contact_sign_in: [staff],
      contacts_near: [staff],
      covered_terms: [client, staff],
      enqueue_connect: [gate],
      on_call_rota: [client, staff],
      enqueue_reset: [gate],
      enqueue_stripe_event: [gate],
      invitation_waits: [client],
      invite_contact: [staff],
      // Asks viewer_administers() of the mail's brand first.
      // Asks for who answers cases, of the mail's brand.
      mail_goes_on: [staff],
      send_mail_again: [staff],
      is_gate: [client, gate, staff],
      is_looked_into: [client, staff],
      library_products: [client, staff],
      may_see_thread: [gate],
      open_versions: [client],
      merge_counts: [staff],
      merge_gains: [staff],
      merge_records: [staff],
      photos_of_chats: [client],
      related_companies: [client],
      resource_history: [staff],
      running_health: [gate],
      search_companies: [staff],
      search_contacts: [staff],
      search_invoices: [client, staff],
      search_resources: [client, staff],
      search_threads: [client, staff],
      sent_up: [client, staff],
      solve_with_resource: [client],
      suggest_resources: [client],
      set_chat_talks: [staff],
      sessions_of: [gate],
      sessions_that_hear: [gate],
      staff_cover: [staff],
      team_cover: [client],
      thread_people: [client],
      threads_taken_part: [client],
      use_resource: [client],
      undo_merge: [staff],
      viewer_fact: [client, gate, staff],
      viewer_has_support: [client],
      viewer_products: [client],
    });
  });

  it("leaves nothing on its connection for the next: one with more than data changed is ended", async () => {
    const pidOf = (db: Transaction) =>
      db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`).then(([row]) => row?.pid ?? 0);
    for (const statement of [
      "prepare mine as select 1",
      "deallocate all",
      "discard plans",
      "set search_path = pg_catalog",
      "set role portal_staff",
      "commit",
    ]) {
      const pid = await run(home.viewer, async (db) => {
        const own = await pidOf(db);
        await say(db, statement);
        return own;
      });
      const later = await Promise.all(Array.from({ length: 12 }, () => run(home.viewer, pidOf)));
      expect(later, statement).not.toContain(pid);
    }
    await expect(run(home.viewer, (db) => say(db, "prepare mine as select 1; select 1"))).rejects.toMatchObject({
      cause: { code: "42601" },
    });
    const quiet = await run(home.viewer, pidOf);
    expect(await run(home.viewer, pidOf)).toBe(quiet);
    const inParts = await run(home.viewer, async (db) => {
      const pid = await pidOf(db);
      const parts = ["savepoint mine", "rollback to savepoint mine", "release savepoint mine"];
      for (const part of parts) await say(db, part);
      return pid;
    });
    expect(await run(home.viewer, pidOf)).toBe(inParts);
  });
});
