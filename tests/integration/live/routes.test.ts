import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { eq } from "drizzle-orm";
import { GET as live } from "@/app/api/live/route";
import { POST as typing } from "@/app/api/live/typing/route";
import { POST as markRead } from "@/app/api/threads/[id]/read/route";
import { GET as thread } from "@/app/api/threads/[id]/route";
import { contacts, sessions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { LIMITS, type LimitName, reserve } from "@/lib/gate/limits";
import { systemNow } from "@/lib/kit/time";
import { liveHub } from "@/lib/live/hub";
import { routes } from "@/lib/routes";
import type { ThreadPage } from "@/lib/threads/types";
import { sessionCookie, visit } from "../../support/route";
import { createContact, createStaff, nobodysId } from "../../support/world";
import { asContact, asMember, caseWorld, colleagueOf, hear, note, Reading, say } from "./support";

afterEach(() => liveHub().closeAll());

type Account = { kind: "contact" | "staff"; id: string };
const cookieOf = (account: Account | null, brand: string) => (account ? sessionCookie(account, brand) : undefined);

async function readThread(account: Account | null, id: string, { after = "", brand = "cimsoft" } = {}) {
  const path = routes.apiThread(id) + (after && `?after=${encodeURIComponent(after)}`);
  return visit(thread, { brand, path, params: { id }, cookie: await cookieOf(account, brand) });
}

async function type(account: Account | null, id: string, { brand = "cimsoft", headers = {} } = {}) {
  const cookie = await cookieOf(account, brand);
  const path = `${routes.apiTyping}?thread=${encodeURIComponent(id)}`;
  return visit(typing, { brand, path, params: {}, cookie, method: "POST", headers });
}

/** Everybody who may not see a case of `world`, signed out first. */
async function outsidersOf(world: Awaited<ReturnType<typeof caseWorld>>) {
  const foreign = await caseWorld("insource");
  return [
    { account: null, brand: "cimsoft" },
    { account: asContact(await colleagueOf(world.company, "own")), brand: "cimsoft" },
    { account: asContact(await colleagueOf(world.company, "none")), brand: "cimsoft" },
    { account: asContact((await caseWorld()).contact), brand: "cimsoft" },
    { account: asContact(foreign.contact), brand: "insource" },
    { account: asContact(world.contact), brand: "insource" },
    { account: asMember(await createStaff(["marketing"])), brand: "cimsoft" },
    { account: asMember(await createStaff(["support_agent"], { brands: ["insource"] })), brand: "cimsoft" },
  ];
}

describe("the address of the live stream", () => {
  it("does not exist for who is signed out, nor on the other brand's host", async () => {
    const { contact } = await caseWorld();
    for (const cookie of [undefined, await sessionCookie(asContact(contact), "cimsoft")]) {
      const response = await visit(live, { brand: "insource", path: routes.apiLive, params: {}, cookie });
      expect(response.status).toBe(404);
    }
  });

  it("answers with server-sent events that no proxy may hold back, and does not count as use of the session", async () => {
    const { contact, case: filed } = await caseWorld();
    const cookie = await sessionCookie(asContact(contact), "cimsoft");
    const idle = new Date(Date.now() - 3_600_000);
    await asSystem("test", (db) =>
      db.update(sessions).set({ lastSeenAt: idle }).where(eq(sessions.accountId, contact.id)),
    );
    const response = await visit(live, { brand: "cimsoft", path: routes.apiLive, params: {}, cookie });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(response.headers.get("cache-control")).toBe("private, no-store, no-transform");
    if (!response.body) throw new Error("no body");
    const reading = await new Reading(response.body).joined();
    await say(filed, asContact(contact));
    await reading.until(() => reading.threads.length === 1);
    await reading.leave();

    await say(filed, asContact(contact));
    const headers = { "last-event-id": reading.lastId ?? "" };
    const back = await visit(live, { brand: "cimsoft", path: routes.apiLive, params: {}, cookie, headers });
    if (!back.body) throw new Error("no body");
    const second = await new Reading(back.body).joined();
    await second.until(() => second.threads.length === 1);
    const [row] = await asSystem("test", (db) => db.select().from(sessions).where(eq(sessions.accountId, contact.id)));
    expect(row?.lastSeenAt).toEqual(idle);
  });
});

describe("the notice that somebody is typing", () => {
  it("is sent, with a name, to everybody else who may see the thread", async () => {
    const world = await caseWorld();
    const agent = await createStaff(["support_agent"]);
    const client = await hear(liveHub(), asContact(world.contact));
    const outsider = await hear(liveHub(), asContact((await caseWorld()).contact));
    const own = await hear(liveHub(), asMember(agent));
    expect((await type(asMember(agent), world.case.id)).status).toBe(204);
    await client.until(() => client.news.length > 0);
    expect(client.news).toEqual([{ type: "typing", thread: world.case.id, person: agent.id, name: agent.name }]);
    expect((await type(asContact(world.contact), world.case.id)).status).toBe(204);
    await own.until(() => own.news.length > 0);
    expect(own.news).toEqual([
      { type: "typing", thread: world.case.id, person: world.contact.id, name: world.contact.name },
    ]);
    await liveHub().closeAll();
    await outsider.over();
    expect(outsider.news).toEqual([]);
  });

  it("is passed on once however often it is sent", async () => {
    const world = await caseWorld();
    const agent = asMember(await createStaff(["support_agent"]));
    const client = await hear(liveHub(), asContact(world.contact));
    await Promise.all(Array.from({ length: 10 }, () => type(agent, world.case.id)));
    await say(world.case, agent);
    await client.until(() => client.threads.length === 1 && client.news.length > 1);
    expect(client.news.filter(({ type: kind }) => kind === "typing")).toHaveLength(1);
  });

  it("cannot be sent by others, to whom the thread does not exist", async () => {
    const world = await caseWorld();
    for (const { account, brand } of await outsidersOf(world)) {
      expect((await type(account, world.case.id, { brand })).status).toBe(404);
    }
    const reader = asMember(await createStaff(["account_manager"]));
    expect((await readThread(reader, world.case.id)).status).toBe(200);
    expect((await type(reader, world.case.id)).status).toBe(404);
    expect((await type(asContact(world.contact), nobodysId())).status).toBe(404);
  });

  it("is taken from a page of the portal, with a thread's id and nothing else", async () => {
    const { contact, case: filed } = await caseWorld();
    for (const id of ["", "x", `${filed.id}:staff`]) expect((await type(asContact(contact), id)).status).toBe(404);
    const headers = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    expect((await type(asContact(contact), filed.id, { headers })).status).toBe(403);
  });
});

describe("a thread as JSON", () => {
  it("holds what its reader may see: internal notes for staff, never for clients", async () => {
    const { contact, case: filed } = await caseWorld();
    const agent = await createStaff(["support_agent"]);
    const before = await readThread(asContact(contact), filed.id);
    expect(before.headers.get("cache-control")).toBe("private, no-store");
    const first = (await before.json()) as ThreadPage;
    expect(first.items.map(({ kind }) => kind)).toEqual(["message"]);
    await note(filed, agent);
    expect(await (await readThread(asContact(contact), filed.id)).json()).toEqual(first);
    const staffPage = (await (await readThread(asMember(agent), filed.id)).json()) as ThreadPage;
    expect(staffPage.items.map(({ kind }) => kind)).toEqual(["message", "note"]);

    const id = await say(filed, asMember(agent));
    const news = (await (await readThread(asContact(contact), filed.id, { after: first.place })).json()) as ThreadPage;
    expect(news.items.at(-1)).toMatchObject({ id, kind: "message" });
    expect(news.newestMessageId).toBe(id);
  });

  it("does not exist for anybody else, nor for who has lost the right", async () => {
    const world = await caseWorld();
    for (const { account, brand } of await outsidersOf(world)) {
      const response = await readThread(account, world.case.id, { brand });
      expect(response.status).toBe(404);
      expect(await response.text()).toBe("Not found");
    }
    for (const id of [nobodysId(), "x", "../cases"]) {
      expect((await readThread(asContact(world.contact), id)).status).toBe(404);
    }
    await asSystem("test", (db) =>
      db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, world.contact.id)),
    );
    expect((await readThread(asContact(world.contact), world.case.id)).status).toBe(404);
    expect((await readThread(asContact(await createContact(null)), world.case.id)).status).toBe(404);
  });
});

describe("the limit of requests for live data by one account", () => {
  it("is counted for each route by itself; beyond it the answer says when to come back", async () => {
    const { contact, case: filed } = await caseWorld();
    const account = asContact(contact);
    const cookie = await sessionCookie(account, "cimsoft");
    const routesByName = {
      "live.stream": [
        "streamByAccount",
        () => visit(live, { brand: "cimsoft", path: routes.apiLive, params: {}, cookie }),
      ],
      "live.typing": ["pageByAccount", () => type(account, filed.id)],
      "threads.read": ["pageByAccount", () => readThread(account, filed.id)],
      "threads.mark-read": [
        "pageByAccount",
        () =>
          visit(markRead, {
            brand: "cimsoft",
            path: `${routes.apiThread(filed.id)}/read`,
            params: { id: filed.id },
            cookie,
            method: "POST",
          }),
      ],
    } as const satisfies Record<string, readonly [LimitName, () => Promise<Response>]>;
    for (const [name, [limit, ask]] of Object.entries(routesByName)) {
      const first = await ask();
      expect(first.ok, name).toBe(true);
      await first.body?.cancel();
      const spent = Array(LIMITS[limit].hits - 1).fill({ limit, subject: `${name}\0contact\0${contact.id}` });
      expect(await reserve(spent, systemNow()), name).toBe(true);
      const refused = await ask();
      expect(refused.status, name).toBe(429);
      expect(Number(refused.headers.get("retry-after")), name).toBeGreaterThan(500);
      expect(refused.headers.get("cache-control")).toContain("no-store");
    }
    const other = await caseWorld();
    expect((await readThread(asContact(other.contact), other.case.id)).status).toBe(200);
  }, 60_000);
});
