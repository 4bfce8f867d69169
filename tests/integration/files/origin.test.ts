import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET as redeem } from "@/app/api/files/once/[secret]/route";
import { contacts, fileTickets, sessions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { cleanFiles } from "@/lib/files/clean";
import { redeemTicket } from "@/lib/files/tickets";
import { createSession } from "@/lib/gate/auth/session-store";
import { hashSecret } from "@/lib/gate/tokens";
import { systemNow } from "@/lib/kit/time";
import { attachFiles } from "@/lib/threads/files/service";
import { requestHeaders } from "@/tests/support/next-headers";
import { clientViewer, createStaff, nobodysId, staffViewer } from "@/tests/support/world";
import { PNG, plant, read, say, upload, type Visitor, visitor } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const ORIGIN = "https://files.example";
beforeAll(() => {
  process.env.FILES_ORIGIN = ORIGIN;
});

type Plant = Awaited<ReturnType<typeof plant>>;

async function attached({ by, filer, case: row }: Plant, part: Parameters<typeof upload>[1]) {
  const file = await upload(by, part);
  const messageId = await say(row, filer);
  await runAsViewer(clientViewer(filer), "write", (context) =>
    attachFiles(context, { threadId: row.id, messageId }, [file.id]),
  );
  return file.id;
}
const LINE = { name: "log.txt", content: "a line" };

/** The address to which the portal leads this visitor for a file. */
async function led(by: Visitor, id: string): Promise<string> {
  const answer = await read(by, id);
  expect(answer.status).toBe(303);
  expect(await answer.text()).toBe("");
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  return answer.headers.get("location") ?? "";
}

/** Asks for an address of the files' origin, as a browser that has no cookie for it. */
function fetchOnce(address: string, over: { host?: string; method?: string } = {}): Promise<Response> {
  const url = new URL(address);
  const headers = new Headers({ host: over.host ?? url.host });
  const request = new Request(url, { headers, method: over.method ?? "GET" });
  const secret = decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
  return requestHeaders.run(headers, () => redeem(request, { params: Promise.resolve({ secret }) }));
}

const missing = async (answer: Response) => [answer.status, await answer.text()];
const MISSING = [404, "Not found"];

describe("with an origin for files alone, a file", () => {
  it("comes from there, by an address that works once", async () => {
    const world = await plant();
    const id = await attached(world, LINE);
    const address = await led(world.by, id);
    expect(address).toMatch(/^https:\/\/files\.example\/api\/files\/once\/[A-Za-z0-9_-]{43}$/);
    expect(await missing(await fetchOnce(address, { method: "HEAD" }))).toEqual([404, "Not found"]);
    const answer = await fetchOnce(address);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe("a line");
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(await missing(await fetchOnce(address))).toEqual(MISSING);
  });

  it("comes once, however many ask at the same time", async () => {
    const world = await plant();
    const address = await led(world.by, await attached(world, LINE));
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetchOnce(address)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(7).fill(404)]);
    for (const answer of answers) await answer.body?.cancel();
  });

  it("that is a picture may be shown by a page of the portal", async () => {
    const world = await plant();
    const answer = await fetchOnce(await led(world.by, await attached(world, { name: "plan.png", content: PNG })));
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    await answer.body?.cancel();
  });

  it("has an address for a minute", async () => {
    const world = await plant();
    const secret = (await led(world.by, await attached(world, LINE))).split("/").at(-1) ?? "";
    const [ticket] = await asSystem("test looks", (db) =>
      db
        .select()
        .from(fileTickets)
        .where(eq(fileTickets.tokenHash, hashSecret(secret))),
    );
    const left = (ticket?.expiresAt.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThanOrEqual(60_000);
    expect(await redeemTicket(secret, systemNow().add({ seconds: 61 }))).toBeNull();
    // It was taken all the same.
    expect(await redeemTicket(secret, systemNow())).toBeNull();
  });

  it.each<[string, (world: Plant) => Promise<unknown>]>([
    [
      "the session was ended",
      ({ filer }) =>
        asSystem("test", (db) =>
          db.update(sessions).set({ endedAt: new Date() }).where(eq(sessions.accountId, filer.id)),
        ),
    ],
    [
      "the right was taken away",
      ({ filer }) =>
        asSystem("test", (db) => db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, filer.id))),
    ],
    [
      "the account was closed",
      ({ filer }) =>
        asSystem("test", (db) => db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, filer.id))),
    ],
    [
      "the agreement ended",
      ({ agreement }) =>
        asSystem("test", (db) =>
          db.execute(sql`update agreements set ends_on = '2020-02-01' where id = ${agreement.id}::uuid`),
        ),
    ],
  ])("is judged anew when its address is used: %s", async (_what, withdraw) => {
    const world = await plant();
    const address = await led(world.by, await attached(world, LINE));
    await withdraw(world);
    expect(await missing(await fetchOnce(address))).toEqual(MISSING);
  });

  it("is found by nobody else, and gets no address", async () => {
    const world = await plant();
    const id = await attached(world, LINE);
    const other = await plant();
    const abroad = await plant("insource");
    const outsiders = [
      other.by,
      abroad.by,
      await visitor(await createStaff(["support_agent"], { brands: ["insource"] }), "insource", "staff"),
      await visitor(await createStaff(["marketing"]), "cimsoft", "staff"),
    ];
    for (const by of outsiders) expect(await missing(await read(by, id))).toEqual(MISSING);
    for (const by of [
      { brand: "cimsoft", cookie: undefined },
      { ...world.by, brand: "insource" },
    ]) {
      expect((await read(by, id)).headers.get("location")).toMatch(/^\/login\?next=/);
    }
    const tickets = await asSystem("test looks", (db) =>
      db.select().from(fileTickets).where(eq(fileTickets.fileId, id)),
    );
    expect(tickets).toEqual([]);
  });

  it("comes to staff on any brand's host as well", async () => {
    const world = await plant();
    const agent = await visitor(await createStaff(["support_agent"]), "insource", "staff");
    const answer = await fetchOnce(await led(agent, await attached(world, LINE)));
    expect(await answer.text()).toBe("a line");
  });

  it("does not come from a host of a brand, nor by what is no address", async () => {
    const world = await plant();
    const address = await led(world.by, await attached(world, LINE));
    for (const host of ["cimsoft.localhost:3000", "files.example:8443", "evil.example", "files.example.evil.example"]) {
      expect(await missing(await fetchOnce(address, { host })), host).toEqual(MISSING);
    }
    for (const secret of ["", "x", "a".repeat(43), `${address.split("/").at(-1)}x`, "..%2f..%2fetc%2fpasswd"]) {
      expect(await missing(await fetchOnce(`${ORIGIN}/api/files/once/${secret}`)), secret).toEqual(MISSING);
    }
    expect((await fetchOnce(address)).status).toBe(200);
  });

  it("answers the portal's own page about its size without an address", async () => {
    const world = await plant();
    const head = await read(world.by, await attached(world, LINE), "HEAD");
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe("6");
  });
});

describe("a ticket that somebody writes by a statement of their own", () => {
  it("is for themselves, for a file that they see, for two minutes at most", async () => {
    const world = await plant();
    const theirs = await plant();
    const [mine, foreign] = [await attached(world, LINE), await attached(theirs, LINE)];
    const sessionOf = async (accountId: string) => {
      const [row] = await asSystem("test looks", (db) =>
        db.select().from(sessions).where(eq(sessions.accountId, accountId)),
      );
      return row?.id ?? nobodysId();
    };
    const own = await sessionOf(world.filer.id);
    const victim = await sessionOf(theirs.filer.id);
    const soon = sql`now() + interval '1 minute'`;
    const write = (file: string, session: string, account: string, over = { brand: "cimsoft", ends: soon }) =>
      runAsViewer(clientViewer(world.filer), "write", ({ db }) =>
        db.execute(
          sql`insert into file_tickets (token_hash, file_id, session_id, account_kind, account_id, brand, expires_at)
            values (${hashSecret(`${file}${session}`)}, ${file}, ${session}::uuid, 'contact', ${account}::uuid, ${over.brand}, ${over.ends})`,
        ),
      );
    await expect(write(foreign, own, world.filer.id)).rejects.toThrow();
    await expect(write(mine, own, theirs.filer.id)).rejects.toThrow();
    await expect(write(mine, own, world.filer.id, { brand: "insource", ends: soon })).rejects.toThrow();
    const later = { brand: "cimsoft", ends: sql`now() + interval '1 hour'` };
    await expect(write(mine, own, world.filer.id, later)).rejects.toThrow();
    const agent = staffViewer(await createStaff(["administrator"]));
    const reads = (statement: string) => runAsViewer(agent, "write", ({ db }) => db.execute(sql.raw(statement)));
    for (const statement of ["select * from file_tickets", "delete from file_tickets"]) {
      await expect(reads(statement)).rejects.toThrow();
    }
    // Under one's own name, with a session that is another's or on another brand.
    const account = { kind: "contact", id: world.filer.id } as const;
    const abroad = await asSystem("test", (db) =>
      createSession(db, { account, brand: "insource", userAgent: null, now: systemNow() }),
    );
    for (const session of [victim, abroad.id]) {
      await expect(write(mine, session, world.filer.id)).rejects.toMatchObject({ cause: { code: "23514" } });
    }
    await expect(write(mine, nobodysId(), world.filer.id)).rejects.toThrow();
    // What is wrong with the account is said first, so that a session of somebody else's tells nothing.
    for (const session of [victim, nobodysId()]) {
      await expect(write(mine, session, theirs.filer.id)).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    await expect(write(mine, own, world.filer.id)).resolves.toBeDefined();
  });

  it("goes by the clock when nobody has used it", async () => {
    const world = await plant();
    const id = await attached(world, LINE);
    await led(world.by, id);
    const left = () => asSystem("test looks", (db) => db.select().from(fileTickets).where(eq(fileTickets.fileId, id)));
    await cleanFiles(new Date(Date.now() - 1_000));
    expect(await left()).toHaveLength(1);
    await cleanFiles(new Date(Date.now() + 61_000));
    expect(await left()).toEqual([]);
  });
});
