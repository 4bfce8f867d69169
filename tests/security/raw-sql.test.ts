import { getTableName, is, sql, Table } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bind } from "@/db/binding";
import { pool, type Transaction } from "@/db/client";
import { excessOfOwnLogin } from "@/db/logins";
import * as schema from "@/db/schema";
import { SharedReads } from "@/db/shared-reads";
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

  it("is the only one that a web process starts with: the owner's is refused", async () => {
    expect(await excessOfOwnLogin()).toBeNull();
    vi.stubEnv("DATABASE_WEB_URL", process.env.DATABASE_URL);
    expect(await excessOfOwnLogin()).toMatch(/^(may create roles|inherits rights|owns )/);
    vi.unstubAllEnvs();
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

  const CHANGES = [
    "update credentials set password_hash = 'mine'",
    "update sessions set expires_at = now() + interval '1 year'",
    "update sign_in_tokens set used_at = null",
    "update contacts set email = 'mine@client.example'",
    "update new_sign_in_addresses set confirmed_at = now()",
    "update providers set state = 'ok'",
    "update payments set state = 'succeeded'",
    "delete from file_tickets",
    "delete from known_devices",
  ];

  it("does nothing as the gate", async () => {
    const [thread] = await admin`select id from threads where opened_by = ${home.contact} limit 1`;
    for (const viewer of each()) {
      const done = await run(viewer, async (db) => {
        await say(db, "set role portal_gate");
        const [row] = await db.execute(sql`select
          enqueue_reset('{"email":"a@client.example"}'::json, 'x', 10, 1000) as reset,
          may_see_thread('contact', ${home.contact}::uuid, ${thread?.id}::uuid) as sees,
          (select count(*)::int from sessions_of('contact', ${home.contact}::uuid, 'cimsoft', array(select id from sessions))) as hears,
          running_health() as figures`);
        let changed = 0;
        for (const statement of CHANGES) changed += (await say(db, statement)).count;
        return { ...row, changed };
      });
      expect(done).toEqual({ reset: false, sees: false, hears: 0, figures: null, changed: 0 });
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

  it("are read from a plain setting by no policy and no function", async () => {
    const found = await admin`
      select tablename || ' ' || policyname as place from pg_policies where concat(qual, with_check) like '%current_setting%'
      union all select proname from pg_proc where pronamespace = 'public'::regnamespace and prosrc like '%current_setting%'
      order by 1`;
    // Two believe what they read by its HMAC alone, one reads the demo's clock. Merges put the setting away and back
    // unread, so that triggers take no moved row for a decision of the viewer's. The first is a trigger on changes of the
    // audit log, to which no viewer has a right.
    const known = [
      ...["audit_events_stay", "clock_offset_ms", "is_looked_into", "merge_records", "undo_merge", "viewer_fact"],
    ];
    expect(found.map(({ place }) => place)).toEqual(known);
  });

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

describe("the gate", () => {
  const ALL = ["DELETE", "INSERT", "SELECT", "UPDATE"];
  const [READ, ADD, KEEP] = [["SELECT"], ["INSERT"], ["INSERT", "SELECT", "UPDATE"]];

  it("has rights to the tables and columns of sign-in, webhooks, checkout, streams and health alone", async () => {
    const granted = await admin<{ place: string; rights: string[] }[]>`
      select place, array_agg(privilege_type::text order by privilege_type) as rights from (
        select relname::text as place, acl.* from pg_class, aclexplode(relacl) acl
        union all
        select relname || '.' || attname, acl.* from pg_attribute join pg_class c on c.oid = attrelid, aclexplode(attacl) acl
      ) granted where grantee = 'portal_gate'::regrole group by place order by place`;
    const columns = (table: string, names: readonly string[], rights: readonly string[]) =>
      names.map((name) => [`${table}.${name}`, rights] as const);
    const update = ["UPDATE"];
    expect(Object.fromEntries(granted.map(({ place, rights }) => [place, rights]))).toEqual({
      ...{ allocations: ALL, credentials: ALL, known_devices: ALL, payment_refunds: ALL },
      ...{ payment_checkouts: KEEP, providers: KEEP, rate_limits: KEEP, sessions: KEEP },
      ...{ payments: ["SELECT", "UPDATE"], file_tickets: ["DELETE", "SELECT"] },
      connect_confirmations: READ,
      ...{ connect_requests: ["INSERT", "SELECT"], csp_reports: ["INSERT", "SELECT"] },
      ...{ mail_preferences: ["INSERT", "SELECT"], stripe_events: ["INSERT", "SELECT"] },
      ...{ audit_events: ADD, inbound_mails: ADD, mail_events: ADD, notices: ADD, outbox: ADD },
      ...{ brand_hours: READ, brand_holidays: READ, brands: READ, companies: READ, contacts: READ, invoices: READ },
      ...{ client_views: READ, coverages: READ, content_pictures: READ, content_versions: READ },
      ...{ faq_entries: READ, faq_votes: ["INSERT", "SELECT"], missed_searches: ["DELETE", "INSERT", "SELECT"] },
      ...{ live_events: READ, live_events_id_seq: READ, new_sign_in_addresses: READ, sign_in_tokens: READ },
      ...{ staff: READ, staff_brands: READ, payment_observations: ["USAGE"] },
      ...Object.fromEntries([
        ...columns("audit_events", ["id", "at", "brand", "action", "entity", "entity_id", "details"], READ),
        ...columns("client_views", ["ended_at"], update),
        ...columns("connect_confirmations", ["used_at"], update),
        ...columns("contacts", ["email", "updated_at"], update),
        ...columns("csp_reports", ["reports"], update),
        ...columns("invoices", ["updated_at"], update),
        ...columns("mail_preferences", ["updated_at", "wanted"], update),
        ...columns("new_sign_in_addresses", ["confirmed_at"], update),
        ...columns("outbox", ["dedupe_key", "id", "to_address"], READ),
        ...columns("missed_searches", ["last_at", "times"], update),
        ...columns("sign_in_tokens", ["mailed_at", "replaced_at", "used_at"], update),
        ...columns("staff", ["updated_at"], update),
        ...columns("visitors", ["brand", "id", "state"], READ),
        ...columns("visitors", ["confirmed_at"], ["SELECT", "UPDATE"]),
        ...columns("stripe_events", ["handled_at", "note", "payment_id", "state"], update),
      ]),
    });
  });

  it("reads failed sign-ins and nothing else of the audit log", async () => {
    await admin`insert into audit_events (id, brand, actor_kind, action) values
      (gen_random_uuid(), 'cimsoft', 'visitor', 'sign-in.failed'), (gen_random_uuid(), 'cimsoft', 'system', 'contact.changed')`;
    const rows = await asGate("test", (db) => db.execute(sql`select distinct action from audit_events`));
    expect(rows.map(({ action }) => action)).toEqual(["sign-in.failed"]);
  });
});

describe("SQL of a viewer whose transaction began with the look-up of their session", () => {
  it.each([
    "select 1",
    "reset portal.viewer",
    "set portal.viewer to default",
    "set local portal.viewer to default",
    "savepoint a",
    "rollback",
    "rollback and chain",
    "commit and chain",
  ])("does not get the rights of the look-up back: %s", async (statement) => {
    for (const viewer of each()) {
      const reads = new SharedReads();
      const began = (db: Transaction) =>
        db.execute<{ at: string }>(sql`select now()::text as at, count(*) from contacts`);
      const [before] = await reads.beforeViewer("test", began);
      const seen = reads.asViewer(viewer, async ({ db }) => {
        const [same] = await db.execute<{ at: string }>(sql`select now()::text as at`);
        expect(same?.at).toBe(before?.at);
        await say(db, statement);
        await say(db, "set role portal_gate");
        const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from sessions`);
        return row?.n;
      });
      // Where the statement ended the transaction, the server answers COMMIT otherwise than expected.
      await expect(seen.catch((error: { code?: string }) => (error.code === "42501" ? 0 : error))).resolves.toBe(0);
    }
  });
});
