import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { closePool } from "@/db/client";
import { companies, contacts } from "@/db/schema";
import { SharedReads } from "@/db/shared-reads";
import { type Context, runAsViewer, type Viewer } from "@/db/viewer";
import { openWire, type Wire } from "@/tests/support/trips";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

/* The reads of one render, on two connections through a proxy that counts and cuts. */

const direct = process.env.DATABASE_WEB_URL ?? "";
const admin = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
const viewers: Viewer[] = [];
let wire: Wire;

beforeAll(async () => {
  for (let n = 0; n < 2; n++) viewers.push(clientViewer(await createContact(await createCompany())));
  viewers.push(staffViewer(await createStaff(["account_manager"], { brands: ["cimsoft"] }), ["cimsoft"]));
});

beforeEach(async () => {
  await closePool();
  wire = await openWire(direct);
  Object.assign(process.env, { DATABASE_WEB_URL: wire.url, DATABASE_POOL_MAX: "2" });
});

afterEach(async () => {
  await closePool();
  process.env.DATABASE_WEB_URL = direct;
  await wire.close();
});

afterAll(() => admin.end());

const [one, two, member] = [0, 1, 2].map((place) => () => viewers[place] as Viewer) as [
  () => Viewer,
  () => Viewer,
  () => Viewer,
];

/** What the database says of the transaction that a read is in. */
const where = ({ db }: Pick<Context, "db">) =>
  db
    .execute<{ pid: number; snapshot: string; began: string; role: string; isolation: string; readOnly: string }>(
      sql`select pg_backend_pid() as pid, pg_current_snapshot()::text as snapshot, now()::text as began,
        current_user as role, current_setting('transaction_isolation') as isolation,
        current_setting('transaction_read_only') as "readOnly"`,
    )
    .then(([row]) => ({ ...row }));
const seenContacts = ({ db }: Pick<Context, "db">) =>
  db
    .select({ id: contacts.id })
    .from(contacts)
    .orderBy(contacts.id)
    .then((rows) => rows.map(({ id }) => id));
const seenFirms = ({ db }: Pick<Context, "db">) =>
  db
    .select({ id: companies.id })
    .from(companies)
    .orderBy(companies.id)
    .then((rows) => rows.map(({ id }) => id));
const ownId = (viewer: Viewer) => (viewer.kind === "client" ? viewer.contactId : viewer.staffId);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What the pool's connections are doing; when all have been given back, each is idle. */
const states = async () => {
  const rows =
    await admin`select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  return rows.map(({ state }) => String(state));
};
const allBack = () => expect.poll(async () => (await states()).filter((state) => state !== "idle")).toEqual([]);

describe("the reads of one render", () => {
  it("are in one read-only transaction: those at the same time, and those that begin as the ones before end", async () => {
    const reads = new SharedReads();
    const [layout, beside] = await Promise.all([reads.asViewer(one(), where), reads.asViewer(one(), where)]);
    const page = await reads.asViewer(one(), where);
    expect([beside, page]).toEqual([layout, layout]);
    expect(layout).toMatchObject({ isolation: "repeatable read", readOnly: "on" });
    await allBack();
  });

  it("share it with the look-up of who asks, each with rights of its own", async () => {
    const reads = new SharedReads();
    const look = await reads.beforeViewer("test", async (db) => ({
      at: await where({ db }),
      people: await seenContacts({ db }),
    }));
    const page = await reads.asViewer(one(), async (context) => ({
      at: await where(context),
      people: await seenContacts(context),
    }));
    expect(page.at).toMatchObject({
      pid: look.at.pid,
      began: look.at.began,
      isolation: "repeatable read",
      readOnly: "on",
    });
    expect([look.at.role, page.at.role]).toEqual(["portal_gate", "portal_client"]);
    expect(look.people).toEqual(expect.arrayContaining([ownId(one()), ownId(two())]));
    expect(page.people).toEqual([ownId(one())]);
    await allBack();
  });

  it("do not let a look-up go on with its rights once a viewer reads", async () => {
    const reads = new SharedReads();
    let later: () => Promise<unknown> = () => Promise.resolve("not asked");
    await reads.beforeViewer("test", async (db) => {
      await where({ db });
      later = () => seenContacts({ db });
    });
    await reads.asViewer(one(), async (context) => {
      await expect(later()).rejects.toThrow();
      expect(await seenContacts(context)).toEqual([ownId(one())]);
    });
    await expect(reads.beforeViewer("test", (db) => where({ db }))).resolves.toMatchObject({ readOnly: "off" });
    await allBack();
  });

  it("give a viewer who reads while a look-up is under way a transaction of their own", async () => {
    const reads = new SharedReads();
    const [look, page] = await Promise.all([
      reads.beforeViewer("test", (db) => where({ db })),
      reads.asViewer(one(), async (context) => ({ ...(await where(context)), people: await seenContacts(context) })),
    ]);
    expect(page.pid).not.toBe(look.pid);
    expect(page.people).toEqual([ownId(one())]);
    await allBack();
  });

  it("see one snapshot, whatever is committed meanwhile", async () => {
    const reads = new SharedReads();
    const company = await createCompany();
    const viewer = clientViewer(await createContact(company));
    const name = ({ db }: Context) =>
      db
        .select({ name: companies.name, seenAt: sql<string>`clock_timestamp()::text` })
        .from(companies)
        .where(eq(companies.id, company.id))
        .then(([row]) => row?.name);
    const before = await reads.asViewer(viewer, async (context) => {
      const read = await name(context);
      await admin`update companies set name = 'Changed' where id = ${company.id}`;
      return read;
    });
    expect(before).toBe(company.name);
    expect(await reads.asViewer(viewer, name)).toBe(before);
    await allBack();
    expect(await new SharedReads().asViewer(viewer, name)).toBe("Changed");
  });

  it("begin another transaction when the render has had turns without a read", async () => {
    const reads = new SharedReads();
    const first = await reads.asViewer(one(), where);
    for (let n = 0; n < 6; n++) await turn();
    const later = await reads.asViewer(one(), where);
    expect(later.began).not.toBe(first.began);
    await allBack();
  });

  it("take one trip for each group that is sent together, with the beginning in the first, and one for the end", async () => {
    const render = async () => {
      const reads = new SharedReads();
      await reads.beforeViewer("test", (db) => where({ db }));
      await reads.asViewer(one(), (context) => Promise.all([seenFirms(context), where(context)]));
      await reads.asViewer(one(), (context) => seenContacts(context));
      await allBack();
    };
    await render();
    const before = { trips: wire.trips(), statements: wire.statements() };
    await render();
    expect(wire.trips() - before.trips).toBe(4);
    expect(wire.statements() - before.statements).toBe(8);
  });

  it("send a statement once that layout and page ask alike, and answer both", async () => {
    const reads = new SharedReads();
    const layout = await reads.asViewer(one(), seenFirms);
    const before = wire.statements();
    const page = await reads.asViewer(one(), (context) => Promise.all([seenFirms(context), seenFirms(context)]));
    expect(page).toEqual([layout, layout]);
    expect(wire.statements()).toBe(before);
    await allBack();
  });

  it("of another viewer are in a transaction of their own, in their own role", async () => {
    const reads = new SharedReads();
    const [client, other, staff] = await Promise.all(
      [one(), two(), member()].map((as) =>
        reads.asViewer(as, async (context) => ({ ...(await where(context)), people: await seenContacts(context) })),
      ),
    );
    expect(new Set([client?.began, other?.began, staff?.began]).size).toBe(3);
    expect([client?.role, other?.role, staff?.role]).toEqual(["portal_client", "portal_client", "portal_staff"]);
    expect([client?.people, other?.people]).toEqual([[ownId(one())], [ownId(two())]]);
    await allBack();
  });

  it("refuse what is asked after the read that it belongs to has ended", async () => {
    const reads = new SharedReads();
    const context = await reads.asViewer(one(), async (context) => context);
    await expect(where(context)).rejects.toMatchObject({
      cause: { message: "The transaction has ended: its context is dead" },
    });
    await allBack();
  });

  it("write nothing", async () => {
    const reads = new SharedReads();
    const write = reads.beforeViewer("test", (db) => db.update(companies).set({ name: "Changed" }));
    await expect(write).rejects.toMatchObject({ code: "25006" });
    await allBack();
  });
});

describe("a render that ends otherwise", () => {
  const clean = async () => {
    await allBack();
    const both = await Promise.all(
      [two(), two()].map((as) =>
        runAsViewer(as, "read", async (context) => [await where(context), await seenContacts(context)]),
      ),
    );
    for (const [at, people] of both) {
      expect(at).toMatchObject({ role: "portal_client", readOnly: "on" });
      expect(people).toEqual([ownId(two())]);
    }
    await allBack();
    expect((await states()).length).toBeLessThanOrEqual(2);
  };

  it("by a statement that fails leaves a clean connection, and does not fail a later read", async () => {
    const reads = new SharedReads();
    const failed = reads.asViewer(one(), ({ db }) => db.execute(sql`select 1 / ${0}::int`));
    await expect(failed).rejects.toMatchObject({ code: "22012", message: "The database refused or failed" });
    expect((await reads.asViewer(one(), where)).role).toBe("portal_client");
    await clean();
  });

  it("by a statement that fails although its error was caught does not fail a later read", async () => {
    const reads = new SharedReads();
    await reads.beforeViewer("test", (db) => db.execute(sql`select 1 / ${0}::int`).catch(() => null));
    await expect(reads.asViewer(one(), where)).rejects.toMatchObject({ code: "25P02" });
    expect((await reads.asViewer(one(), where)).role).toBe("portal_client");
    await clean();
  });

  it("by a redirect or a refusal leaves a clean connection, with statements still under way", async () => {
    const reads = new SharedReads();
    const left = reads.asViewer(one(), async (context) => {
      void seenFirms(context).catch(() => {});
      throw new Error("NEXT_REDIRECT");
    });
    await expect(left).rejects.toThrow("NEXT_REDIRECT");
    await clean();
  });

  it("by somebody who hangs up leaves a clean connection: nobody waits for what was asked", async () => {
    const reads = new SharedReads();
    const unheard = Promise.allSettled([
      reads.beforeViewer("test", (db) => where({ db })).then(() => reads.asViewer(one(), seenFirms)),
      new SharedReads().asViewer(one(), where),
    ]);
    await clean();
    // Before the proxy is closed under one of them.
    await unheard;
  });

  it("by a statement that takes too long leaves a clean connection", async () => {
    const reads = new SharedReads();
    const slow = reads.asViewer(one(), async ({ db }) => {
      await db.execute(sql`select set_config('statement_timeout', '20', true)`);
      await db.execute(sql`select pg_sleep(5)`);
    });
    await expect(slow).rejects.toMatchObject({ code: "57014" });
    await clean();
  });

  it("by a transaction that cannot begin fails each of its reads, and only those", async () => {
    // On a connection that exists: a new one would start in a role that does not.
    await runAsViewer(one(), "read", where);
    vi.stubEnv("PORTAL_ROLE_PREFIX", "nobody");
    const reads = new SharedReads();
    const both = Promise.allSettled([reads.asViewer(one(), where), reads.asViewer(one(), seenFirms)]);
    vi.unstubAllEnvs();
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await clean();
  });

  it("by a connection that is cut fails its reads alone, and another is made", async () => {
    const reads = new SharedReads();
    const cut = reads.asViewer(one(), async (context) => {
      await where(context);
      wire.cut();
      await seenFirms(context);
    });
    await expect(cut).rejects.toThrow();
    await expect
      .poll(() =>
        reads.asViewer(one(), where).then(
          ({ role }) => role,
          () => null,
        ),
      )
      .toBe("portal_client");
    await allBack();
  });
});
