import { and, asc, desc, eq, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { contacts, files, messages, staff, threadEvents, threadFollows, threadNotes } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";
import { isUsable } from "@/lib/gate/accounts";
import type { MailKind } from "@/lib/mail/kinds";
import { plainLine } from "@/lib/mail/plain-text";
import { isWanted } from "@/lib/mail/wanted";
import type { ThreadRecord } from "@/lib/threads/life/queries";

/*
 * What is read to mail people about a thread. This runs in the worker, where row-level security does not apply, so
 * may_see_thread is asked for each person.
 */

export type MessageRow = typeof messages.$inferSelect;
export type EventRow = typeof threadEvents.$inferSelect;

/** A person who is told of something in a thread. */
export interface Recipient {
  readonly kind: AccountKind;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly zone: string | null;
}

/** Who did what is told; its fields are null for the portal itself. */
export interface Doer {
  readonly kind: AccountKind | null;
  readonly id: string | null;
}

/** A contact who handed a thread over, and who has it in their place. */
export interface Resting {
  readonly contactId: string;
  readonly inPlaceId: string;
}

interface Told {
  /** A sub-select with the ids of contacts who are told beside the opener. */
  readonly also: SQL;
  readonly resting: readonly Resting[];
  readonly except: Doer | undefined;
}

/**
 * The opener of the thread and the contacts in `also`, those who may see it now and whose accounts can be used, without
 * `except`. Who handed it over rests as long as the other can be told: nothing is said to nobody.
 */
export async function readContacts(
  db: Transaction,
  { id, openedBy }: Pick<ThreadRecord, "id" | "openedBy">,
  { also, resting, except }: Told,
): Promise<Recipient[]> {
  const rows = await db
    .select()
    .from(contacts)
    .where(
      and(
        or(eq(contacts.id, openedBy), sql`${contacts.id} in (${also})`),
        sql`may_see_thread('contact', ${contacts.id}, ${id}::uuid)`,
      ),
    )
    .orderBy(asc(contacts.id));
  const usable = rows.filter((row) => isUsable(row));
  const isTold = (contactId: string) => usable.some((row) => row.id === contactId);
  const rests = (contactId: string) =>
    resting.some((one) => one.contactId === contactId && isTold(one.inPlaceId) && one.inPlaceId !== contactId);
  const isExcepted = (contactId: string) => except?.kind === "contact" && except.id === contactId;
  return usable.filter((row) => !rests(row.id) && !isExcepted(row.id)).map((row) => recipientOf("contact", row));
}

/** Members of staff who match `which`, may see the thread now and whose accounts can be used. */
export async function readMembers(db: Transaction, threadId: string, which: SQL): Promise<Recipient[]> {
  const rows = await db
    .select()
    .from(staff)
    .where(and(which, isNull(staff.closedAt), sql`may_see_thread('staff', ${staff.id}, ${threadId}::uuid)`))
    .orderBy(asc(staff.id));
  return rows.filter((row) => isUsable(row)).map((row) => recipientOf("staff", row));
}

/** Staff who follow the thread and may still see it. */
export const readFollowers = (db: Transaction, threadId: string): Promise<Recipient[]> =>
  readMembers(
    db,
    threadId,
    sql`${staff.id} in (select ${threadFollows.staffId} from ${threadFollows} where ${threadFollows.threadId} = ${threadId}::uuid)`,
  );

function recipientOf(kind: AccountKind, row: typeof contacts.$inferSelect | typeof staff.$inferSelect): Recipient {
  return { kind, id: row.id, email: row.email, name: row.name, zone: row.timeZone };
}

/** Messages before this one, in the order in which the thread shows them. */
export function earlier({ createdAt, id }: MessageRow): SQL | undefined {
  return or(lt(messages.createdAt, createdAt), and(eq(messages.createdAt, createdAt), lt(messages.id, id)));
}

/**
 * The Message-IDs to which a mail refers: that of the thread's first message and that of the last message that matches
 * `before`.
 */
export async function readConversation(db: Transaction, threadId: string, before: SQL | undefined): Promise<string[]> {
  const [previous] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.threadId, threadId), before))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(1);
  return previous ? [...new Set([threadId, previous.id])] : [];
}

/** Was the thread closed with this message? */
export async function closesThread(db: Transaction, { id, threadId }: MessageRow): Promise<boolean> {
  const [closing] = await db
    .select({ id: threadEvents.id })
    .from(threadEvents)
    .where(
      and(
        ...[eq(threadEvents.threadId, threadId), eq(threadEvents.messageId, id), eq(threadEvents.kind, "status")],
        sql`${threadEvents.after} like 'closed%'`,
      ),
    )
    .limit(1);
  return closing !== undefined;
}

/**
 * The recipients who do not learn of the closing from a mail of kind `ofMessage`: all where it came without a message,
 * otherwise those who do not get mails of that kind.
 */
export async function untoldOfClosing(
  db: Transaction,
  closing: EventRow,
  recipients: readonly Recipient[],
  ofMessage: MailKind,
): Promise<Recipient[]> {
  if (closing.messageId === null) return [...recipients];
  const wanting = await Promise.all(recipients.map((recipient) => isWanted(db, ofMessage, recipient)));
  return recipients.filter((_, index) => !wanting[index]);
}

/** Text as typed, without control characters except line breaks and tabs. */
const written = (text: string) => text.replaceAll(/[^\P{Cc}\n\t]/gu, "");

/**
 * The name of the message's author. For a mail that a colleague joined: its sender address, and who joined it.
 */
function authorOf({ authorName, mailFrom }: MessageRow): string {
  const name = plainLine(authorName, 100);
  return mailFrom === null ? name : `${plainLine(mailFrom, 100)} (by mail, joined by ${name})`;
}

/** Author and text of a message, with the names and sizes of its files. */
export async function readSaid(db: Transaction, message: MessageRow) {
  const attached = await db
    .select({ name: files.name, sizeBytes: files.sizeBytes, scan: files.scan })
    .from(files)
    .where(eq(files.messageId, message.id))
    .orderBy(asc(files.createdAt), asc(files.id));
  return {
    author: authorOf(message),
    text: written(message.body),
    files: attached.map(({ scan, ...file }) => (scan === "held" ? { ...file, isHeld: true } : file)),
  };
}

/** The text of the note that an event came with: its author wrote it in the same transaction, just before. */
export async function readNoteOf(db: Transaction, { threadId, actorId, createdAt }: EventRow): Promise<string> {
  const [note] = await db
    .select({ body: threadNotes.body })
    .from(threadNotes)
    .where(
      and(
        eq(threadNotes.threadId, threadId),
        sql`${threadNotes.staffId} = ${actorId}::uuid`,
        lte(threadNotes.createdAt, createdAt),
      ),
    )
    .orderBy(desc(threadNotes.createdAt), desc(threadNotes.id))
    .limit(1);
  return written(note?.body ?? "");
}

/** Text of the thread's first message. */
export async function readFirstText(db: Transaction, threadId: string): Promise<string> {
  const [first] = await db.select({ body: messages.body }).from(messages).where(eq(messages.id, threadId));
  return written(first?.body ?? "");
}
