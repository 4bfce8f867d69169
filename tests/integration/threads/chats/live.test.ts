import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { POST as here } from "@/app/api/chats/[id]/here/route";
import { POST as speak } from "@/app/api/chats/[id]/messages/route";
import { POST as atDesk } from "@/app/api/chats/agent/route";
import { POST as typing } from "@/app/api/live/typing/route";
import { STAFF_ROLES } from "@/db/schema/constants";
import { liveHub } from "@/lib/live/hub";
import { routes } from "@/lib/routes";
import { endOwnChat, makeOwnCase, startChat } from "@/lib/threads/chats/service";
import { noteChat } from "@/lib/threads/chats/staff/service";
import type { ChatState } from "@/lib/threads/chats/types";
import { sessionCookie, visit } from "../../../support/route";
import { createContact, createStaff } from "../../../support/world";
import { asContact, asMember, hear } from "../../live/support";
import { agent, asAgent, asClient, bodiesOf, formOf, plant, talking } from "./support";

afterEach(() => liveHub().closeAll());

type Account = { kind: "contact" | "staff"; id: string };
type Chat = Awaited<ReturnType<typeof talking>>;

async function post(
  handler: typeof speak,
  account: Account | null,
  { path, id, body, brand = "cimsoft" }: { path: string; id?: string; body?: unknown; brand?: string },
) {
  return visit(handler as never, {
    ...{ brand, path, params: { id }, method: "POST", headers: { "content-type": "application/json" } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cookie: account ? await sessionCookie(account, brand) : undefined,
  });
}

const said = (account: Account | null, id: string, body: unknown, brand?: string) =>
  post(speak, account, { path: routes.apiChatMessages(id), id, body, ...(brand ? { brand } : {}) });
const told = (account: Account | null, id: string, body: unknown = {}, brand?: string) =>
  post(here, account, { path: routes.apiChatHere(id), id, body, ...(brand ? { brand } : {}) });
const types = (account: Account | null, id: string, brand?: string) =>
  post(typing as never, account, { path: `${routes.apiTyping}?thread=${id}`, ...(brand ? { brand } : {}) });

/** Everybody signed in who may not know of the chat. */
async function outsidersOf({ company, client }: Chat): Promise<{ who: string; account: Account; brand: string }[]> {
  const { brand } = client;
  const elsewhere = brand === "cimsoft" ? "insource" : "cimsoft";
  const contact = async (scope: "none" | "own" | "company") =>
    asContact(await createContact(company, { casesScope: scope, requestsScope: "company" }));
  const readers = STAFF_ROLES.filter((role) => role !== "support_agent" && role !== "administrator");
  const stranger = await agent({ brands: [elsewhere] });
  return [
    { who: "a colleague of scope company", account: await contact("company"), brand },
    { who: "a colleague of scope own", account: await contact("own"), brand },
    { who: "a colleague without the right", account: await contact("none"), brand },
    { who: "another company", account: asContact((await plant(brand)).client), brand },
    { who: "the other brand", account: asContact((await plant(elsewhere)).client), brand: elsewhere },
    { who: "an agent of the other brand", account: asMember(stranger), brand: elsewhere },
    ...(await Promise.all(
      readers.map(async (role) => ({ who: role, account: asMember(await createStaff([role])), brand })),
    )),
  ];
}

const message = (body: string, id = uuidv7()) => ({ id, body, files: [] });

describe("the stream", () => {
  it.each(["cimsoft", "insource"])(
    "of %s tells client and agents of messages, typing and presence, and outsiders nothing of any of them",
    async (brand) => {
      const chat = await talking(brand);
      const hub = liveHub();
      const outsiders = await Promise.all(
        (await outsidersOf(chat)).map(async ({ who, account, brand: at }) => ({
          who,
          stream: await hear(hub, account, { brand: at }),
        })),
      );
      const client = await hear(hub, asContact(chat.client), { brand });
      const owner = await hear(hub, asMember(chat.member), { brand });
      expect((await types(asContact(chat.client), chat.id, brand)).status).toBe(204);
      await owner.until(() => owner.news.some(({ type }) => type === "typing"));
      expect((await told(asContact(chat.client), chat.id, {}, brand)).status).toBe(200);
      await owner.until(() => owner.news.some(({ type }) => type === "presence"));
      expect((await told(asMember(chat.member), chat.id, {}, brand)).status).toBe(200);
      await client.until(() => client.news.some(({ type }) => type === "presence"));
      expect((await said(asMember(chat.member), chat.id, message("Restart it."), brand)).status).toBe(204);
      await client.until(() => client.threads.includes(chat.id));
      await asAgent(chat.member, (context) => noteChat(context, { ...message("Old."), number: chat.number }));
      await owner.until(() => owner.news.some(({ kind }) => kind === "note"));
      await asClient(chat.client, (context) => makeOwnCase(context, { number: chat.number }));
      await client.until(() => client.news.filter(({ kind }) => kind === "state").length > 0);
      // What everybody may hear comes last, so that what came before it has come to all.
      for (const { who, stream } of outsiders) {
        expect(
          stream.news.filter((news) => news.thread === chat.id),
          who,
        ).toEqual([]);
        expect(
          stream.news.filter(({ type }) => type === "typing" || type === "presence"),
          who,
        ).toEqual([]);
      }
      expect(client.news.filter(({ kind }) => kind === "note")).toEqual([]);
    },
  );

  it("tells again what was missed since the last event, to those who may still know of it", async () => {
    const chat = await talking();
    const hub = liveHub();
    const first = await hear(hub, asContact(chat.client));
    const last = first.lastId;
    await first.leave();
    await said(asMember(chat.member), chat.id, message("Restart it."));
    const again = await hear(hub, asContact(chat.client), { last });
    await again.until(() => again.threads.includes(chat.id));
    const colleague = await hear(hub, asContact(await createContact(chat.company, { casesScope: "company" })), {
      last,
    });
    expect(colleague.threads).not.toContain(chat.id);
  });
});

describe("messages by the route", () => {
  it("are kept once however often they come, also at the same moment", async () => {
    const chat = await talking();
    const own = message("It stands still.");
    const answers = await Promise.all([0, 1, 2, 3].map(() => said(asContact(chat.client), chat.id, own)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(await bodiesOf(chat.id)).toEqual(["At 2 a.m.", "It stands still."]);
  });

  it("are refused with a sentence once the chat has ended, and for what is no message", async () => {
    const chat = await talking();
    for (const body of [
      null,
      {},
      { id: "1", body: "x", files: [] },
      message(""),
      { ...message("x"), files: ["y"] },
      [],
    ]) {
      expect((await said(asContact(chat.client), chat.id, body)).status).toBe(422);
    }
    await asClient(chat.client, (context) => makeOwnCase(context, { number: chat.number }));
    const refused = await said(asContact(chat.client), chat.id, message("Wait."));
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({ error: expect.stringContaining("has ended") });
    expect(await bodiesOf(chat.id)).toEqual(["At 2 a.m."]);
  });

  it("do not exist for outsiders, nor does any other address of a chat, and nothing is written", async () => {
    const chat = await talking();
    for (const { who, account, brand } of await outsidersOf(chat)) {
      for (const response of [
        await said(account, chat.id, message("Hello."), brand),
        await told(account, chat.id, {}, brand),
        await types(account, chat.id, brand),
      ]) {
        expect(response.status, who).toBe(404);
      }
    }
    expect((await said(null, chat.id, message("Hello."))).status).toBe(404);
    expect((await said(asContact(chat.client), chat.id, message("Hello."), "insource")).status).toBe(404);
    for (const id of ["1", "0", "true", `${chat.id}x`, uuidv7()]) {
      expect((await said(asContact(chat.client), id, message("Hello."))).status).toBe(404);
    }
    expect(await bodiesOf(chat.id)).toEqual(["At 2 a.m."]);
  });
});

describe("being there", () => {
  const stateOf = async (account: Account, id: string, body: unknown = {}) =>
    (await (await told(account, id, body)).json()) as ChatState;

  it("tells the other side what has arrived and what was read", async () => {
    const chat = await talking();
    const own = message("Restart it.");
    await said(asMember(chat.member), chat.id, own);
    const before = await stateOf(asMember(chat.member), chat.id);
    expect(before.other).toMatchObject({ isHere: false, receivedAt: null, readAt: null });
    await told(asContact(chat.client), chat.id, { newest: own.id });
    const received = await stateOf(asMember(chat.member), chat.id);
    expect(received.other).toMatchObject({ isHere: true, readAt: null, receivedAt: expect.any(String) });
    await told(asContact(chat.client), chat.id, { newest: own.id, isRead: true });
    const read = await stateOf(asMember(chat.member), chat.id);
    expect(read.other?.readAt).toEqual(expect.any(String));
  });

  it("names who answers, and nothing of the message's table changes by it", async () => {
    const chat = await talking();
    const state = await stateOf(asContact(chat.client), chat.id, { newest: chat.id, isRead: true });
    expect(state).toMatchObject({
      status: "in_progress",
      place: null,
      other: { name: chat.member.name, isHere: true },
    });
    expect(await bodiesOf(chat.id)).toEqual(["At 2 a.m."]);
  });

  it("is told of nobody once the chat has ended", async () => {
    const chat = await talking();
    await told(asContact(chat.client), chat.id);
    await asClient(chat.client, (context) => endOwnChat(context, { number: chat.number }));
    expect((await stateOf(asContact(chat.client), chat.id)).other?.isHere ?? false).toBe(false);
    expect((await stateOf(asMember(chat.member), chat.id)).other?.isHere ?? false).toBe(false);
  });

  it("takes the id of a message of another chat for none", async () => {
    const [chat, other] = [await talking(), await talking()];
    await told(asContact(chat.client), chat.id, { newest: other.id });
    expect((await stateOf(asMember(chat.member), chat.id)).other?.receivedAt).toBeNull();
  });

  it("counts chats at the desk for those who answer them alone", async () => {
    const { client } = await plant();
    await asClient(client, (context) => startChat(context, formOf(uuidv7())));
    const at = async (account: Account) => post(atDesk as never, account, { path: routes.apiChatAgent });
    const counts = (await (await at(asMember(await agent()))).json()) as { queued: number };
    expect(counts.queued).toBeGreaterThan(0);
    const other = (await (await at(asMember(await agent({ brands: ["insource"] })))).json()) as { queued: number };
    expect(other.queued).toBeLessThan(counts.queued);
    for (const account of [asContact(client), asMember(await createStaff(["account_manager"]))]) {
      expect((await at(account)).status).toBe(404);
    }
  });
});
