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
import { worksThreads } from "@/lib/threads/policy";
import { alreadySent } from "@/lib/threads/rules";
import { type Actor, actorOf, addEvent, addMessage, addNote, isSaidAlready, markRead } from "@/lib/threads/service";
import { listUnseen } from "@/lib/threads/unseen/queries";

/** What a write of staff needs to know of its request; an answer by mail has the same without one. */
export interface StaffContext extends Context<StaffViewer> {
  /** A brand that is at hand; not always the thread's, for staff work on every brand's host. */
  readonly brand?: Brand;
  /** As the account is called. */
  readonly name: string;
}

export const workerOf = ({ viewer, name }: StaffContext): Actor => actorOf(viewer, name);

/** Who reads threads of a kind and may not work them is told so; to anybody else the thread does not exist. */
async function requireWorks(context: StaffContext, kind: ThreadKind, number: string): Promise<void> {
  if (worksThreads(context.viewer, kind)) return;
  await findThread(context, kind, { number });
  const { noun, workers } = kindOf(kind);
  throw new AppError("FORBIDDEN", `Your role reads ${noun}s. ${workers} work them.`);
}

/** The thread, locked for work on it. Throws AppError NOT_FOUND for what the viewer may not see, FORBIDDEN for who only reads. */
export async function lockToWork<K extends ThreadKind>(
  context: StaffContext,
  kind: K,
  number: string,
): Promise<ThreadRecord<K>> {
  await requireWorks(context, kind, number);
  return lockThread(context, kind, { number });
}

/** What a new status changes beside itself: when and why it was closed. */
export function closingChange(row: ThreadRecord, status: ThreadStatus, reason: CloseReason | null) {
  if (status === row.status) return {};
  if (status === "closed") return { closedAt: sql`clock_timestamp()`, closeReason: reason };
  return row.status === "closed" ? { closedAt: null, closeReason: null } : {};
}

interface Answer extends Said {
  readonly number: string;
  /** Absent: what follows on an answer as a rule. */
  readonly then?: ThreadStatus | undefined;
  /** The newest message on the writer's screen. Absent: nothing is compared. */
  readonly seen?: string | undefined;
}

/**
 * An answer of the firm: a message to the client, which stops the answer clock. A thread that nobody has is the author's
 * from then on, where its kind says so. The same form sent twice is one message; with something else in it FormUsed.
 * Throws AppError NOT_FOUND and FORBIDDEN as lockToWork, CONFLICT where somebody else has written since `seen` (but of a
 * mail: then what a client wrote meanwhile still waits), INVALID on files that are not the author's.
 */
export async function answerThread(context: StaffContext, kind: ThreadKind, input: Answer): Promise<Replied> {
  const { noun, closedByAnswer, ownedByAnswer } = kindOf(kind);
  const row = await lockToWork(context, kind, input.number);
  const actor = workerOf(context);
  const { id, body, files, source, number, seen, then } = input;
  const message = { id, body, files, ...foldingOf(input), source };
  if (await isSaidAlready(context, row, actor, message, alreadySent(number))) return { number, messageId: id };
  const unseen = seen ? await listUnseen(context, row.id, actor, seen) : [];
  if (unseen[0] && source === "portal") throw writtenMeanwhile(unseen[0].name);
  // A mail cannot be sent again with a second look: it is said, and the client's newer message goes on waiting.
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
 * An internal note. It locks and changes nothing of the thread, so that no time, count or order that a client sees moves.
 * The same form sent twice is one note; with something else in it FormUsed. Throws as answerThread otherwise.
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
  if (isNew) await auditThread(context, row, "noted", { note: id });
  return { number, noteId: id };
}

/** The viewer has read the thread up to now, whether they work it or not. Throws AppError NOT_FOUND for what they may not see. */
export async function markThreadRead(
  context: Context<StaffViewer>,
  kind: ThreadKind,
  number: string,
): Promise<{ number: string }> {
  const row = await findThread(context, kind, { number });
  await markRead(context, row.id);
  return { number };
}
