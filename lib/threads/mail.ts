import { and, eq, lte, type SQL } from "drizzle-orm";
import { ZodError } from "zod";
import type { Transaction } from "@/db/client";
import { companies, messages, threadEvents, threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { log } from "@/lib/log";
import type { MailKind, MailProps } from "@/lib/mail/kinds";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine } from "@/lib/mail/plain-text";
import { messageIdOf, threadReference } from "@/lib/mail/threading";
import { inTwoZones } from "@/lib/threads/answer-clock/rules";
import { type ThreadRecord, threadColumns } from "@/lib/threads/life/queries";
import {
  closesThread,
  type EventRow,
  earlier,
  type MessageRow,
  type Recipient,
  readContacts,
  readConversation,
  readFirstText,
  readSaid,
  untoldOfClosing,
} from "@/lib/threads/recipients/queries";

/*
 * Who is told of a thread by mail, and what: in the worker, past row-level security, so each recipient is asked for by
 * may_see_thread here, and again when the mail leaves. Each kind of thread says itself in what it differs.
 */

/** What a job of a thread tells of. */
export type Told = { readonly message: string } | { readonly event: string };

/** Props of every mail about a thread, whatever its kind. */
type OfThread = "number" | "subject" | "companyName";
type ToStaff<K extends ThreadKind> = Extract<MailKind, `${K}-for-${string}`>;
/** Props that are special to a kind's mail; `Known` are those that it has like its counterparts. */
type Special<M extends MailKind, Known extends string> = Omit<MailProps<M>, OfThread | Known>;

/** A member of staff, and what a mail about a client's words says to them beside what every kind's says. */
interface StaffRecipient<K extends ThreadKind> {
  readonly to: Recipient;
  readonly props: Special<ToStaff<K>, "author" | "text" | "files" | "isNew" | "assigned" | "due">;
}

/** The questions that each kind of thread answers before anybody is told of one. Mails are called after their deed. */
export interface ThreadMail<K extends ThreadKind> {
  /** Ids of contacts who are told beside who opened it: a sub-select. */
  readonly alsoTold: (threadId: string) => SQL;
  /** To staff, of what a client wrote. */
  readonly toStaff: ToStaff<K>;
  readonly readStaff: (db: Transaction, thread: ThreadRecord) => Promise<StaffRecipient<K>[]>;
  readonly received: (
    db: Transaction,
    thread: ThreadRecord,
  ) => Promise<Special<`${K}-received`, "expected" | "alsoExpected">>;
  readonly assigned: (db: Transaction, thread: ThreadRecord) => Promise<Special<`${K}-assigned`, "by" | "due">>;
  /** By the status as its event tells of it; null: nobody is told. */
  readonly closed: (after: string) => Special<`${K}-closed`, "by"> | null;
  /** To who takes part from now on; null where nobody joins. */
  readonly joined: [Extract<MailKind, `${K}-joined`>] extends [never] ? null : Extract<MailKind, `${K}-joined`>;
}

/** What the kinds answered. They know this file, so lib/jobs hands them to it. */
export type ThreadMails = { readonly [K in ThreadKind]: ThreadMail<K> };

/** Of which brand what is told is; null for what is gone. */
export async function brandOfTold(db: Transaction, told: Told): Promise<string | null> {
  const [row] =
    "message" in told
      ? await db.select({ brand: messages.brand }).from(messages).where(eq(messages.id, told.message))
      : await db.select({ brand: threadEvents.brand }).from(threadEvents).where(eq(threadEvents.id, told.event));
  return row?.brand ?? null;
}

/** Queues the mails about one message or event, each once however often it is told. What is gone tells nothing. */
export async function tellThread(db: Transaction, mails: ThreadMails, brand: Brand, told: Told): Promise<void> {
  if ("message" in told) {
    const [message] = await db.select().from(messages).where(eq(messages.id, told.message));
    const subject = message && (await findSubject(db, mails, brand, message.threadId));
    if (subject) await tellMessage(subject, message);
  } else {
    const [event] = await db.select().from(threadEvents).where(eq(threadEvents.id, told.event));
    const subject = event && (await findSubject(db, mails, brand, event.threadId));
    if (subject) await tellEvent(subject, event);
  }
}

interface Subject {
  readonly db: Transaction;
  readonly brand: Brand;
  readonly row: ThreadRecord;
  readonly mail: ThreadMails[ThreadKind];
  /** What every mail about it says. */
  readonly facts: Readonly<Record<OfThread, string>>;
}

async function findSubject(
  db: Transaction,
  mails: ThreadMails,
  brand: Brand,
  threadId: string,
): Promise<Subject | null> {
  const [found] = await db
    .select({ row: threadColumns, companyName: companies.name })
    .from(threads)
    .innerJoin(companies, eq(companies.id, threads.companyId))
    .where(and(eq(threads.id, threadId), eq(threads.brand, brand.key)));
  if (!found) return null;
  const { row, companyName } = found;
  const facts = {
    number: row.number,
    subject: plainLine(row.subject, 200),
    companyName: plainLine(companyName, 200),
  };
  return { db, brand, row, facts, mail: mails[row.kind] };
}

async function tellMessage(subject: Subject, message: MessageRow): Promise<void> {
  const { db, row, facts, mail } = subject;
  const isFirst = message.id === row.id;
  const before = isFirst ? [] : await readConversation(db, row.id, earlier(message));
  const said = await readSaid(db, message);
  // Opened again meanwhile: the mail would say what is not so.
  const closes = row.status === "closed" && (await closesThread(db, message));
  const about = { told: message.id, before };
  const author = { kind: message.authorKind, id: message.authorId };
  for (const to of await readContacts(db, row, mail.alsoTold(row.id), author)) {
    const props = { ...facts, ...said, fromFirm: message.authorKind === "staff" && message.mailFrom === null, closes };
    await send(subject, to, { ...about, kind: `${row.kind}-message`, props });
  }
  if (message.authorKind !== "contact") return;
  if (isFirst) await confirm(subject);
  for (const { to, props: special } of await mail.readStaff(db, row)) {
    const common = { isNew: isFirst, assigned: to.id === row.ownerId, due: dueFor(subject, to) };
    await send(subject, to, { ...about, kind: mail.toStaff, props: { ...facts, ...said, ...common, ...special } });
  }
}

/** Tells who opened it that it has arrived, and when to expect an answer. */
async function confirm(subject: Subject): Promise<void> {
  const { db, brand, row, facts, mail } = subject;
  const to = (await readContacts(db, row, mail.alsoTold(row.id))).find(({ id }) => id === row.openedBy);
  if (!to) return;
  const { when, localWhen } = inTwoZones(row.firstAnswerDueAt, brand, { zone: to.zone ?? brand.zone });
  const props = { ...facts, expected: when, alsoExpected: localWhen, ...(await mail.received(db, row)) };
  await send(subject, to, { kind: `${row.kind}-received`, props, told: row.id, before: [] });
}

/** Of the quiet lines that clients see a closing is told and who takes part; what else was done comes with a message. */
async function tellEvent(subject: Subject, event: EventRow): Promise<void> {
  if (event.kind === "assigned") return tellAssigned(subject, event);
  if (event.internal || event.after === null) return;
  if (event.kind === "participant_added") return tellJoined(subject, event);
  if (event.kind === "status" && event.after.split(":")[0] === "closed") await tellClosed(subject, event, event.after);
}

/** Tells who was given it, unless they took it themselves or have given it on. */
async function tellAssigned(subject: Subject, event: EventRow): Promise<void> {
  const { db, row, facts, mail } = subject;
  if (event.subjectId === event.actorId || event.subjectId !== row.ownerId) return;
  const to = (await mail.readStaff(db, row)).map((told) => told.to).find(({ id }) => id === event.subjectId);
  if (!to) return;
  const props = { ...facts, by: byOf(event), due: dueFor(subject, to), ...(await mail.assigned(db, row)) };
  await send(subject, to, { ...(await aboutEvent(subject, event)), kind: `${row.kind}-assigned`, props });
}

async function tellClosed(subject: Subject, event: EventRow, after: string): Promise<void> {
  const { db, row, facts, mail } = subject;
  const special = mail.closed(after);
  // Opened again meanwhile: the mail would say what is not so.
  if (special === null || row.status !== "closed") return;
  const props = { ...facts, by: byOf(event), ...special };
  const about = await aboutEvent(subject, event);
  const recipients = await readContacts(db, row, mail.alsoTold(row.id), doerOf(event));
  for (const to of await untoldOfClosing(db, event, recipients, `${row.kind}-message`)) {
    await send(subject, to, { ...about, kind: `${row.kind}-closed`, props });
  }
}

async function tellJoined(subject: Subject, event: EventRow): Promise<void> {
  const { db, row, facts, mail } = subject;
  if (mail.joined === null) return;
  const recipients = await readContacts(db, row, mail.alsoTold(row.id), doerOf(event));
  const to = recipients.find(({ id }) => id === event.subjectId);
  if (!to) return;
  const props = { ...facts, by: byOf(event), text: await readFirstText(db, row.id) };
  // Taken out and brought in again and again, somebody is told of it once a day.
  const once = `${row.id}:${event.createdAt.toISOString().slice(0, 10)}`;
  await send(subject, to, { ...(await aboutEvent(subject, event)), kind: mail.joined, props, once });
}

const doerOf = (event: EventRow) => ({ kind: event.actorKind, id: event.actorId });
const byOf = ({ actorName }: EventRow) => actorName && plainLine(actorName, 100);

/** When the firm owes the next answer, as the recipient reads it. */
function dueFor({ row, brand }: Subject, to: Recipient): string | null {
  return row.answerDueAt && formatInstant(businessInstant(row.answerDueAt), to.zone ?? brand.zone);
}

async function aboutEvent({ db, row }: Subject, event: EventRow) {
  return { told: event.id, before: await readConversation(db, row.id, lte(messages.createdAt, event.createdAt)) };
}

interface RecipientMail<M extends MailKind> {
  readonly kind: M;
  readonly props: MailProps<M>;
  /** Id of the message or event. */
  readonly told: string;
  /** What a person is told of once, where that is not `told`. */
  readonly once?: string;
  /** Ids of what was told before, oldest first. */
  readonly before: readonly string[];
}

/** Tells one recipient. One address that takes no mail keeps nobody else's back. */
async function send<M extends MailKind>(
  { db, brand, row }: Subject,
  to: Recipient,
  { kind, props, told, once, before }: RecipientMail<M>,
): Promise<void> {
  const { origin } = brand;
  const idOf = (id: string) => messageIdOf(id, { threadId: row.id, origin, recipient: to.id });
  const references = [threadReference(row.id, origin), ...before.map(idOf)];
  try {
    await enqueueMail(db, {
      ...{ brand: brand.key, kind, props },
      to: to.email,
      toName: to.name,
      dedupeKey: `${kind}:${once ?? told}:${to.id}`,
      person: { kind: to.kind, id: to.id },
      thread: { threadId: row.id, messageId: idOf(told), references },
    });
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    log.error({ thread: row.id, kind, person: to.id }, "an address takes no mail");
  }
}
