import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { Outbox } from "@/components/threads/chats/unsent";
import { routes } from "@/lib/routes";
import { FrontProxy } from "../../chaos/proxy";
import { ChatReader } from "../../support/e2e/chat-reader";
import { foundTalks, type Talker } from "../../support/e2e/chat-world";
import { OwnDemo } from "../../support/e2e/own-demo";
import { filled, formWith, PlainBrowser } from "../../support/e2e/plain-browser";
import { DEMO_PASSWORD } from "../../support/e2e/portal";

/*
 * Chats over two web processes behind a proxy, beside the demo that serves the other tests, while processes are killed,
 * connections of the database terminated, and people go offline, write in two tabs and read on two devices. Where the
 * failures fall is chance; the people run the browser's own code.
 */
const PORT = 3130;
const PROXY_PORT = 3132;
const ORIGIN = `http://cimsoft.localhost:${PORT}`;
const TALKS = 4;
const MESSAGES = 40;
const OFFLINE_MS = 8_000;

const chance = (part: number) => Math.random() < part;

/** The browser's storage, shared by the tabs of one person. */
class Storage extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}

interface Person {
  readonly who: Talker;
  readonly browser: PlainBrowser;
  readonly readers: readonly ChatReader[];
  isOffline: boolean;
}

async function arrive(who: Talker): Promise<Person> {
  const browser = new PlainBrowser(ORIGIN, String(PROXY_PORT));
  const form = formWith((await browser.get("/login")).body, "password");
  const answer = await browser.post("/login", filled(form, { email: who.email, password: DEMO_PASSWORD }));
  expect(answer.status).toBe(303);
  const device = () => new ChatReader(browser, PROXY_PORT, who.chat);
  return { who, browser, readers: [device(), device()], isOffline: false };
}

/** Writes messages in two tabs that take turns; some requests go out twice. Resolves when the server has them all. */
async function write(person: Person): Promise<string[]> {
  const { who, browser } = person;
  const storage = new Storage();
  const post = async (address: string, { body }: { body: string }) => {
    if (person.isOffline) throw new TypeError("Failed to fetch");
    const send = () => browser.postJson(address, body);
    if (chance(0.1)) void send().catch(() => {});
    const { status, body: text } = await send();
    return new Response(status === 204 ? null : text, { status });
  };
  const tab = () =>
    new Outbox(who.chat, who.id, {
      onRefused: ({ sentence }) => {
        throw new Error(sentence);
      },
      onWaiting: () => {},
      ...{ storage, fetch: post as unknown as typeof fetch, firstPauseMs: 200 },
    });
  let open = tab();
  open.open();
  const written: string[] = [];
  for (let number = 0; number < MESSAGES; number++) {
    const body = `${who.name} ${number}`;
    written.push(body);
    open.send({ id: uuidv7(), body, files: [] });
    await wait(Math.random() * 500);
    if (chance(0.1)) {
      open.close();
      open = tab();
      open.open();
    }
  }
  await expect.poll(() => open.size, { timeout: 120_000 }).toBe(0);
  open.close();
  return written;
}

async function goOffline(person: Person): Promise<void> {
  person.isOffline = true;
  for (const reader of person.readers) reader.goOffline();
  await wait(OFFLINE_MS);
  person.isOffline = false;
  for (const reader of person.readers) reader.goOnline();
}

test("what is written while processes, connections and networks fail is there once, in order, and reaches every device", async () => {
  test.setTimeout(600_000);
  const demo = await OwnDemo.start({
    ...{ data: ".data/e2e-chat-kill", port: PORT, sandboxPort: 3931 },
    secondPort: PORT + 1,
  });
  const proxy = await FrontProxy.open(PROXY_PORT, [PORT, PORT + 1]);
  const sql = postgres(demo.databaseUrl, { max: 2, onnotice: () => {} });
  const people: Person[] = [];
  // The browser's code listens for its return to the network there.
  Object.assign(globalThis, { window: { addEventListener: () => {}, removeEventListener: () => {} } });
  const pulses = setInterval(() => {
    for (const { who, browser } of people) {
      if (who.kind === "staff") void browser.postJson(routes.apiChatAgent, "{}").catch(() => {});
    }
  }, 10_000);
  try {
    const talks = await foundTalks(demo.databaseUrl, TALKS);
    for (const who of talks) people.push(await arrive(who));
    const writing = Promise.all(people.map(write));

    for (const name of ["web server", "second web server", "web server"] as const) {
      await wait(1_000 + Math.random() * 1_500);
      await demo.kill(name);
      await demo.startWeb(name);
    }
    await demo.kill("worker");
    demo.startWorker();
    const offline = people.filter((_, place) => place % 3 === 0).map(goOffline);
    for (let storm = 0; storm < 5; storm++) {
      await wait(700);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name = 'web'`;
    }
    await Promise.all(offline);
    const written = await writing;

    for (const [place, { who, readers }] of people.entries()) {
      const rows = await sql<{ body: string }[]>`
        select body from messages where thread_id = ${who.chat} order by created_at, id`;
      const bodies = rows.map(({ body }) => body);
      const own = bodies.filter((body) => body.startsWith(`${who.name} `));
      expect(own, "once and in the writer's order").toEqual(written[place]);
      expect(bodies).toHaveLength(1 + 2 * MESSAGES);
      for (const reader of readers) await expect.poll(() => reader.bodies, { timeout: 60_000 }).toEqual(bodies);
      if (who.kind === "contact") {
        for (const reader of readers) expect([...reader.named]).toEqual([who.chat]);
      }
      const [state] = await sql`select status, owner_id from threads where id = ${who.chat}`;
      expect(state, "no talk was taken from an agent who was there").toMatchObject({ status: "in_progress" });
    }
  } finally {
    clearInterval(pulses);
    Reflect.deleteProperty(globalThis, "window");
    for (const { readers } of people) for (const reader of readers) reader.close();
    await sql.end();
    await proxy.close();
    await demo.stop();
  }
});
