import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import {
  chatAgents,
  chatPresences,
  chats,
  companies,
  contacts,
  messages,
  staff,
  threadEvents,
  threadReads,
  threads,
} from "@/db/schema";
import { systemNow } from "@/lib/kit/time";
import { STAFF_DOMAIN } from "./cast";
import { CHAT_STORIES, type DemoChat } from "./chat-stories";

const MINUTE = 60_000;
/** Nobody sits at the demo's browsers: for so long, who has a chat that goes on counts as there. */
const THERE_MS = 12 * 60 * MINUTE;

/**
 * The demo's chats: some that have ended, one with an agent and one in the queue. Run as the system after the accounts
 * exist; does nothing where there are chats already.
 */
export async function applyDemoChats(db: Transaction): Promise<void> {
  const [known] = await db.select({ id: chats.id }).from(chats).limit(1);
  if (known) return;
  const [agent] = await db
    .select()
    .from(staff)
    .where(eq(staff.email, `support.agent@${STAFF_DOMAIN}`));
  if (!agent) throw new Error("The demo data has no agent");
  const now = systemNow().epochMilliseconds;
  const oldestFirst = [...CHAT_STORIES].sort((a, b) => b.minutesAgo - a.minutesAgo);
  for (const story of oldestFirst) await write(db, story, agent, now);
  await db
    .insert(chatAgents)
    .values({ staffId: agent.id, isAvailable: true, seenAt: new Date(now + THERE_MS) })
    .onConflictDoNothing();
}

async function write(db: Transaction, story: DemoChat, agent: typeof staff.$inferSelect, now: number): Promise<void> {
  const { company, client } = await cast(db, story);
  const begun = now - story.minutesAgo * MINUTE;
  const at = (after: number) => new Date(begun + after * MINUTE);
  const id = uuidv7();
  const last = story.said.at(-1);
  if (!last) throw new Error(`The demo chat ${story.subject} says nothing`);
  const taken = story.takenAfter === null ? null : at(story.takenAfter);
  const ended = story.outcome === null ? null : at(last.after + 1);
  const of = { brand: company.brand, threadId: id };
  await db.insert(threads).values({
    ...{ id, brand: company.brand, kind: "chat", companyId: company.id, subject: story.subject },
    ...{ openedBy: client.id, openedByName: client.name, ownerId: taken && agent.id },
    status: ended ? "closed" : taken ? "in_progress" : "new",
    ...{ closedAt: ended, firstAnswerDueAt: at(5), firstAnsweredAt: taken },
    ...{ answerDueAt: ended || last.by === "agent" ? null : at(last.after + 5) },
    ...{ answerSince: ended || last.by === "agent" ? null : at(last.after) },
    ...{ activeAt: ended ?? at(last.after), lastMessageAt: at(last.after), createdAt: at(0) },
    ...(last.by === "agent"
      ? { lastAuthorKind: "staff" as const, lastAuthorId: agent.id }
      : { lastAuthorKind: "contact" as const, lastAuthorId: client.id }),
  });
  await db.insert(chats).values({
    ...{ id, brand: company.brand, product: story.product, queuedAt: at(0) },
    ...{ takenAt: taken, firstTakenAt: taken, outcome: story.outcome },
  });
  const asClient = { actorKind: "contact", actorId: client.id, actorName: client.name } as const;
  const asAgent = { actorKind: "staff", actorId: agent.id, actorName: agent.name } as const;
  await db.insert(threadEvents).values({ ...of, kind: "started", ...asClient, createdAt: new Date(begun - 1) });
  for (const [index, { by, after, text }] of story.said.entries()) {
    const author = by === "agent" ? agent : client;
    await db.insert(messages).values({
      ...{ ...of, id: index === 0 ? id : uuidv7(), body: text, createdAt: at(after) },
      ...{ authorKind: by === "agent" ? "staff" : "contact", authorId: author.id, authorName: author.name },
    });
  }
  if (taken) {
    await db.insert(threadEvents).values({ ...of, kind: "taken", after: agent.name, ...asAgent, createdAt: taken });
  }
  if (ended) {
    const by = story.outcome === "left" ? asClient : asAgent;
    const after = `closed:${story.outcome}`;
    await db
      .insert(threadEvents)
      .values({ ...of, kind: "status", before: "in_progress", after, ...by, createdAt: ended });
  } else {
    await db.insert(chatPresences).values({
      ...{ ...of, personKind: "contact", personId: client.id },
      ...{ seenAt: new Date(now + THERE_MS), receivedAt: at(last.after) },
    });
  }
  await db
    .insert(threadReads)
    .values({ ...of, readerKind: "contact", readerId: client.id, readAt: sql`clock_timestamp()` });
}

async function cast(db: Transaction, { company: externalId, client: local }: DemoChat) {
  const brand = externalId.startsWith("C-") ? "cimsoft" : "insource";
  const [company] = await db
    .select()
    .from(companies)
    .where(and(eq(companies.brand, brand), eq(companies.externalId, externalId)));
  if (!company) throw new Error(`The demo data has no company ${externalId}`);
  const colleagues = await db.select().from(contacts).where(eq(contacts.primaryCompanyId, company.id));
  const client = colleagues.find(({ email }) => email.startsWith(`${local}@`));
  if (!client) throw new Error(`${company.name} has no contact ${local} in the demo data`);
  return { company, client };
}
