import { and, eq, lte, type SQL } from "drizzle-orm";
import { ZodError } from "zod";
import type { Transaction } from "@/db/client";
import { companies, messages, staff, threadEvents, threads } from "@/db/schema";
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
  type Doer,
  type EventRow,
  earlier,
  type MessageRow,
  type Recipient,
  type Resting,
  readContacts,
  readConversation,
  readFirstText,
  readMembers,
  readNoteOf,
  readSaid,
  untoldOfClosing,
} from "@/lib/threads/recipients/queries";

/*
 * Mails about threads: who gets them, and what they say. This runs in the worker, where row-level security does not
 * apply, so may_see_thread is asked for each recipient here, and again when the mail is sent. ThreadMail has what
 * differs between the kinds of thread.
 */

/** What a job mails about: a message or an event, by its id. */
export type Told = { readonly message: string } | { readonly event: string };

/** The kinds of thread that have mails. Nobody is mailed about a chat while it goes on. */
type Mailed = {
  readonly [K in ThreadKind]: [Extract<MailKind, `${K}-received`>] extends [never] ? never : K;
}[ThreadKind];

/** Props of every mail about a thread, whatever its kind. */
type OfThread = "number" | "subject" | "companyName";
type ToStaff<K extends Mailed> = Extract<MailKind, `${K}-for-${string}`>;
/** Props that only this kind's mail has. `Known` are those that every kind's mail has. */
type Special<M extends MailKind, Known extends string> = Omit<MailProps<M>, OfThread | Known>;

/** A member of staff, with the props that only this kind's mail about a client's message has. */
interface StaffRecipient<K extends Mailed> {
  readonly to: Recipient;
  readonly props: Special<ToStaff<K>, "author" | "text" | "files" | "isNew" | "assigned" | "due">;
}

/**
 * What differs between the kinds of thread in their mails. `received`, `assigned` and `closed` give the props that only
 * this kind's mail of that name has.
 */
export interface ThreadMail<K extends Mailed> {
  /** A sub-select with the ids of the contacts who are told beside the opener. */
  readonly alsoTold: (threadId: string) => SQL;
  /** Contacts who handed the thread over and rest, each with who has it in their place; null: nobody does. */
  readonly resting: ((db: Transaction, threadId: string) => Promise<readonly Resting[]>) | null;
  /** The mail that tells staff what a client wrote. */
  readonly toStaff: ToStaff<K>;
  readonly readStaff: (db: Transaction, thread: ThreadRecord) => Promise<StaffRecipient<K>[]>;
  /** What a first message of staff is: what a client said by phone, or the firm's own words to a client. */
  readonly firstOfStaff: "phoned" | "own";
  readonly received: (
    db: Transaction,
    thread: ThreadRecord,
  ) => Promise<Special<`${K}-received`, "expected" | "alsoExpected">>;
  readonly assigned: (db: Transaction, thread: ThreadRecord) => Promise<Special<`${K}-assigned`, "by" | "due">>;
  /** `after` is the status as its event records it; of a merged thread with the other's number behind it. Null: nobody is told. */
  readonly closed: (after: string) => Special<`${K}-closed`, "by"> | null;
  /** The mail to a new participant; null for a kind without participants. */
  readonly joined: [Extract<MailKind, `${K}-joined`>] extends [never] ? null : Extract<MailKind, `${K}-joined`>;
}

/**
 * The entries of all kinds; null for one without mails. The kinds import this file, so it cannot import them, and
 * lib/jobs passes them in.
 */
export type ThreadMails = { readonly [K in ThreadKind]: K extends Mailed ? ThreadMail<K> : null };

/** The brand of a message or event; null where it no longer exists. */
export async function brandOfTold(db: Transaction, told: Told): Promise<string | null> {
  const [row] =
    "message" in told
      ? await db.select({ brand: messages.brand }).from(messages).where(eq(messages.id, told.message))
      : await db.select({ brand: threadEvents.brand }).from(threadEvents).where(eq(threadEvents.id, told.event));
  return row?.brand ?? null;
}

/**
 * Queues the mails about one message or event, each mail once however often this is called. Does nothing where the
 * message or event no longer exists.
 */
export async function tellThread(db: Transaction, mails: ThreadMails, brand: Brand, told: Told): Promise<void> {
  if ("message" in told) {
    const [message] = await db.select().from(messages).where(eq(messages.id, told.message));
    const subject = message && (await findSubject(db, mails, brand, message.threadId));
    if (subject) await tellMessage(subject, message);
  } else {
    const [event] = await db.select().from(threadEvents).where(eq(threadEvents.id, told.event));
    if (event?.kind === "mentioned") return tellMentioned(db, brand, event);
    const subject = event && (await findSubject(db, mails, brand, event.threadId));
    if (subject) await tellEvent(subject, event);
  }
}

interface Subject {
  readonly db: Transaction;
  readonly brand: Brand;
  readonly row: ThreadRecord<Mailed>;
  readonly mail: ThreadMails[Mailed];
  /** The props that every mail about the thread has. */
  readonly facts: Readonly<Record<OfThread, string>>;
}

type Facts = Pick<Subject, "db" | "brand" | "facts"> & { readonly row: ThreadRecord };

/** A thread of any kind, also of one that has no mails of its own. */
async function findFacts(db: Transaction, brand: Brand, threadId: string): Promise<Facts | null> {
  const [found] = await db
    .select({ row: threadColumns, companyName: companies.name })
    .from(threads)
    .innerJoin(companies, eq(companies.id, threads.companyId))
    .where(and(eq(threads.id, threadId), eq(threads.brand, brand.key)));
  if (!found) return null;
  const { row } = found;
  const [subject, companyName] = [plainLine(row.subject, 200), plainLine(found.companyName, 200)];
  return { db, brand, row, facts: { number: row.number, subject, companyName } };
}

async function findSubject(
  db: Transaction,
  mails: ThreadMails,
  brand: Brand,
  threadId: string,
): Promise<Subject | null> {
  const found = await findFacts(db, brand, threadId);
  const mail = found && mails[found.row.kind];
  return mail ? { ...found, row: found.row as ThreadRecord<Mailed>, mail } : null;
}

/** The contacts who are told of what happens in the thread, without who did it. */
async function readTold({ db, row, mail }: Subject, except?: Doer): Promise<Recipient[]> {
  const resting = mail.resting ? await mail.resting(db, row.id) : [];
  return readContacts(db, row, { also: mail.alsoTold(row.id), resting, except });
}

async function tellMessage(subject: Subject, message: MessageRow): Promise<void> {
  const { db, row, facts, mail } = subject;
  const isFirst = message.id === row.id;
  const before = isFirst ? [] : await readConversation(db, row.id, earlier(message));
  const said = await readSaid(db, message);
  // A thread that was opened again meanwhile is not closed, and no mail may say so.
  const closes = row.status === "closed" && (await closesThread(db, message));
  const about = { told: message.id, before };
  const author = { kind: message.authorKind, id: message.authorId };
  const isPhoned = isFirst && message.authorKind === "staff" && mail.firstOfStaff === "phoned";
  // Of what was phoned in, the mail that says that it has arrived has the text.
  for (const to of isPhoned ? [] : await readTold(subject, author)) {
    const props = { ...facts, ...said, fromFirm: message.authorKind === "staff" && message.mailFrom === null, closes };
    await send(subject, to, { ...about, kind: `${row.kind}-message`, props });
  }
  if (message.authorKind !== "contact" && !isPhoned) return;
  if (isFirst) await confirm(subject);
  const of = isPhoned ? `${plainLine(row.openedByName, 100)} (by phone, written down by ${said.author})` : said.author;
  for (const { to, props: special } of await mail.readStaff(db, row)) {
    // Who wrote it down knows of it.
    if (isPhoned && to.id === message.authorId) continue;
    const common = { author: of, isNew: isFirst, assigned: to.id === row.ownerId, due: dueFor(subject, to) };
    await send(subject, to, { ...about, kind: mail.toStaff, props: { ...facts, ...said, ...common, ...special } });
  }
}

/** Tells the opener that the thread has arrived, and when to expect an answer. */
async function confirm(subject: Subject): Promise<void> {
  const { db, brand, row, facts, mail } = subject;
  const to = (await readTold(subject)).find(({ id }) => id === row.openedBy);
  if (!to) return;
  const { when, localWhen } = inTwoZones(row.firstAnswerDueAt, brand, { zone: to.zone ?? brand.zone });
  const props = { ...facts, expected: when, alsoExpected: localWhen, ...(await mail.received(db, row)) };
  await send(subject, to, { kind: `${row.kind}-received`, props, told: row.id, before: [] });
}

/**
 * Of the events that clients see, only a closing (a merged case is closed), a new participant and a handover are told by mail. Of the internal ones, only an
 * assignment and a question to a colleague are.
 */
async function tellEvent(subject: Subject, event: EventRow): Promise<void> {
  if (event.kind === "assigned") return tellAssigned(subject, event);
  if (event.internal || event.after === null) return;
  if (event.kind === "participant_added" || event.kind === "handed_over") return tellJoined(subject, event);
  if (event.kind === "merged") return tellClosed(subject, event, `closed:merged:${event.after}`);
  if (event.kind === "status" && event.after.split(":")[0] === "closed") await tellClosed(subject, event, event.after);
}

/**
 * Tells the member of staff to whom the thread was assigned, unless they took it themselves or are no longer its owner.
 */
async function tellAssigned(subject: Subject, event: EventRow): Promise<void> {
  const { db, row, facts, mail } = subject;
  if (event.subjectId === event.actorId || event.subjectId !== row.ownerId) return;
  const to = (await mail.readStaff(db, row)).map((told) => told.to).find(({ id }) => id === event.subjectId);
  if (!to) return;
  const props = { ...facts, by: byOf(event), due: dueFor(subject, to), ...(await mail.assigned(db, row)) };
  await send(subject, to, { ...(await aboutEvent(subject, event)), kind: `${row.kind}-assigned`, props });
}

/** Tells a colleague who was named in an internal note of a thread of any kind, with its text. */
async function tellMentioned(db: Transaction, brand: Brand, event: EventRow): Promise<void> {
  const subject = await findFacts(db, brand, event.threadId);
  if (!subject || event.subjectId === null || event.actorId === null) return;
  const { row, facts } = subject;
  const [to] = await readMembers(db, row.id, eq(staff.id, event.subjectId));
  if (!to) return;
  const props = { ...facts, noun: row.kind, by: byOf(event) ?? "A colleague", text: await readNoteOf(db, event) };
  await send(subject, to, { ...(await aboutEvent(subject, event)), kind: "thread-mention", props });
}

async function tellClosed(subject: Subject, event: EventRow, after: string): Promise<void> {
  const { db, row, facts, mail } = subject;
  const special = mail.closed(after);
  // A thread that was opened again meanwhile is not closed, and no mail may say so.
  if (special === null || row.status !== "closed") return;
  const props = { ...facts, by: byOf(event), ...special };
  const about = await aboutEvent(subject, event);
  const recipients = await readTold(subject, doerOf(event));
  for (const to of await untoldOfClosing(db, event, recipients, `${row.kind}-message`)) {
    await send(subject, to, { ...about, kind: `${row.kind}-closed`, props });
  }
}

async function tellJoined(subject: Subject, event: EventRow): Promise<void> {
  const { db, row, facts, mail } = subject;
  if (mail.joined === null) return;
  const recipients = await readTold(subject, doerOf(event));
  const to = recipients.find(({ id }) => id === event.subjectId);
  if (!to) return;
  const props = { ...facts, by: byOf(event), text: await readFirstText(db, row.id), handover: event.note };
  // A contact who is removed and added several times is told at most once a day, of a handover each time.
  const once = event.note === null ? `${row.id}:${event.createdAt.toISOString().slice(0, 10)}` : event.id;
  await send(subject, to, { ...(await aboutEvent(subject, event)), kind: mail.joined, props, once });
}

const doerOf = (event: EventRow) => ({ kind: event.actorKind, id: event.actorId });
const byOf = ({ actorName }: EventRow) => actorName && plainLine(actorName, 100);

/** When the firm owes the next answer, as the recipient reads it. */
function dueFor({ row, brand }: Subject, to: Recipient): string | null {
  return row.answerDueAt && formatInstant(businessInstant(row.answerDueAt), to.zone ?? brand.zone);
}

async function aboutEvent({ db, row }: Facts, event: EventRow) {
  return { told: event.id, before: await readConversation(db, row.id, lte(messages.createdAt, event.createdAt)) };
}

interface RecipientMail<M extends MailKind> {
  readonly kind: M;
  readonly props: MailProps<M>;
  /** Id of the message or event. */
  readonly told: string;
  /** Takes the place of `told` in the key under which a person gets the mail once. */
  readonly once?: string;
  /** Ids of the earlier messages and events that people were told about, oldest first. */
  readonly before: readonly string[];
}

/**
 * Queues the mail for one recipient. An address that cannot be mailed is logged, so that the other recipients still get
 * theirs.
 */
async function send<M extends MailKind>(
  { db, brand, row }: Facts,
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
