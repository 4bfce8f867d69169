import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { agreements, contacts, files, messages, outbox, threads } from "@/db/schema";
import { runTellTask } from "@/lib/jobs/tell";
import { findChatOfCase } from "@/lib/threads/chats/queries";
import { endOwnChat, makeOwnCase, sayInChat } from "@/lib/threads/chats/service";
import { answerChat, endChat, makeCaseOfChat, noteChat, takeChat } from "@/lib/threads/chats/staff/service";
import { keepChats } from "@/lib/threads/chats/tasks";
import { findFile } from "@/lib/threads/files/queries";
import { readThread } from "@/lib/threads/queries";
import { clientViewer, createContact, createStaff, nobodysId, staffViewer } from "../../../support/world";
import {
  agent,
  asAgent,
  asClient,
  bodiesOf,
  look,
  notesOf,
  reading,
  rowOf,
  seen,
  silence,
  started,
  talking,
} from "./support";

const LOCAL = { zone: "America/New_York" };
const say = (number: string, body: string) => ({ id: uuidv7(), number, body, files: [] });

async function caseOf(chatId: string) {
  const { caseId } = await rowOf(chatId);
  if (!caseId) throw new Error("it became no case");
  const [row] = await look((db) => db.select().from(threads).where(eq(threads.id, caseId)));
  if (!row) throw new Error("no such case");
  return row;
}

describe("a chat that becomes a case", () => {
  it("is one case with its transcript as the first message, whoever asks how often and at the same moment", async () => {
    const { client, member, number, id } = await talking();
    await asClient(client, (context) => sayInChat(context, say(number, "It stands still.")));
    await asAgent(member, (context) => answerChat(context, say(number, "Restart it.")));
    const asked = await Promise.all([
      asClient(client, (context) => makeOwnCase(context, { number })),
      asAgent(member, (context) => makeCaseOfChat(context, { number })),
      asClient(client, (context) => makeOwnCase(context, { number })),
      asAgent(await agent(), (context) => makeCaseOfChat(context, { number })),
    ]);
    expect(new Set(asked.map(({ caseNumber }) => caseNumber)).size).toBe(1);
    const made = await caseOf(id);
    expect(made).toMatchObject({ kind: "case", severity: "question", openedBy: client.id, ownerId: member.id });
    expect(await look((db) => db.$count(threads, eq(threads.openedBy, client.id)))).toBe(2);
    const [transcript, ...more] = await bodiesOf(made.id);
    expect(more).toEqual([]);
    const places = ["At 2 a.m.", "It stands still.", "Restart it."].map((text) => transcript?.indexOf(text) ?? -1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(transcript).toContain(number);
    expect(await rowOf(id)).toMatchObject({ status: "closed", outcome: "case" });
  });

  it("has no line in its transcript that somebody else could have been made to say", async () => {
    const { client, number, id } = await talking();
    const forged = "Dana Lopez, 10:05 a.m.";
    const breaks = ["\n\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085", "\v", "\f"];
    const body = breaks.map((space) => `Hello${space}${forged}${space}We pay.`).join("\n");
    await asClient(client, (context) => sayInChat(context, say(number, body)));
    await asClient(client, (context) => makeOwnCase(context, { number }));
    const [transcript = ""] = await bodiesOf((await caseOf(id)).id);
    expect(transcript.match(new RegExp(forged, "g"))).toHaveLength(breaks.length);
    for (const line of transcript.split(/[\n\r\u2028\u2029\u0085\v\f]/)) {
      if (line.includes(forged)) expect(line).toMatch(/^ {4}/);
    }
  });

  it("takes its internal notes along as internal notes, and its files, each for who may see them", async () => {
    const { company, client, member, number, id } = await talking();
    await asAgent(member, (context) => noteChat(context, say(number, "They never update.")));
    const [message] = await look((db) => db.select().from(messages).where(eq(messages.threadId, id)));
    const fileId = nobodysId().replaceAll("-", "").slice(0, 32).padEnd(32, "x");
    await look((db) =>
      db.insert(files).values({
        ...{ id: fileId, brand: "cimsoft", uploaderKind: "contact", uploaderId: client.id, threadId: id },
        ...{ messageId: message?.id ?? "", name: "log.txt", sizeBytes: 3, mediaType: "text/plain", sha256: "x" },
        ...{ scan: "not_scanned", attachedAt: new Date() },
      }),
    );
    const colleague = clientViewer(await createContact(company, { casesScope: "company" }));
    const manager = staffViewer(await createStaff(["account_manager"]));
    for (const viewer of [colleague, manager]) {
      expect(await reading(viewer, (context) => findFile(context, fileId))).toBeNull();
    }
    await asClient(client, (context) => makeOwnCase(context, { number }));
    const made = await caseOf(id);
    expect(await notesOf(made.id)).toEqual(["They never update."]);
    expect((await bodiesOf(made.id)).join()).not.toContain("never update");
    expect((await bodiesOf(made.id)).join()).toContain("[log.txt]");
    for (const viewer of [clientViewer(client), colleague, manager]) {
      expect(await reading(viewer, (context) => findFile(context, fileId))).toMatchObject({ name: "log.txt" });
    }
    const page = await reading(colleague, (context) => readThread(context, made.id, LOCAL));
    expect(page?.items.filter((item) => item.kind === "note")).toEqual([]);
    expect(page?.items.flatMap((item) => (item.kind === "message" ? item.files : []))).toMatchObject([
      { name: "log.txt" },
    ]);
    const chat = await reading(clientViewer(client), (context) => readThread(context, id, LOCAL));
    expect(chat?.items.flatMap((item) => (item.kind === "message" ? item.files : []))).toHaveLength(1);
  });

  it("leads both ways for who sees both, and shows the chat to no one else", async () => {
    const { company, client, member, number, id } = await talking();
    await asAgent(member, (context) => endChat(context, { number, outcome: "unsolved" }));
    expect(await rowOf(id)).toMatchObject({ status: "closed", outcome: "unsolved" });
    const made = await caseOf(id);
    for (const viewer of [clientViewer(client), staffViewer(member)]) {
      expect(await reading(viewer, (context) => findChatOfCase(context, made.number))).toBe(number);
    }
    const colleague = clientViewer(await createContact(company, { casesScope: "company" }));
    const manager = staffViewer(await createStaff(["account_manager"]));
    for (const viewer of [colleague, manager]) {
      expect(await reading(viewer, (context) => readThread(context, made.id, LOCAL))).not.toBeNull();
      expect(await reading(viewer, (context) => readThread(context, id, LOCAL))).toBeNull();
      expect(await reading(viewer, (context) => findChatOfCase(context, made.number))).toBeNull();
    }
  });

  it("is told by mail as any case is", async () => {
    const { client, number, id } = await started();
    await asClient(client, (context) => makeOwnCase(context, { number }));
    const made = await caseOf(id);
    await runTellTask({ message: made.id });
    const kinds = await look((db) => db.select({ kind: outbox.kind }).from(outbox).where(eq(outbox.threadId, made.id)));
    expect([...new Set(kinds.map(({ kind }) => kind))].sort()).toEqual(["case-for-agents", "case-received"]);
  });

  it("can also come of one that has ended, and stays one", async () => {
    const { client, number, id } = await talking();
    await asClient(client, (context) => endOwnChat(context, { number }));
    await asClient(client, (context) => makeOwnCase(context, { number }));
    await asClient(client, (context) => makeOwnCase(context, { number }));
    expect(await rowOf(id)).toMatchObject({ outcome: "left" });
    expect((await caseOf(id)).kind).toBe("case");
    expect(await look((db) => db.$count(threads, eq(threads.openedBy, client.id)))).toBe(2);
  });
});

describe("loss", () => {
  it.each([
    [
      "the right",
      (contact: string) =>
        look((db) => db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, contact))),
    ],
    [
      "the account",
      (contact: string) =>
        look((db) => db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, contact))),
    ],
    [
      "the company",
      (contact: string) =>
        look((db) => db.update(contacts).set({ primaryCompanyId: null }).where(eq(contacts.id, contact))),
    ],
  ])("of %s ends the talk at once, and nobody writes in it", async (_, lose) => {
    const { client, member, number, id } = await talking();
    await lose(client.id);
    expect(await rowOf(id)).toMatchObject({ status: "closed", outcome: "lost" });
    await expect(asAgent(member, (context) => answerChat(context, say(number, "Hello?")))).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(asAgent(member, (context) => makeCaseOfChat(context, { number }))).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await bodiesOf(id)).toHaveLength(1);
  });

  it("of the agreement ends the talk at once; one that ends by its day, when the job runs", async () => {
    const first = await talking();
    await look((db) => db.update(agreements).set({ state: "cancelled" }).where(eq(agreements.id, first.agreement.id)));
    expect(await rowOf(first.id)).toMatchObject({ status: "closed", outcome: "lost" });
    const second = await talking();
    await look((db) =>
      db.update(agreements).set({ endsOn: "2020-12-31" }).where(eq(agreements.id, second.agreement.id)),
    );
    await keepChats();
    expect(await rowOf(second.id)).toMatchObject({ status: "closed", outcome: "lost" });
  });
});

describe("the job that looks after chats", () => {
  it("hands a talk back to the queue's head when its agent is gone for a minute, and not before", async () => {
    const chat = await talking();
    // Outside chat hours the queue keeps only those whose client is there.
    await seen(chat, 0);
    await silence(chat.member, 55_000);
    await keepChats();
    expect(await rowOf(chat.id)).toMatchObject({ status: "in_progress", ownerId: chat.member.id });
    await silence(chat.member, 61_000);
    await keepChats();
    await keepChats();
    expect(await rowOf(chat.id)).toMatchObject({ status: "new", ownerId: null, isBack: true });
    const page = await reading(clientViewer(chat.client), (context) => readThread(context, chat.id, LOCAL));
    const events = page?.items.flatMap((item) => (item.kind === "event" ? [item] : [])) ?? [];
    expect(events.filter(({ what }) => what === "handed_back")).toMatchObject([{ actor: null, after: null }]);
    await asAgent(await agent(), (context) => takeChat(context, { number: chat.number }));
  });

  it("makes a case of a chat that waits when its client is gone after closing, once, and keeps a running talk", async () => {
    const waiting = await started();
    const running = await talking();
    await seen(waiting, 61_000);
    // Both began on a Sunday, when chat is closed.
    const sunday = new Date("2026-01-04T15:00:00Z");
    await look((db) =>
      db.execute(
        `update chats set queued_at = '${sunday.toISOString()}' where id in ('${waiting.id}', '${running.id}')`,
      ),
    );
    await silence(running.member, 0);
    await Promise.all([keepChats(), keepChats()]);
    expect(await rowOf(waiting.id)).toMatchObject({ status: "closed", outcome: "case" });
    expect(await caseOf(waiting.id)).toMatchObject({ severity: "question", status: "new", ownerId: null });
    expect(await look((db) => db.$count(threads, eq(threads.openedBy, waiting.client.id)))).toBe(2);
    expect(await rowOf(running.id)).toMatchObject({ status: "in_progress" });
  });
});
