import { getTableName, is, sql, Table } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bind } from "@/db/binding";
import { pool, type Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { asGate, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { createStaff, staffViewer } from "../support/world";
import { furnish, type House } from "./houses";

/*
 * Somebody runs SQL of their own in a viewer's transaction of the web process. It reaches what the viewer reaches, and nothing
 * more.
 */

const TABLES = Object.values(schema).flatMap((one) => (is(one, Table) ? getTableName(one) : []));
const admin = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
let home: House;
let neighbour: House;
let member: StaffViewer;

beforeAll(async () => {
  member = { ...staffViewer(await createStaff(["administrator"])), brands: ["cimsoft"] };
  home = await furnish("cimsoft", member);
  neighbour = await furnish("cimsoft", member);
});

afterAll(() => admin.end());

const refused = { cause: { code: "42501" } };
const run = <T>(viewer: Viewer, work: (db: Transaction) => Promise<T>) =>
  runAsViewer(viewer, "write", ({ db }) => work(db));
const say = (db: Transaction, statement: string) => db.execute(sql.raw(statement));
const each = () => [home.viewer, member] as const;

/** How many rows of each table are seen behind statements, each table in a transaction of its own; refused is none. */
async function seenBehind(viewer: Viewer, statements: readonly string[]): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (const table of TABLES) {
    const count = run(viewer, async (db) => {
      for (const statement of statements) await say(db, statement);
      const [row] = await db.execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${table}`));
      return row?.n ?? 0;
    });
    const n = await count.catch((error: { cause?: { code?: string } }) => {
      if (error.cause?.code === "42501") return 0;
      throw error;
    });
    if (n > 0) seen[table] = n;
  }
  return seen;
}

describe("the login of the web process", () => {
  it("owns nothing, and may become the roles of viewers and of the gate alone", async () => {
    const [login] = await admin`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit from pg_roles where rolname = 'portal_web'`;
    expect(Object.values({ ...login })).toEqual(Array(6).fill(false));
    const roles = await admin`
      select rolname from pg_roles where pg_has_role('portal_web', oid, 'MEMBER') and rolname <> 'portal_web' order by 1`;
    expect(roles.map(({ rolname }) => rolname)).toEqual(["portal_client", "portal_gate", "portal_staff"]);
    const owned = await admin`select relname from pg_class where relowner = 'portal_web'::regrole`;
    expect([...owned]).toEqual([]);
    const [used] = await pool().sql`select current_user as name, session_user as login`;
    expect({ ...used }).toEqual({ name: "portal_web", login: "portal_web" });
  });

  it("reads and changes no table by itself", async () => {
    for (const viewer of each()) {
      expect(await seenBehind(viewer, ["reset role"])).toEqual({});
      expect(await seenBehind(viewer, ["set role none"])).toEqual({});
      const renamed = run(viewer, async (db) => {
        await say(db, "reset role");
        await say(db, "update companies set name = 'Mine'");
      });
      await expect(renamed).rejects.toMatchObject(refused);
    }
  });

  it.each(["portal", "portal_none", "postgres", "pg_read_all_data", "pg_write_server_files"])(
    "cannot become %s",
    async (role) => {
      for (const viewer of each()) {
        for (const statement of [`set role ${role}`, `set local role ${role}`, `set session authorization ${role}`]) {
          await expect(
            run(viewer, (db) => say(db, statement)),
            statement,
          ).rejects.toMatchObject(refused);
        }
        const byFunction = run(viewer, (db) => db.execute(sql`select set_config('role', ${role}, false)`));
        await expect(byFunction).rejects.toMatchObject(refused);
      }
    },
  );
});

describe("another role taken in a viewer's transaction", () => {
  it("shows a client nothing as staff, and staff nothing as a client", async () => {
    expect(await seenBehind(home.viewer, ["set role portal_staff"])).toEqual({});
    expect(await seenBehind(member, ["set role portal_client"])).toEqual({});
  });

  it("shows nobody anything as the gate", async () => {
    for (const viewer of each()) {
      expect(await seenBehind(viewer, ["set role portal_gate"])).toEqual({});
      expect(await seenBehind(viewer, ["commit", "begin", "set role portal_gate"])).toEqual({});
    }
    const count = await asGate("test", (db) =>
      db.execute<{ n: number }>(sql`select count(*)::int as n from credentials`),
    );
    expect(count[0]?.n).toBeGreaterThan(0);
  });

  it("does nothing as the gate", async () => {
    const [thread] = await admin`select id from threads where opened_by = ${home.contact} limit 1`;
    for (const viewer of each()) {
      const done = await run(viewer, async (db) => {
        await say(db, "set role portal_gate");
        const [row] = await db.execute(sql`select
          enqueue_reset('{"email":"a@client.example"}'::json, 'x', 10, 1000) as reset,
          may_see_thread('contact', ${home.contact}::uuid, ${thread?.id}::uuid) as sees,
          (select count(*)::int from sessions_of('contact', ${home.contact}::uuid, 'cimsoft', array(select id from sessions))) as hears`);
        const changed = await db.execute(sql`update credentials set password_hash = 'mine'`);
        return { ...row, changed: changed.count };
      });
      expect(done).toEqual({ reset: false, sees: false, hears: 0, changed: 0 });
      const session = run(viewer, async (db) => {
        await say(db, "set role portal_gate");
        await db.execute(sql`insert into sessions (id, token_hash, account_kind, account_id, brand, created_at, last_seen_at, expires_at)
          values (gen_random_uuid(), 'x', 'contact', ${neighbour.contact}::uuid, 'cimsoft', now(), now(), now() + interval '1 day')`);
      });
      await expect(session).rejects.toMatchObject(refused);
    }
  });
});

describe("ids set by a viewer's own SQL", () => {
  const companies = async (db: Transaction) =>
    [
      ...(await db.execute<{ id: string }>(
        sql`select id from companies where id in (${home.company}, ${neighbour.company})`,
      )),
    ].map(({ id }) => id);

  it("are not read from the settings that once had them", async () => {
    const found = await run(home.viewer, async (db) => {
      for (const [name, value] of Object.entries({
        company_id: neighbour.company,
        contact_id: neighbour.contact,
        staff_id: member.staffId,
        brands: "cimsoft",
        roles: "administrator",
      })) {
        await db.execute(sql`select set_config(${`portal.${name}`}, ${value}, true)`);
      }
      return companies(db);
    });
    expect(found).toEqual([home.company]);
  });

  it("are refused in the bound setting, whatever is tried with it", async () => {
    const facts = { kind: "client", brand: "cimsoft", contact_id: neighbour.contact, company_id: neighbour.company };
    const forged = bind(facts);
    const secret = process.env.AUTH_SECRET;
    process.env.AUTH_SECRET = "another secret of at least 32 characters";
    const byOtherKey = bind(facts);
    process.env.AUTH_SECRET = secret;
    const attempts: Record<string, (own: string) => string> = {
      "another company": (own) => own.replace(home.company, neighbour.company),
      "the HMAC of one's own facts": (own) => own.slice(0, 64) + forged.slice(64),
      "no HMAC": () => forged.slice(64),
      "an HMAC of zeros": () => "0".repeat(64) + forged.slice(64),
      "a key of one's own": () => byOtherKey,
      "one more fact": (own) => `${own}|`,
      "another kind": (own) => own.replace("|client|", "|gate|"),
      "a moved clock": (own) => own.replace("|client|0|", "|client|-99999999999|"),
    };
    for (const [what, forge] of Object.entries(attempts)) {
      const found = run(home.viewer, async (db) => {
        const [row] = await db.execute<{ own: string }>(sql`select current_setting('portal.viewer') as own`);
        const value = forge(row?.own ?? "");
        expect(value, what).not.toBe(row?.own);
        await db.execute(sql`select set_config('portal.viewer', ${value}, true)`);
        return companies(db);
      });
      await expect(found, what).rejects.toMatchObject(refused);
    }
  });

  it("change nothing between two rows of one statement either", async () => {
    const found = run(home.viewer, (db) =>
      db.execute(sql`
        select c.id from (values (${home.company}::uuid), (${neighbour.company}::uuid)) wanted (id)
        cross join lateral (select replace(current_setting('portal.viewer'), ${home.company}, wanted.id::text) as changed) own
        cross join lateral (select set_config('portal.viewer', own.changed, true) as done offset 0) set
        join companies c on c.id = wanted.id and set.done is not null`),
    );
    const ids = await found.then(
      (rows) => [...rows].map(({ id }) => id),
      (error: { cause?: { code?: string } }) => (error.cause?.code === "42501" ? [] : Promise.reject(error)),
    );
    expect(ids).not.toContain(neighbour.company);
  });

  it("do not move the day by which agreements are judged", async () => {
    const days = await run(home.viewer, async (db) => {
      await db.execute(sql`select set_config('portal.clock_offset_ms', '-99999999999', true)`);
      const [row] = await db.execute(
        sql`select business_today('UTC') as day, (now() at time zone 'UTC')::date as today`,
      );
      return row;
    });
    expect(days?.day).toBe(days?.today);
  });

  it("find no key to bind them by, in any role", async () => {
    for (const viewer of each()) {
      for (const role of ["none", "portal_client", "portal_staff", "portal_gate"]) {
        const read = run(viewer, async (db) => {
          await say(db, `set role ${role}`);
          await say(db, "select * from viewer_keys");
        });
        await expect(read, role).rejects.toMatchObject(refused);
      }
    }
  });
});

describe("what else a viewer's own SQL may try", () => {
  const STATEMENTS = [
    "create table mine (x int)",
    "create temporary table sessions (x int)",
    "create temporary view contacts as select 1",
    "create schema mine",
    "create function mine() returns int language sql as 'select 1'",
    "create function pg_temp.mine() returns int language sql as 'select 1'",
    "create extension pgcrypto",
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
      case_colleagues: [client, staff],
      case_companies: [client],
      clock_offset_ms: [client, gate, staff],
      enqueue_reset: [gate],
      enqueue_stripe_event: [gate],
      is_gate: [client, gate, staff],
      may_see_thread: [gate],
      related_companies: [client],
      search_invoices: [client, staff],
      search_threads: [client, staff],
      sent_up: [client, staff],
      sessions_of: [gate],
      sessions_that_hear: [gate],
      staff_cover: [staff],
      team_cover: [client],
      thread_people: [client],
      threads_taken_part: [client],
      viewer_fact: [client, gate, staff],
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
  });
});
