import { sql } from "drizzle-orm";
import type { CloseReason, ThreadKind, ThreadStatus } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import type { Brand } from "@/lib/gate/brand/types";
import { kindOf, nextStatus } from "@/lib/threads/kinds";
import { findThread, lockThread, type ThreadRecord } from "@/lib/threads/life/queries";
import {
  auditThread,
  CLOCK_STOPPED,
  foldingOf,
  type Replied,
  type Said,
  said,
  statusWords,
  updateThread,
} from "@/lib/threads/life/service";
import { requireNotMerged } from "@/lib/threads/merges/queries";
import { worksThreads } from "@/lib/threads/policy";
import { countAnswer } from "@/lib/threads/promises/service";
import { alreadySent } from "@/lib/threads/rules";
import { type Actor, actorOf, addEvent, addMessage, addNote, isSaidAlready, markRead } from "@/lib/threads/service";
import { mentionedIn } from "@/lib/threads/staff/mentions/rules";
import { listReaders } from "@/lib/threads/staff/people/queries";
import { listUnseen } from "@/lib/threads/unseen/queries";

/**
 * What a write of staff needs beside its input. An action has it from its HTTP request; an answer by mail, which has no
 * HTTP request, brings it along.
 */
export interface StaffContext extends Context<StaffViewer> {
  /**
   * A brand that the caller has already read. It is not always the thread's, because staff work on the host of every
   * brand.
   */
  readonly brand?: Brand;
  /** The name of the account. */
  readonly name: string;
}

export const workerOf = ({ viewer, name }: StaffContext): Actor => actorOf(viewer, name);

/**
 * Throws FORBIDDEN for staff who may read the thread but not work its kind, and NOT_FOUND for those who may not see it.
 */
async function requireWorks(context: StaffContext, kind: ThreadKind, number: string): Promise<void> {
  if (worksThreads(context.viewer, kind)) return;
  await findThread(context, kind, { number });
  const { noun, workers } = kindOf(kind);
  throw new AppError("FORBIDDEN", `Your role reads ${noun}s. ${workers} work them.`);
}

/**
 * The thread, locked for work on it. Throws AppError NOT_FOUND where the viewer may not see it, FORBIDDEN where they
 * may only read it.
 */
export async function lockToWork<K extends ThreadKind>(
  context: StaffContext,
  kind: K,
  number: string,
): Promise<ThreadRecord<K>> {
  await requireWorks(context, kind, number);
  return lockThread(context, kind, { number });
}

/** The columns that a new status changes beside itself: when and why the thread was closed. */
export function closingChange(row: ThreadRecord, status: ThreadStatus, reason: CloseReason | null) {
  if (status === row.status) return {};
  if (status === "closed") return { closedAt: sql`clock_timestamp()`, closeReason: reason };
  return row.status === "closed" ? { closedAt: null, closeReason: null } : {};
}

interface Answer extends Said {
  readonly number: string;
  /** Absent: the usual status after an answer. */
  readonly then?: ThreadStatus | undefined;
  /** The newest message on the writer's screen. Absent: newer messages are not looked for. */
  readonly seen?: string | undefined;
}

/**
 * An answer of the firm: a message to the client, which stops the answer clock. A thread without an owner becomes the
 * author's, where the kind says so. The same form sent twice is one message. Throws AppError NOT_FOUND and FORBIDDEN as
 * lockToWork, CONFLICT where somebody else has written since `seen`, INVALID for files that are not the author's,
 * FormUsed for a form sent again with other content. A mail is not refused because of newer messages; where a client
 * wrote one of them, the answer clock goes on.
 */
export async function answerThread(context: StaffContext, kind: ThreadKind, input: Answer): Promise<Replied> {
  const { noun, closedByAnswer, ownedByAnswer } = kindOf(kind);
  const row = await lockToWork(context, kind, input.number);
  const actor = workerOf(context);
  const { id, body, files, source, number, seen, then } = input;
  const message = { id, body, files, ...foldingOf(input), source };
  if (await isSaidAlready(context, row, actor, message, alreadySent(number))) return { number, messageId: id };
  await requireNotMerged(context, row);
  const unseen = seen ? await listUnseen(context, row.id, actor, seen) : [];
  if (unseen[0] && source === "portal") throw writtenMeanwhile(unseen[0].name);
  // The writer of a mail cannot look again and then send it, so the mail is stored, and the client's newer message
  // still waits for an answer.
  const waits = unseen.some(({ by }) => by === "contact");
  const status = nextStatus(kind, "answer", row.status, waits ? "in_progress" : then);
  if (!status)
    throw new AppError("CONFLICT", `The ${noun} has changed meanwhile. Look at its status, then send again.`);

  await addMessage(context, row, actor, message);
  const taken = row.ownerId === null && ownedByAnswer(context.viewer.roles, row.topic);
  await updateThread(context, row, {
    status,
    ...closingChange(row, status, closedByAnswer),
    ...(waits ? {} : CLOCK_STOPPED),
    ...said(actor),
    ...(row.firstAnsweredAt ? {} : { firstAnsweredAt: sql`clock_timestamp()` }),
    ...(taken ? { ownerId: actor.id, standsInFor: null } : {}),
  });
  await countAnswer(context, row, context.brand);
  if (taken) await addEvent(context, row, actor, { kind: "assigned", after: actor.name, internal: true });
  if (status !== row.status) {
    const after = statusWords(status, status === "closed" ? closedByAnswer : null);
    await addEvent(context, row, actor, { kind: "status", before: row.status, after, messageId: id });
  }
  await auditThread(context, row, "answered", { message: id, status, source });
  return { number, messageId: id };
}

const writtenMeanwhile = (name: string) =>
  new AppError(
    "CONFLICT",
    `${name} wrote while you were answering. Read it above, then send again: your text is still here.`,
  );

interface Note {
  readonly id: string;
  readonly number: string;
  readonly body: string;
  readonly files: readonly string[];
}

/**
 * Adds an internal note. The thread is neither locked nor changed, so that no time, count or order that a client sees
 * changes. The same form sent twice is one note. Throws AppError NOT_FOUND and FORBIDDEN as lockToWork, INVALID for
 * files that are not the author's, FormUsed for a form sent again with other content.
 */
export async function noteThread(
  context: StaffContext,
  kind: ThreadKind,
  { id, number, body, files }: Note,
): Promise<{ number: string; noteId: string }> {
  await requireWorks(context, kind, number);
  const row = await findThread(context, kind, { number });
  const actor = workerOf(context);
  const isNew = await addNote(context, row, actor, { id, body, files });
  if (isNew) {
    const asked = await askColleagues(context, row, body);
    await auditThread(context, row, "noted", { note: id, ...(asked.length > 0 && { asked }) });
  }
  return { number, noteId: id };
}

/**
 * Asks whoever is named in a note (`@Kim Duarte`), if they may read the thread: the event's job mails them and rings
 * their bell. Returns their ids.
 */
async function askColleagues(context: StaffContext, row: ThreadRecord, body: string): Promise<string[]> {
  if (!body.includes("@")) return [];
  const actor = workerOf(context);
  const people = await listReaders(context, row.kind, row.brand);
  const asked = mentionedIn(body, people).filter(({ id }) => id !== actor.id);
  for (const { id, name } of asked) {
    await addEvent(context, row, actor, { kind: "mentioned", after: name, subjectId: id, internal: true });
  }
  return asked.map(({ id }) => id);
}

/**
 * Records that the viewer has read the thread up to now, also for staff who may not work it. Throws AppError NOT_FOUND
 * where they may not see it.
 */
export async function markThreadRead(
  context: Context<StaffViewer>,
  kind: ThreadKind,
  number: string,
): Promise<{ number: string }> {
  const row = await findThread(context, kind, { number });
  await markRead(context, row.id);
  return { number };
}
