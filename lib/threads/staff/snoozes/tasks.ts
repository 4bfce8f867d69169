import { and, arrayOverlaps, asc, eq, gte, inArray, lte, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { companies, messages, notices, staff, threadSnoozes, threads } from "@/db/schema";
import { THREAD_WORKERS } from "@/db/schema/shared";
import { asSystem } from "@/db/viewer";
import { auditAs } from "@/lib/gate/audit/record";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { log } from "@/lib/log";
import type { MailKind } from "@/lib/mail/kinds";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine } from "@/lib/mail/plain-text";
import { messageIdOf, threadReference } from "@/lib/mail/threading";
import { kindOf } from "@/lib/threads/kinds";
import { type ThreadRecord, threadColumns } from "@/lib/threads/life/queries";
import { type Recipient, readMembers } from "@/lib/threads/recipients/queries";

/** How many snoozes one run ends. */
const MOST_A_RUN = 500;

const isOver = lte(threadSnoozes.until, sql`clock_timestamp()`);
const isAnswered = sql<boolean>`(${threads.lastAuthorKind} = 'contact' and ${threads.lastMessageAt} > ${threadSnoozes.createdAt})`;
/** The job that tells of a message ends the snooze. Where it has not after so long, this one does. */
const isLongAnswered = and(isAnswered, sql`${threads.lastMessageAt} < clock_timestamp() - interval '2 minutes'`);

/**
 * The job `snoozes.end`: whoever snoozed a thread, and its owner, are told when its time has come. The row goes with it,
 * so that they are told once, and the table holds no more than what sleeps.
 */
export async function endSnoozes(): Promise<void> {
  const ended = await asSystem("snoozes that have ended are found", (db) =>
    db
      .select({ threadId: threadSnoozes.threadId, brand: threadSnoozes.brand })
      .from(threadSnoozes)
      .innerJoin(threads, eq(threads.id, threadSnoozes.threadId))
      .where(or(isOver, isLongAnswered))
      .orderBy(asc(threadSnoozes.until), asc(threadSnoozes.threadId))
      .limit(MOST_A_RUN),
  );
  for (const { threadId, brand } of ended) {
    try {
      const known = await brandByKey(brand);
      await asSystem("a snooze has ended: its people are told", (db) => endSnooze(db, known, threadId));
    } catch (error) {
      // One that cannot be told keeps none of the others from it, and is tried again in a minute.
      log.error({ thread: threadId, err: error }, "a snooze could not be ended");
    }
  }
}

/** A client's message ends the snooze of its thread. Called behind the mails about the message, in their transaction. */
export async function endSnoozeOfAnswered(db: Transaction, brand: Brand, messageId: string): Promise<void> {
  const [message] = await db
    .select({ threadId: messages.threadId })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.authorKind, "contact")));
  if (message) await endSnooze(db, brand, message.threadId);
}

/**
 * Ends the snooze that is over or answered, once however many ask for it at once. A thread that was closed, or that got
 * another owner, came back by that: nobody is told, and the row stays until its time, for who takes that deed back.
 */
async function endSnooze(db: Transaction, brand: Brand, threadId: string): Promise<void> {
  // The thread first, as everybody locks them who works on it, so that nobody waits in a circle.
  await db.execute(sql`select from threads where id = ${threadId}::uuid for key share`);
  const own = eq(threadSnoozes.threadId, threadId);
  const [snooze] = await db.select().from(threadSnoozes).where(own).for("update");
  if (!snooze) return;
  const [now] = await db
    .select({ row: threadColumns, companyName: companies.name, over: sql<boolean>`${isOver}`, answered: isAnswered })
    .from(threads)
    .innerJoin(threadSnoozes, eq(threadSnoozes.threadId, threads.id))
    .innerJoin(companies, eq(companies.id, threads.companyId))
    .where(eq(threads.id, threadId));
  if (!now || !(now.over || now.answered)) return;
  const cameBack = now.row.status === "closed" || now.row.ownerId !== snooze.ownerId;
  if (cameBack && !now.over) return;
  await db.delete(threadSnoozes).where(own);
  const why = now.answered ? "answer" : "time";
  const { noun } = kindOf(now.row.kind);
  await auditAs(db, "system", {
    ...{ brand: brand.key, action: `${noun}.snooze-ended`, entity: noun, entityId: threadId },
    details: { number: now.row.number, until: snooze.until.toISOString(), why: cameBack ? "came back before" : why },
  });
  if (cameBack) return;
  const told = why === "answer" ? await readTold(db, snooze) : new Set<string>();
  for (const to of await readPeople(db, snooze, now.row)) {
    if (!told.has(to.id)) await tell(db, brand, { ...now, snooze, why }, to);
  }
}

type Snoozed = typeof threadSnoozes.$inferSelect;

/** Who snoozed the thread and its owner, those of them who may still work it. */
function readPeople(db: Transaction, { staffId }: Snoozed, { id, kind, ownerId }: ThreadRecord): Promise<Recipient[]> {
  const people = inArray(staff.id, ownerId ? [staffId, ownerId] : [staffId]);
  return readMembers(db, id, and(people, arrayOverlaps(staff.roles, [...THREAD_WORKERS[kind]])) ?? sql`false`);
}

const OF_MESSAGES: readonly MailKind[] = ["case-for-agents", "request-for-team"];

/** Who has the client's message in the bell already: they are not told twice of one thing. */
async function readTold(db: Transaction, { threadId, createdAt }: Snoozed): Promise<Set<string>> {
  const rows = await db
    .select({ id: notices.personId })
    .from(notices)
    .where(
      and(eq(notices.threadId, threadId), inArray(notices.kind, [...OF_MESSAGES]), gte(notices.createdAt, createdAt)),
    );
  return new Set(rows.map(({ id }) => id));
}

interface Ended {
  readonly snooze: Snoozed;
  readonly row: ThreadRecord;
  readonly companyName: string;
  readonly why: "time" | "answer";
}

async function tell(db: Transaction, brand: Brand, { snooze, row, companyName, why }: Ended, to: Recipient) {
  const dedupeKey = `snooze-ended:${row.id}:${snooze.createdAt.getTime()}:${to.id}`;
  await enqueueMail(db, {
    ...{ brand: brand.key, kind: "snooze-ended", to: to.email, toName: to.name },
    props: {
      ...{ noun: row.kind, number: row.number, subject: plainLine(row.subject, 200) },
      ...{ companyName: plainLine(companyName, 200), why },
      by: to.id === snooze.staffId ? null : plainLine(snooze.staffName, 100),
    },
    dedupeKey,
    person: { kind: "staff", id: to.id },
    thread: {
      threadId: row.id,
      messageId: messageIdOf(row.id, { threadId: row.id, origin: brand.origin, recipient: dedupeKey }),
      references: [threadReference(row.id, brand.origin)],
    },
  });
}
