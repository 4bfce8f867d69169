import { and, asc, eq, isNotNull, or, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { caseTargets, chatAgents, chatPresences, chats, companies, contacts, threadEvents, threads } from "@/db/schema";
import { CASE_TARGETS } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { businessInstant, businessNow, systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine } from "@/lib/mail/plain-text";
import { messageIdOf, threadReference } from "@/lib/mail/threading";
import { owed, promisedHours } from "@/lib/threads/answer-clock/queries";
import { transcriptHead } from "./case/service";
import { GONE_MS, standingOf } from "./rules";

/** How soon the job runs again while a chat goes on. */
const AGAIN_SECONDS = 10;

const isGone = (seenAt: typeof chatAgents.seenAt | typeof chatPresences.seenAt) =>
  sql`coalesce(${seenAt} < clock_timestamp() - ${GONE_MS} * interval '1 millisecond', true)`;

/**
 * The job `chats.keep`: ends chats whose client may no longer have them, hands talks back whose agent is gone, and makes
 * cases of chats that nobody took before closing time. It runs again soon while a chat goes on. May safely run twice.
 */
export async function keepChats(): Promise<void> {
  await asSystem("chats end with the right to them", (db) => db.execute(sql`select end_lost_chats(null, null)`));
  await asSystem("talks of agents who are gone go back to the queue", handBack);
  for (const chat of await asSystem("chats in the queue", listQueued)) {
    try {
      await settle(chat);
    } catch (error) {
      log.error({ chat: chat.id, err: error }, "a chat in the queue could not become a case");
    }
  }
  await asSystem("chats are looked after while one goes on", (db) =>
    db.execute(sql`select graphile_worker.add_job('chats.keep', '{}'::json, job_key := 'chats.keep', max_attempts := 1,
      run_at := now() + ${AGAIN_SECONDS} * interval '1 second')
      where exists (select from threads where kind = 'chat' and status <> 'closed')`),
  );
}

const transcripts = z.array(z.object({ texts: z.array(z.string()) }));
/** The most characters of a transcript that a mail holds; the whole one is in the portal. */
const MOST_MAILED = 50_000;

/** The job `chats.transcript`: mails a client the transcript of their chat. Run twice, it is one mail. */
export async function mailTranscript(payload: unknown, now: Date): Promise<void> {
  const { chat } = z.object({ chat: z.uuid() }).parse(payload);
  await asSystem("a client asked for the transcript of a chat", async (db) => {
    const [found] = await db
      .select({
        ...{ brand: threads.brand, number: threads.number, subject: threads.subject, createdAt: threads.createdAt },
        ...{ openedBy: threads.openedBy, lastMessageAt: threads.lastMessageAt, companyName: companies.name },
        ...{ email: contacts.email, name: contacts.name },
      })
      .from(threads)
      .innerJoin(companies, eq(companies.id, threads.companyId))
      .innerJoin(contacts, eq(contacts.id, threads.openedBy))
      .where(and(eq(threads.id, chat), eq(threads.kind, "chat")));
    if (!found) return;
    const brand = await brandByKey(found.brand);
    const [said] = transcripts.parse([
      ...(await db.execute(sql`select chat_transcript(${chat}::uuid, ${transcriptHead(brand, found)}) as texts`)),
    ]);
    const reference = threadReference(chat, brand.origin);
    // At most one a minute for the same words.
    const once = `${chat}:${found.lastMessageAt.getTime()}:${Math.floor(now.getTime() / 60_000)}`;
    await enqueueMail(db, {
      ...{ brand: brand.key, kind: "chat-transcript", to: found.email, toName: found.name },
      props: {
        ...{ number: found.number, subject: plainLine(found.subject, 200) },
        ...{
          companyName: plainLine(found.companyName, 200),
          text: (said?.texts.join("\n\n") ?? "").slice(0, MOST_MAILED),
        },
      },
      dedupeKey: `chat-transcript:${once}`,
      person: { kind: "contact", id: found.openedBy },
      thread: {
        threadId: chat,
        messageId: messageIdOf(once, { threadId: chat, origin: brand.origin, recipient: found.openedBy }),
        references: [reference],
      },
    });
  });
}

/** The talk's agent is gone, or may not answer it any more. */
const isLeft = or(
  isGone(chatAgents.seenAt),
  sql`${threads.ownerId} not in (select staff_id from staff_seeing_thread(${threads.id}))`,
);

/** Clients read no more than that somebody else takes over. */
async function handBack(db: Transaction): Promise<void> {
  const left = await db
    .select({ id: threads.id, brand: threads.brand })
    .from(threads)
    .leftJoin(chatAgents, eq(chatAgents.staffId, threads.ownerId))
    .where(and(eq(threads.kind, "chat"), eq(threads.status, "in_progress"), isLeft))
    .orderBy(asc(threads.id));
  for (const { id, brand } of left) {
    const [locked] = await db.select({ id: threads.id }).from(threads).where(eq(threads.id, id)).for("update");
    // Judged again: the agent may have come back, ended the talk or handed it over.
    const [row] = await db
      .select({ id: threads.id })
      .from(threads)
      .leftJoin(chatAgents, eq(chatAgents.staffId, threads.ownerId))
      .where(and(eq(threads.id, id), eq(threads.status, "in_progress"), isNotNull(threads.ownerId), isLeft));
    if (!locked || !row) continue;
    await db
      .update(threads)
      .set({ status: "new", ownerId: null, activeAt: sql`clock_timestamp()` })
      .where(eq(threads.id, id));
    await db
      .update(chats)
      .set({ isBack: true, takenAt: null, queuedAt: sql`clock_timestamp()` })
      .where(eq(chats.id, id));
    await db.insert(threadEvents).values({ brand, threadId: id, kind: "handed_back" });
  }
}

async function listQueued(db: Transaction) {
  return db
    .select({
      ...{ id: threads.id, brand: threads.brand, number: threads.number, createdAt: threads.createdAt },
      ...{ companyId: threads.companyId, product: chats.product, queuedAt: chats.queuedAt },
      isGone: sql<boolean>`${isGone(chatPresences.seenAt)}`,
    })
    .from(threads)
    .innerJoin(chats, eq(chats.id, threads.id))
    .leftJoin(
      chatPresences,
      and(
        eq(chatPresences.threadId, threads.id),
        eq(chatPresences.personKind, "contact"),
        eq(chatPresences.personId, threads.openedBy),
      ),
    )
    .where(and(eq(threads.kind, "chat"), eq(threads.status, "new")))
    .orderBy(asc(chats.queuedAt));
}

/** Makes a case of a chat that waited beyond closing time and whose client is gone or did not answer the offer. */
async function settle(chat: Awaited<ReturnType<typeof listQueued>>[number]): Promise<void> {
  const brand = await brandByKey(chat.brand);
  const standing = standingOf({
    ...{ calendar: brand.chatCalendar, since: businessInstant(chat.queuedAt), now: businessNow() },
    isHere: !chat.isGone,
  });
  if (standing.kind !== "over") return;
  await asSystem("a chat that nobody took becomes a case", async (db) => {
    const [target] = await db
      .select({ minutes: caseTargets.minutes })
      .from(caseTargets)
      .where(and(eq(caseTargets.brand, chat.brand), eq(caseTargets.severity, "question")));
    const hours = await promisedHours({ db }, brand, {
      kind: "case",
      companyId: chat.companyId,
      product: chat.product,
    });
    const { answerDueAt } = owed(hours, systemNow(), target?.minutes ?? CASE_TARGETS.question);
    // Only while it still waits: an agent may have taken it since.
    await db.execute(sql`select chat_into_case(id, ${uuidv7()}::uuid, ${transcriptHead(brand, chat)}, ${answerDueAt.toISOString()}::timestamptz, 'case')
      from (select id from threads where id = ${chat.id}::uuid and kind = 'chat' and status = 'new' for update) waiting`);
  });
}
