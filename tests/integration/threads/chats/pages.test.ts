import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import OwnChatPage from "@/app/(portal)/chat/[number]/page";
import ChatPage from "@/app/(portal)/chat/page";
import { chatAgents, chats } from "@/db/schema";
import { forgetBrands } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { sayInChat } from "@/lib/threads/chats/service";
import { answerChat, endChat, noteChat, setAvailability, setTalks, takeChat } from "@/lib/threads/chats/staff/service";
import { keepChats } from "@/lib/threads/chats/tasks";
import { neverOpen } from "../../../support/brand";
import { closeChat } from "../../../support/open-chat";
import { seePage } from "../../../support/page";
import { createStaff } from "../../../support/world";
import { agent, asAgent, asClient, bodiesOf, type Contact, look, openAlways, plant, rowOf, started } from "./support";

const SECOND_MS = 1_000;
const say = (number: string, body: string) => ({ id: uuidv7(), number, body, files: [] });

const visitorOf = ({ id, brand }: Contact) => ({ brand, account: { kind: "contact" as const, id } });

/** The page of a chat as its client gets it, before any script runs. */
async function chatPage({ client, number }: { client: Contact; number: string }): Promise<string> {
  const props = { params: Promise.resolve({ number }), searchParams: Promise.resolve({}) };
  const seen = await seePage(OwnChatPage, visitorOf(client), props);
  if (seen.status !== 200) throw new Error(`the page of the chat answered ${seen.status}`);
  return seen.html;
}

/** The element with `opening` in its first tag, up to the end of that element. */
function element(html: string, opening: string): string {
  const at = html.lastIndexOf("<", html.indexOf(opening));
  const tag = /^<(\w+)/.exec(html.slice(at))?.[1];
  if (!html.includes(opening) || !tag) throw new Error(`nothing has ${opening}`);
  let depth = 0;
  for (const { 0: found, index } of html.slice(at).matchAll(new RegExp(`</?${tag}\\b`, "g"))) {
    depth += found.startsWith("</") ? -1 : 1;
    if (depth === 0) return html.slice(at, at + index);
  }
  throw new Error(`${opening} has no end`);
}

const words = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll(/\s+/g, " ");
/** The button; the offer after closing time says the words once more, with others behind them. */
const INTO_CASE = /Make this a case(?!,)/g;
const PLACE = /You are next\.|You are number \d+ in the queue\./;

const waitsSince = (id: string, seconds: number) =>
  look((db) =>
    db
      .update(chats)
      .set({ queuedAt: new Date(systemNow().epochMilliseconds - seconds * SECOND_MS) })
      .where(eq(chats.id, id)),
  );

const available = async (over: Parameters<typeof agent>[0] = {}) => {
  const member = await agent(over);
  await asAgent(member, (context) => setAvailability(context, { available: true }));
  return member;
};

beforeEach(async () => {
  await openAlways();
  await look((db) => db.update(chatAgents).set({ isAvailable: false }));
});

describe("a client in the queue", () => {
  it("is offered a case after two minutes without an answer, not before, and keeps the place", async () => {
    await available();
    const chat = await started();
    for (const seconds of [0, 100]) {
      await waitsSince(chat.id, seconds);
      const html = await chatPage(chat);
      expect(words(html), `${seconds} s`).toMatch(PLACE);
      expect(words(html), `${seconds} s`).not.toContain("It takes longer than usual");
      expect(words(html).match(INTO_CASE), `${seconds} s`).toHaveLength(1);
    }
    await waitsSince(chat.id, 121);
    const html = await chatPage(chat);
    expect(words(html)).toMatch(PLACE);
    expect(words(html)).toContain("It takes longer than usual");
    expect(words(html)).not.toContain("Nobody is free right now");
    expect(words(html).match(INTO_CASE)).toHaveLength(2);
    // Nothing is decided for them: it waits on, and becomes a case by their click alone.
    await keepChats();
    expect(await rowOf(chat.id)).toMatchObject({ status: "new", caseId: null });
  });

  it("reads at once that nobody is free where no agent takes chats, with a case offered, and keeps the place", async () => {
    const chat = await started();
    const html = await chatPage(chat);
    const text = words(html);
    expect(text).toMatch(PLACE);
    expect(text).toContain("Nobody is free right now");
    expect(text).toContain("Keep this page open and you are answered here.");
    expect(words(html).match(INTO_CASE)).toHaveLength(2);
  });

  it("waits for agents who have all the talks that they may have, is offered a case after two minutes, and is taken once there is room", async () => {
    const member = await available();
    const administrator = await createStaff(["administrator"]);
    await asAgent(administrator, (context) => setTalks(context, { agent: member.id, talks: 1 }));
    const [first, second] = [await started(), await started()];
    await asAgent(member, (context) => takeChat(context, { number: first.number }));
    const taken = asAgent(member, (context) => takeChat(context, { number: second.number }));
    await expect(taken).rejects.toMatchObject({ code: "CONFLICT" });
    expect(words(await chatPage(second))).toMatch(PLACE);
    expect(words(await chatPage(second))).not.toContain("Nobody is free right now");
    await waitsSince(second.id, 121);
    const html = await chatPage(second);
    const text = words(html);
    expect(text).toMatch(PLACE);
    expect(text).toContain("It takes longer than usual");
    expect(words(html).match(INTO_CASE)).toHaveLength(2);
    await asAgent(member, (context) => endChat(context, { number: first.number, outcome: "solved" }));
    await asAgent(member, (context) => takeChat(context, { number: second.number }));
    expect(words(await chatPage(second))).toContain(`${member.name} answers you.`);
  });
});

describe.each(["cimsoft", "insource"])("without scripts, outside chat hours, at %s", (brand) => {
  const close = async () => {
    await closeChat(brand);
    forgetBrands();
  };

  it("the page says that chat is closed, and leads to a new case instead of taking a chat", async () => {
    const { client } = await plant(brand);
    const open = await seePage(ChatPage, visitorOf(client), {});
    expect(open).toMatchObject({ status: 200, html: expect.stringContaining("Start chat") });
    await close();
    const seen = await seePage(ChatPage, visitorOf(client), {});
    if (seen.status !== 200) throw new Error(`the page answered ${seen.status}`);
    expect(words(seen.html)).toContain("Chat is closed now");
    expect(seen.html).not.toContain("Start chat");
    expect(seen.html).not.toContain('aria-label="New chat"');
    expect(words(element(seen.html, 'href="/cases/new"'))).toContain("Add New Case");
  });

  it("a chat that began before is a thread that can be read anew, written in and made a case", async () => {
    const chat = await started(brand);
    await close();
    expect((await seePage(ChatPage, visitorOf(chat.client), {})).status).toBe(307);
    await asClient(chat.client, (context) => sayInChat(context, say(chat.number, "Anybody there?")), neverOpen);
    expect(await bodiesOf(chat.id)).toEqual(["At 2 a.m.", "Anybody there?"]);
    const html = await chatPage(chat);
    expect(words(element(html, 'role="log"'))).toContain("Anybody there?");
    expect(words(element(html, 'aria-label="Write a message"'))).toContain("Send");
    expect(element(html, "<noscript")).toContain(`href="/chat/${chat.number}"`);
    expect(words(html)).toContain("Chat has closed for today");
    expect(words(html).match(INTO_CASE)).toHaveLength(2);
  });
});

describe("what a screen reader is told in a chat", () => {
  it("is each message by its author as it is added, who answers, and no internal note", async () => {
    const chat = await started();
    const member = await available();
    await asAgent(member, (context) => takeChat(context, { number: chat.number }));
    await asAgent(member, (context) => answerChat(context, say(chat.number, "Restart the service.")));
    await asAgent(member, (context) => noteChat(context, say(chat.number, "They never update.")));
    const html = await chatPage(chat);
    const log = element(html, 'role="log"');
    expect(/^<[^>]*>/.exec(log)?.[0]).toMatch(/aria-label="[^"]+".*aria-live="polite".*aria-relevant="additions"/);
    const said = words(log);
    const places = ["At 2 a.m.", member.name, "Restart the service."].map((text) => said.indexOf(text));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    // What is typed and pressed stands outside, or each key would be read out.
    expect(log).not.toMatch(/<(textarea|form)\b/);
    expect(html).not.toContain("They never update.");
    // The first of the regions is the line above the conversation: it says who takes the chat.
    expect(words(element(html, 'role="status"'))).toContain(`${member.name} answers you.`);
  });

  it("is the place in the queue, and the offer of a case, at the moment they come", async () => {
    const chat = await started();
    const html = await chatPage(chat);
    expect(words(element(html, 'role="status"'))).toMatch(PLACE);
    const offer = element(html.slice(html.indexOf('role="status"') + 1), 'role="status"');
    expect(words(offer)).toContain("Nobody is free right now");
  });
});
