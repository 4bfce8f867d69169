import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { closePool, pool } from "@/db/client";
import { plannedAnew } from "@/db/plans";
import { companies, contacts } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { clientViewerOf } from "@/lib/gate/viewers";
import { openWire, type Wire } from "@/tests/support/trips";
import { createCompany, createContact, createStaff } from "@/tests/support/world";

const direct = process.env.DATABASE_URL ?? "";
const admin = postgres(direct, { max: 1, onnotice: () => {} });
let wire: Wire;
let viewer: ClientViewer;

/** Each test has a pool of two connections, through a proxy of its own that can cut them. */
beforeEach(async () => {
  await closePool();
  wire = await openWire(direct);
  process.env.DATABASE_URL = wire.url;
  // One login for all, as in the worker, so that one pool is looked at.
  process.env.DATABASE_WEB_URL = "";
  process.env.DATABASE_POOL_MAX = "2";
  viewer = clientViewerOf(await createContact(await createCompany()));
});

afterEach(async () => {
  await closePool();
  delete process.env.DATABASE_PREPARE;
  process.env.DATABASE_URL = direct;
  await wire.close();
});

afterAll(() => admin.end());

const backends = async () => {
  const rows =
    await admin`select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and application_name <> 'portal presence'`;
  return rows.map((row) => row.pid as number);
};

const own = (as: ClientViewer = viewer) =>
  runAsViewer(as, "read", ({ db }) =>
    db.select({ id: contacts.id }).from(contacts).where(eq(contacts.id, as.contactId)),
  );

/** Texts of the statements that the connection keeps prepared. */
const prepared = () =>
  runAsViewer(viewer, "read", async ({ db }) => {
    const rows = await db.execute<{ statement: string }>(
      sql`select statement from pg_prepared_statements where statement like ${'%from "contacts"%'} and ${plannedAnew}`,
    );
    return [...rows].map((row) => row.statement);
  });

const CLEAN = { role: "portal_none", bound: "", state: "idle" };
/** Settings that are left on each of the two connections when it is given back to the pool, and whether a transaction is. */
async function standing() {
  const look = () =>
    pool().sql`select current_user as role, coalesce(current_setting('portal.viewer', true), '') as bound,
      pg_backend_pid() as pid, pg_sleep(0.05)`;
  const both = await Promise.all([look(), look()]);
  const pids = both.map(([row]) => row?.pid);
  await expect
    .poll(() => admin`select from pg_stat_activity where pid = any (${pids}) and state = 'active'`)
    .toEqual([]);
  const states = await admin`select pid, state from pg_stat_activity where pid = any (${pids})`;
  return both.map(([row]) => ({
    ...{ role: row?.role, bound: row?.bound },
    state: states.find(({ pid }) => pid === row?.pid)?.state,
  }));
}

describe("statements of the database pool", () => {
  it("are prepared once for each connection and role", async () => {
    for (let time = 0; time < 3; time++) expect(await own()).toEqual([{ id: viewer.contactId }]);
    await asSystem("test", (db) =>
      db.select({ id: contacts.id }).from(contacts).where(eq(contacts.id, viewer.contactId)),
    );
    const kept = (await prepared()).filter((text) => text.startsWith('select "id" from "contacts"'));
    expect(kept.map((text) => text.replace(/^.*\/\*/, "/*")).sort()).toEqual(["/* client */", "/* system */"]);
  });

  it("are not prepared where preparing is switched off, and answer the same", async () => {
    process.env.DATABASE_PREPARE = "off";
    expect(await own()).toEqual([{ id: viewer.contactId }]);
    expect(await prepared()).toEqual([]);
  });

  it("of which a generic plan is worse are planned each time", async () => {
    await runAsViewer(viewer, "read", ({ db }) => db.select({ id: contacts.id }).from(contacts).where(plannedAnew));
    expect(await prepared()).toEqual([]);
  });

  it("take two round trips a transaction, however many are sent together", async () => {
    const read = () =>
      runAsViewer(viewer, "read", async ({ db }) => {
        await Promise.all([
          db.select({ id: contacts.id }).from(contacts),
          db.select({ id: companies.id }).from(companies),
          db.select({ name: companies.name }).from(companies).where(eq(companies.brand, viewer.brand)),
        ]);
      });
    await read();
    const before = wire.trips();
    await read();
    expect(wire.trips() - before).toBe(2);
  });
});

describe("a transaction of the pool", () => {
  it("rolls back when a statement failed whose error was caught", async () => {
    const company = await createCompany();
    const work = asSystem("test", async (db) => {
      await db.update(companies).set({ name: "Changed" }).where(eq(companies.id, company.id));
      await db.execute(sql`select 1 / ${0}::int`).catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ code: "22012" });
    const [row] = await asSystem("test", (db) => db.select().from(companies).where(eq(companies.id, company.id)));
    expect(row?.name).toBe(company.name);
    expect(await standing()).toEqual([CLEAN, CLEAN]);
  });

  it("says that it rolled back when a statement failed that nobody waited for", async () => {
    const company = await createCompany();
    const work = asSystem("test", async (db) => {
      await db.update(companies).set({ name: "Changed" }).where(eq(companies.id, company.id));
      db.execute(sql`select 1 / ${0}::int`).catch(() => {});
      return "done";
    });
    await expect(work).rejects.toMatchObject({ code: "22012" });
    const [row] = await asSystem("test", (db) => db.select().from(companies).where(eq(companies.id, company.id)));
    expect(row?.name).toBe(company.name);
    expect(await standing()).toEqual([CLEAN, CLEAN]);
  });

  it("goes on behind a savepoint that was rolled back", async () => {
    const company = await createCompany();
    await asSystem("test", async (db) => {
      await db.update(companies).set({ name: "Changed" }).where(eq(companies.id, company.id));
      const inner = db.transaction(async (deeper) => {
        await deeper.update(companies).set({ name: "Lost" }).where(eq(companies.id, company.id));
        await deeper.transaction((deepest) => deepest.execute(sql`select 1 / ${0}::int`));
      });
      await expect(inner).rejects.toMatchObject({ cause: { code: "22012" } });
    });
    const [row] = await asSystem("test", (db) => db.select().from(companies).where(eq(companies.id, company.id)));
    expect(row?.name).toBe("Changed");
  });

  it("leaves nothing of statements that were under way when it failed", async () => {
    const company = await createCompany();
    const rename = (db: Parameters<Parameters<typeof asSystem>[1]>[0]) =>
      db.update(companies).set({ name: "Changed" }).where(eq(companies.id, company.id));
    const work = asSystem("test", (db) => Promise.all([db.execute(sql`select 1 / ${0}::int`), rename(db), rename(db)]));
    await expect(work).rejects.toMatchObject({ cause: { code: "22012" } });
    const [row] = await asSystem("test", (db) => db.select().from(companies).where(eq(companies.id, company.id)));
    expect(row?.name).toBe(company.name);
    expect(await standing()).toEqual([CLEAN, CLEAN]);
  });

  it("that has ended takes no more statements", async () => {
    const leaked = await runAsViewer(viewer, "read", async ({ db }) => db);
    await expect(leaked.select().from(contacts)).rejects.toMatchObject({ cause: { message: /has ended/ } });
  });

  it("that takes too long is ended, and its connection is clean", async () => {
    const work = runAsViewer(viewer, "read", async ({ db }) => {
      await db.execute(sql`set local statement_timeout = 20`);
      await db.execute(sql`select pg_sleep(5)`);
    });
    await expect(work).rejects.toMatchObject({ cause: { code: "57014" } });
    expect(await standing()).toEqual([CLEAN, CLEAN]);
  });

  it("waits its turn where all connections are in use, and each gets one", async () => {
    const seen = await Promise.all(Array.from({ length: 40 }, () => own()));
    expect(seen).toEqual(Array.from({ length: 40 }, () => [{ id: viewer.contactId }]));
    expect((await backends()).length).toBeLessThanOrEqual(2);
  });
});

describe("a lost connection to the database", () => {
  it("fails the transactions under way on it, also between two statements, and is replaced", async () => {
    const work = asSystem("test", async (db) => {
      await db.execute(sql`select 1`);
      const [row] = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await admin`select pg_terminate_backend(${row?.pid ?? 0}, 5000)`;
      await db.execute(sql`select ${"after"}::text`);
    });
    await expect(work).rejects.toThrow();
    expect(await own()).toEqual([{ id: viewer.contactId }]);
  });

  it("commits no transaction in part", async () => {
    const company = await createCompany();
    const work = asSystem("test", async (db) => {
      await db.update(companies).set({ name: "Changed" }).where(eq(companies.id, company.id));
      wire.cut();
      await new Promise((resolve) => setImmediate(resolve));
    });
    await expect(work).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    const [row] = await asSystem("test", (db) => db.select().from(companies).where(eq(companies.id, company.id)));
    expect(row?.name).toBe(company.name);
  });

  it("fails its own transactions and no others while many are under way", async () => {
    // The pool notices a moment later that an idle connection was cut.
    const answersAgain = () => expect.poll(() => own().catch(() => null)).toEqual([{ id: viewer.contactId }]);
    for (let round = 0; round < 20; round++) {
      const asked = Array.from({ length: 12 }, () => own().catch(() => null));
      await Promise.race(asked);
      wire.cut();
      const answers = await Promise.all(asked);
      for (const answer of answers) expect(answer ?? [{ id: viewer.contactId }]).toEqual([{ id: viewer.contactId }]);
      await answersAgain();
    }
    expect(await standing()).toEqual([CLEAN, CLEAN]);
    expect((await backends()).length).toBeLessThanOrEqual(2);
  });

  it("that could not be made again is reported, and is made when the database is back", async () => {
    await closePool();
    process.env.DATABASE_URL = wire.url.replace(/:\d+\//, ":1/");
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => own()));
    expect(asked.map((one) => one.status)).toEqual(Array(8).fill("rejected"));
    expect(asked[7]).toMatchObject({ reason: { code: "ECONNREFUSED" } });
    await closePool();
    process.env.DATABASE_URL = wire.url;
    expect(await own()).toEqual([{ id: viewer.contactId }]);
  });
});

describe("a database that does not answer", () => {
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: { code?: string; cause?: { code?: string } }) => error.cause?.code ?? error.code,
    );
  const AWAY = /^CONNECT/;
  /** Two seconds are promised on a machine with time to spare; without the promise it would be half a minute. */
  const TWO_SECONDS = 5_000;

  it("fails what waits for it within two seconds, whatever it waits for, and everything else at once", async () => {
    await own();
    let under: Promise<unknown> = Promise.resolve();
    // Nothing else is asked before, so that nothing is answered.
    await new Promise<void>((isHeld) => {
      under = asSystem("test", async (db) => {
        await db.execute(sql`select 1`);
        wire.hold(true);
        isHeld();
        await db.execute(sql`select 2`);
      });
    });
    const begun = performance.now();
    // One more than there are connections: the last two wait for one.
    const asked = await Promise.all([under, own(), own(), own()].map(failure));
    expect(performance.now() - begun).toBeLessThan(TWO_SECONDS);
    for (const code of asked) expect(code).toMatch(AWAY);
    const again = performance.now();
    expect(await failure(own())).toMatch(AWAY);
    // Less than any wait for the database.
    expect(performance.now() - again).toBeLessThan(1_000);
  });

  it("is found out as soon after a statement that ran long", async () => {
    await asSystem("test", (db) => db.execute(sql`select pg_sleep(1)`));
    wire.hold(true);
    const begun = performance.now();
    expect(await failure(own())).toMatch(AWAY);
    expect(performance.now() - begun).toBeLessThan(TWO_SECONDS);
  });

  it("is asked again by itself, and answers within three seconds of its return", async () => {
    await own();
    wire.hold(true);
    expect(await failure(own())).toMatch(AWAY);
    wire.hold(false);
    const back = performance.now();
    await expect.poll(() => own().catch(() => null), { interval: 50 }).toEqual([{ id: viewer.contactId }]);
    expect(performance.now() - back).toBeLessThan(8_000);
    for (let n = 0; n < 20; n++) expect(await own()).toEqual([{ id: viewer.contactId }]);
    await expect.poll(async () => (await backends()).length).toBeLessThanOrEqual(2);
  });

  it("is not taken for away by a statement that is slow", async () => {
    const slow = asSystem("test", async (db) => {
      const [row] = await db.execute<{ said: string }>(sql`select 'done' as said from pg_sleep(4)`);
      return row?.said;
    });
    expect(await slow).toBe("done");
    expect(await own()).toEqual([{ id: viewer.contactId }]);
  });

  it("is not taken for away by new connections that come late, as long as it answers others", async () => {
    await Promise.all([own(), own()]);
    wire.hold(true, "new");
    let isDone = false;
    const slow = asSystem("test", (db) => db.execute(sql`select pg_sleep(3)`)).finally(() => {
      isDone = true;
    });
    const answers: unknown[] = [];
    while (!isDone) answers.push(await own());
    await slow;
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify([{ id: viewer.contactId }])]),
    );
    wire.hold(true);
    const begun = performance.now();
    expect(await failure(own())).toMatch(AWAY);
    expect(performance.now() - begun).toBeLessThan(TWO_SECONDS);
  });
});

describe("a thousand requests of clients, staff and public on two connections", () => {
  const member = async (): Promise<StaffViewer> => {
    const { id } = await createStaff(["account_manager"]);
    return { kind: "staff", staffId: id, brands: ["cimsoft"], roles: ["account_manager"] };
  };
  /** What a viewer sees of three tables, and the role and ids that the database has for them. */
  const seen = (as: Viewer) =>
    runAsViewer(as, "read", async ({ db }) => {
      const [people, firms, who] = await Promise.all([
        db.select({ id: contacts.id }).from(contacts).orderBy(contacts.id),
        db.select({ id: companies.id }).from(companies).orderBy(companies.id),
        db.execute(sql`select current_user, viewer_fact('company_id') as company, viewer_fact('staff_id') as member,
          viewer_fact('brands') as brands`),
      ]);
      return { people, firms, who: { ...who[0] } };
    });

  it("are each answered as if sent alone", async () => {
    const clients: ClientViewer[] = [];
    for (let n = 0; n < 6; n++) clients.push(clientViewerOf(await createContact(await createCompany())));
    const viewers: (Viewer | null)[] = [...clients, await member(), await member(), null];
    const ask = async (as: Viewer | null) => {
      if (as) return seen(as);
      return pool().sql`select current_user, coalesce(current_setting('portal.viewer', true), '') as bound`.then(
        ([row]) => ({ ...row }),
      );
    };
    const serial: unknown[] = [];
    for (const one of viewers) serial.push(await ask(one));
    const failing = () => asSystem("test", (db) => db.execute(sql`select 1 / ${0}::int`)).catch(() => null);
    const order = Array.from({ length: 1_000 }, (_, n) => (n * 7 + Math.floor(n / 9)) % viewers.length);
    const answers = await Promise.all(
      order.map(async (place, n) => {
        if (n % 17 === 0) void failing();
        return ask(viewers[place] ?? null);
      }),
    );
    for (const [n, place] of order.entries()) expect(answers[n]).toEqual(serial[place]);
    expect((await backends()).length).toBeLessThanOrEqual(2);
  });
});
