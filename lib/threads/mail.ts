import { and, asc, desc, eq, lt, or, type SQL, sql } from "drizzle-orm";
import { ZodError } from "zod";
import type { Transaction } from "@/db/client";
import { type contacts, files, messages, type staff, threadEvents, threads } from "@/db/schema";
import type { AccountKind, ThreadKind } from "@/db/schema/constants";
import { isUsable } from "@/lib/gate/accounts";
import type { Brand } from "@/lib/gate/brand/types";
import { log } from "@/lib/log";
import type { MailKind, MailProps } from "@/lib/mail/kinds";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine } from "@/lib/mail/plain-text";
import { messageIdOf } from "@/lib/mail/threading";
import { isWanted } from "@/lib/mail/wanted";

/*
 * What cases and requests share in telling people by mail: in the worker, past row-level security. Who reads a thread is
 * for each kind of thread to say, and is asked again when the mail leaves.
 */

/** What a job of a thread tells of. */
export type Told = { readonly message: string } | { readonly event: string };

type MessageRow = typeof messages.$inferSelect;

/** Of what kind of thread, and of which brand, what is told is; null for what is gone. */
export async function placeOfTold(
  db: Transaction,
  told: Told,
): Promise<{ readonly brand: string; readonly kind: ThreadKind } | null> {
  const place = { brand: threads.brand, kind: threads.kind };
  const [row] =
    "message" in told
      ? await db
          .select(place)
          .from(messages)
          .innerJoin(threads, eq(threads.id, messages.threadId))
          .where(eq(messages.id, told.message))
      : await db
          .select(place)
          .from(threadEvents)
          .innerJoin(threads, eq(threads.id, threadEvents.threadId))
          .where(eq(threadEvents.id, told.event));
  return row ?? null;
}

/** Somebody who is told. */
export interface Reader {
  readonly kind: AccountKind;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly zone: string | null;
}

/** Whose deed is told; null for the portal's own. */
export interface Doer {
  readonly kind: AccountKind | null;
  readonly id: string | null;
}

/** Those of these contacts whose accounts may be used, without `except`. */
export function usableContacts(rows: readonly (typeof contacts.$inferSelect)[], except: Doer): Reader[] {
  return rows
    .filter((contact) => isUsable(contact) && !(except.kind === "contact" && except.id === contact.id))
    .map(({ id, email, name, timeZone }) => ({ kind: "contact", id, email, name, zone: timeZone }));
}

/** Those of these members of staff whose accounts may be used. */
export function usableStaff(rows: readonly (typeof staff.$inferSelect)[]): Reader[] {
  return rows
    .filter((member) => isUsable(member))
    .map(({ id, email, name, timeZone }) => ({ kind: "staff", id, email, name, zone: timeZone }));
}

/** By order of writing, as the thread shows them. */
export function earlier({ createdAt, id }: MessageRow): SQL | undefined {
  return or(lt(messages.createdAt, createdAt), and(eq(messages.createdAt, createdAt), lt(messages.id, id)));
}

/** Message-IDs of the conversation so far: of its first message, and of the last one that fits `before`. */
export async function conversation(db: Transaction, brand: Brand, threadId: string, before: SQL | undefined) {
  const [previous] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.threadId, threadId), before))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(1);
  if (!previous) return [];
  const ids = [...new Set([threadId, previous.id])];
  return ids.map((id) => messageIdOf(id, threadId, brand.origin));
}

/** Was the thread closed with this message: by its author, in the transaction that wrote it? */
export async function closesThread(db: Transaction, { id }: MessageRow): Promise<boolean> {
  const rows = await db.execute(
    sql`select 1 from ${messages} m join ${threadEvents} e on e.thread_id = m.thread_id and e.actor_id = m.author_id and e.xmin = m.xmin
      where m.id = ${id}::uuid and e.kind = 'status' and e.after like 'closed%'`,
  );
  return rows.length > 0;
}

/** Those of the readers whom no mail about the message tells that the thread was closed with it. */
export async function untoldOfClosing<R extends Reader>(
  db: Transaction,
  event: typeof threadEvents.$inferSelect,
  readers: readonly R[],
  kind: MailKind,
): Promise<R[]> {
  const rows = await db.execute(
    sql`select 1 from ${threadEvents} e join ${messages} m on m.thread_id = e.thread_id and m.author_id = e.actor_id and m.xmin = e.xmin
      where e.id = ${event.id}::uuid`,
  );
  if (rows.length === 0) return [...readers];
  const wanting = await Promise.all(readers.map((reader) => isWanted(db, kind, reader)));
  return readers.filter((_, index) => !wanting[index]);
}

/** Text as typed, without control characters but line breaks. */
export const written = (text: string) => text.replaceAll(/[^\P{Cc}\n\t]/gu, "");

/** Who said what, with the names and sizes of its files. */
export async function readSaid(db: Transaction, message: MessageRow) {
  return {
    author: plainLine(message.authorName, 100),
    text: written(message.body),
    files: await db
      .select({ name: files.name, sizeBytes: files.sizeBytes })
      .from(files)
      .where(eq(files.messageId, message.id))
      .orderBy(asc(files.createdAt), asc(files.id)),
  };
}

interface ReaderMail<K extends MailKind> {
  readonly brand: Brand;
  readonly threadId: string;
  readonly to: Reader;
  readonly kind: K;
  readonly props: MailProps<K>;
  /** Id of the message or event. */
  readonly told: string;
  /** What a person is told of once, where that is not `told`. */
  readonly once?: string;
  readonly references: readonly string[];
}

/** Tells one reader. One address that takes no mail keeps nobody else's back. */
export async function mailReader<K extends MailKind>(db: Transaction, mail: ReaderMail<K>): Promise<void> {
  const { brand, threadId, to, kind, props, told, once, references } = mail;
  try {
    await enqueueMail(db, {
      ...{ brand: brand.key, kind, props },
      to: to.email,
      toName: to.name,
      dedupeKey: `${kind}:${once ?? told}:${to.id}`,
      person: { kind: to.kind, id: to.id },
      thread: { threadId, messageId: messageIdOf(told, threadId, brand.origin), references },
    });
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    log.error({ thread: threadId, kind, person: to.id }, "an address takes no mail");
  }
}
