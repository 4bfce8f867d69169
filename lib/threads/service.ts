import { and, eq, type SQL, sql } from "drizzle-orm";
import { files, messages, threadEvents, threadNotes, threadReads, threads } from "@/db/schema";
import type { MessageSource, ThreadEventKind } from "@/db/schema/constants";
import type { Context, Viewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import type { AccountKey } from "@/lib/gate/accounts";
import { personOf } from "@/lib/gate/viewers";
import { attachFiles } from "@/lib/threads/files/service";
import { ofVisibleThreads, visibleThreads } from "./policy";

/** Who does something, with the name that the row keeps for good. */
export interface Actor extends AccountKey {
  readonly name: string;
}

export function actorOf(viewer: Viewer, name: string): Actor {
  return { ...personOf(viewer), name };
}

/** What a message, note or event needs to know of its thread. */
export interface ThreadKey {
  readonly id: string;
  readonly brand: string;
}

interface NewMessage {
  readonly id: string;
  readonly body: string;
  readonly files: readonly string[];
  readonly source: MessageSource;
  readonly folded?: string | undefined;
  readonly foldedFiles?: readonly string[] | undefined;
  /** For a mail that the message's author joined: the address that the mail names as its sender. */
  readonly mailFrom?: string | undefined;
}

/** The text that is stored for a message or note. One without text says that files are attached. */
function textOf({ body, files }: Pick<NewMessage, "body" | "files">): string {
  return body || (files.length === 1 ? "One file is attached." : "Files are attached.");
}

const missing = () => new AppError("NOT_FOUND", "There is no such conversation.");

/**
 * Is everything in `sent` stored already? Files that were attached later, and files that the form no longer has, are no
 * difference.
 */
async function isKept(
  { viewer, db }: Context,
  stored: { readonly place: SQL; readonly body: string },
  sent: Pick<NewMessage, "body" | "files">,
): Promise<boolean> {
  if (sent.files.length === 0) return sent.body === stored.body;
  const kept = await db
    .select({ id: files.id })
    .from(files)
    .where(and(ofVisibleThreads(viewer, files.threadId), stored.place));
  const ids = new Set(kept.map(({ id }) => id));
  return textOf(sent) === stored.body && sent.files.every((id) => ids.has(id));
}

/**
 * Was this form taken before? Throws AppError NOT_FOUND for the id of a message of somebody else or of another thread,
 * and FormUsed with the sentence where the form had other content then. The content of a mail is not compared, because
 * a mail that is read again is the same mail.
 */
export async function isSaidAlready(
  context: Context,
  thread: Pick<ThreadKey, "id">,
  actor: Actor,
  message: NewMessage,
  sentence: string,
): Promise<boolean> {
  const { viewer, db } = context;
  const [row] = await db
    .select({
      threadId: messages.threadId,
      authorKind: messages.authorKind,
      authorId: messages.authorId,
      body: messages.body,
    })
    .from(messages)
    .where(and(ofVisibleThreads(viewer, messages.threadId), eq(messages.id, message.id)));
  if (!row) return false;
  if (row.threadId !== thread.id || row.authorKind !== actor.kind || row.authorId !== actor.id) throw missing();
  const stored = { place: eq(files.messageId, message.id), body: row.body };
  if (message.source !== "mail" && !(await isKept(context, stored, message))) throw new FormUsed(sentence);
  return true;
}

/** Is there a message of this id in the thread, by whomever? */
export async function hasMessage({ viewer, db }: Context, threadId: string, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(ofVisibleThreads(viewer, messages.threadId), eq(messages.threadId, threadId), eq(messages.id, id)));
  return rows.length > 0;
}

/**
 * Adds a message with its files, in the caller's transaction, which holds the thread's lock. A message may be files
 * alone. Throws AppError INVALID for files that are not the author's own, NOT_FOUND for an id that another message has.
 */
export async function addMessage(context: Context, thread: ThreadKey, actor: Actor, message: NewMessage) {
  const { db } = context;
  const made = await db
    .insert(messages)
    .values({
      id: message.id,
      brand: thread.brand,
      threadId: thread.id,
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      source: message.source,
      body: textOf(message),
      folded: message.folded || null,
      foldedFiles: [...(message.foldedFiles ?? [])],
      mailFrom: message.mailFrom ?? null,
    })
    .onConflictDoNothing();
  if (made.count === 0) throw missing();
  if (message.files.length) await attachFiles(context, { threadId: thread.id, messageId: message.id }, message.files);
}

interface NewEvent {
  readonly kind: ThreadEventKind;
  readonly before?: string | null;
  readonly after?: string | null;
  readonly internal?: boolean;
  /** Id of the person whose name is in `before` or `after`. */
  readonly subjectId?: string;
  /** Id of the message with which it was done. */
  readonly messageId?: string;
}

/** Adds an event, which is shown as a quiet line. */
export async function addEvent({ db }: Context, thread: ThreadKey, actor: Actor, event: NewEvent): Promise<void> {
  await db.insert(threadEvents).values({
    brand: thread.brand,
    threadId: thread.id,
    kind: event.kind,
    internal: event.internal ?? false,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    before: event.before ?? null,
    after: event.after ?? null,
    subjectId: event.subjectId ?? null,
    messageId: event.messageId ?? null,
  });
}

/**
 * Adds an internal note. It changes nothing that a client sees. The same form sent twice is one note, and the second
 * call returns false. No lock is held, so the same form may come twice at once. Throws AppError NOT_FOUND for the id of
 * a note of somebody else or of another thread, FormUsed for a form sent again with other content.
 */
export async function addNote(
  context: Context,
  thread: ThreadKey,
  actor: Actor,
  note: Omit<NewMessage, "source">,
): Promise<boolean> {
  const { viewer, db } = context;
  const made = await db
    .insert(threadNotes)
    .values({
      id: note.id,
      brand: thread.brand,
      threadId: thread.id,
      staffId: actor.id,
      staffName: actor.name,
      body: textOf(note),
    })
    .onConflictDoNothing();
  if (made.count > 0) {
    if (note.files.length) await attachFiles(context, { threadId: thread.id, noteId: note.id }, note.files);
    return true;
  }
  const [known] = await db
    .select({ threadId: threadNotes.threadId, staffId: threadNotes.staffId, body: threadNotes.body })
    .from(threadNotes)
    .where(and(ofVisibleThreads(viewer, threadNotes.threadId), eq(threadNotes.id, note.id)));
  if (known?.threadId !== thread.id || known.staffId !== actor.id) throw missing();
  if (!(await isKept(context, { place: eq(files.noteId, note.id), body: known.body }, note))) {
    throw new FormUsed("You already added this note with other words. Your new text is still here: add it again.");
  }
  return false;
}

/**
 * Records that the viewer has read the thread up to now. Throws AppError NOT_FOUND for a thread that they may not see.
 */
export async function markRead({ viewer, db }: Context, threadId: string): Promise<void> {
  const [thread] = await db
    .select({ brand: threads.brand })
    .from(threads)
    .where(and(visibleThreads(viewer), eq(threads.id, threadId)));
  if (!thread) throw new AppError("NOT_FOUND", "There is no such thread.");
  const reader = personOf(viewer);
  await db
    .insert(threadReads)
    .values({
      brand: thread.brand,
      threadId,
      readerKind: reader.kind,
      readerId: reader.id,
      readAt: sql`clock_timestamp()`,
    })
    .onConflictDoUpdate({
      target: [threadReads.threadId, threadReads.readerKind, threadReads.readerId],
      set: { readAt: sql`greatest(${threadReads.readAt}, excluded.read_at)` },
    });
}
