import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { POST as speak } from "@/app/api/chats/[id]/messages/route";
import { Outbox } from "@/components/threads/chats/unsent";
import { routes } from "@/lib/routes";
import { makeOwnCase } from "@/lib/threads/chats/service";
import { Random } from "@/scripts/demo/data/random";
import { sessionCookie, visit } from "../../../support/route";
import { asContact, asMember } from "../../live/support";
import { asClient, bodiesOf, look, rowOf, talking } from "./support";

/*
 * Clients and agents write in many chats at once, by the code of the browser, over a connection that loses requests and
 * answers, doubles them and delays them, to a database whose connections are terminated, and each from two tabs. At the
 * end each chat has exactly what was written in it, in each writer's order.
 */

const CHATS = process.env.PORTAL_TEST_LONG ? 40 : 6;
/** Not how long it may take, but after how long what is not sent counts as stuck. */
const PATIENCE_MS = 120_000;
const TEST = { timeout: PATIENCE_MS + 30_000 };
const MESSAGES = process.env.PORTAL_TEST_LONG ? 60 : 12;

afterEach(() => vi.unstubAllGlobals());

/** The browser's storage, shared by the tabs of one person. */
class Storage extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A browser's fetch of one person, over a bad connection. */
function connection(random: Random, cookie: string, chatId: string) {
  const send = (body: string) =>
    visit(speak as never, {
      ...{ brand: "cimsoft", path: routes.apiChatMessages(chatId), params: { id: chatId }, cookie, body },
      ...{ method: "POST", headers: { "content-type": "application/json" } },
    });
  return async (_address: string, { body }: { body: string }): Promise<Response> => {
    const fate = random.between(0, 9);
    await pause(random.between(0, 8));
    if (fate === 0) throw new TypeError("Failed to fetch");
    // A proxy sends it a second time.
    if (fate === 1) void send(body).catch(() => {});
    const response = await send(body);
    if (fate === 2) throw new TypeError("Failed to fetch");
    return response;
  };
}

/** How often two connections of the database are terminated. */
const STORMS = CHATS * 4;

/**
 * Terminates connections of this database at random; returns how many. Not those on which the driver asks for its types:
 * no caller can catch that failure, which processes log.
 */
async function terminate(): Promise<number> {
  let terminated = 0;
  for (let storm = 0; storm < STORMS; storm++) {
    await pause(120);
    const rows = await look((db) =>
      db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state in ('idle', 'active', 'idle in transaction')
          and query <> '' and query not like '%pg_catalog.pg_type%'
        order by random() limit 2`),
    ).catch(() => []);
    terminated += rows.length;
  }
  return terminated;
}

describe("every message of a chat", () => {
  it("is there once, in its writer's order, whatever became of connections, requests and tabs", TEST, async () => {
    const random = new Random(Number(process.env.PORTAL_TEST_SEED ?? 7));
    const chats = await Promise.all(Array.from({ length: CHATS }, () => talking()));
    vi.stubGlobal("window", { addEventListener: () => {}, removeEventListener: () => {} });
    const written = new Map<string, string[]>();
    const writers = await Promise.all(
      chats.flatMap((chat) =>
        [asContact(chat.client), asMember(chat.member)].map(async (account) => ({
          ...{ chat, account, cookie: await sessionCookie(account, "cimsoft"), storage: new Storage() },
        })),
      ),
    );
    const storm = terminate();
    await Promise.all(
      writers.map(async ({ chat, account, cookie, storage }) => {
        const fetchOf = connection(random, cookie, chat.id);
        const waiting = { is: false };
        const tab = () =>
          new Outbox(chat.id, account.id, {
            onRefused: ({ sentence }) => {
              throw new Error(sentence);
            },
            onWaiting: (is) => {
              waiting.is = is;
            },
            ...{ fetch: fetchOf as unknown as typeof fetch, storage, firstPauseMs: 50 },
          });
        let [one, two] = [tab(), tab()];
        one.open();
        for (let number = 0; number < MESSAGES; number++) {
          const body = `${account.kind} ${number}`;
          one.send({ id: uuidv7(), body, files: [] });
          written.set(chat.id, [...(written.get(chat.id) ?? []), body]);
          if (random.between(0, 3) === 0) await pause(random.between(0, 20));
          if (random.between(0, 7) === 0) {
            // The page is reloaded, or its other tab goes on, with what this one had not sent yet.
            one.close();
            [one, two] = [tab(), one];
            one.open();
          }
        }
        two.close();
        await vi.waitFor(() => expect(one.size).toBe(0), { timeout: PATIENCE_MS, interval: 20 });
        one.close();
      }),
    );
    expect(await storm).toBeGreaterThan(STORMS / 2);

    for (const chat of chats) {
      const bodies = (await bodiesOf(chat.id)).slice(1);
      expect([...bodies].sort()).toEqual([...(written.get(chat.id) ?? [])].sort());
      for (const kind of ["contact", "staff"]) {
        const own = bodies.filter((body) => body.startsWith(kind));
        expect(own).toEqual(Array.from({ length: MESSAGES }, (_, number) => `${kind} ${number}`));
      }
      // And so has the transcript of the case that it becomes.
      await asClient(chat.client, (context) => makeOwnCase(context, { number: chat.number }));
      const { caseId } = await rowOf(chat.id);
      const transcript = (await bodiesOf(caseId ?? "")).join("\n");
      const lines = transcript.split("\n").flatMap((text) => /^ {4}((?:contact|staff) \d+)$/.exec(text)?.[1] ?? []);
      expect(lines).toEqual(bodies);
    }
  });
});
