import { and, asc, eq, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { cases, companies, contacts, messages, staff, threadEvents, threadParticipants } from "@/db/schema";
import { CLOSE_REASONS } from "@/db/schema/constants";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import type { MailKind, MailProps } from "@/lib/mail/kinds";
import { plainLine } from "@/lib/mail/plain-text";
import {
  closesThread,
  conversation,
  type Doer,
  earlier,
  mailReader,
  type Reader,
  readSaid,
  type Told,
  untoldOfClosing,
  usableContacts,
  usableStaff,
  written,
} from "@/lib/threads/mail";
import { type CaseRecord, caseColumns, inTwoZones } from "./queries";

/*
 * Who is told of a case by mail, and what: in the worker, past row-level security, so each reader is asked for by
 * may_see_thread here, and again when the mail leaves.
 */

/** Queues the mails about one message or event, each once however often it is told. What is gone tells nothing. */
export async function tellCase(db: Transaction, brand: Brand, told: Told): Promise<void> {
  await ("message" in told ? tellMessage(db, brand, told.message) : tellEvent(db, brand, told.event));
}

interface Subject {
  readonly brand: Brand;
  readonly row: CaseRecord;
  readonly companyName: string;
}

async function findSubject(db: Transaction, brand: Brand, threadId: string): Promise<Subject | null> {
  const [found] = await db
    .select({ row: caseColumns, companyName: companies.name })
    .from(cases)
    .innerJoin(companies, eq(companies.id, cases.companyId))
    .where(and(eq(cases.id, threadId), eq(cases.brand, brand.key)));
  return found ? { brand, ...found } : null;
}

/** Filer and participants who may see the case now, without `except`. */
async function readContacts(db: Transaction, { row }: Subject, except: Doer): Promise<Reader[]> {
  const rows = await db
    .select()
    .from(contacts)
    .where(
      and(
        or(
          eq(contacts.id, row.filedBy),
          sql`${contacts.id} in (select ${threadParticipants.contactId} from ${threadParticipants} where ${threadParticipants.threadId} = ${row.id}::uuid)`,
        ),
        sql`may_see_thread('contact', ${contacts.id}, ${row.id}::uuid)`,
      ),
    )
    .orderBy(asc(contacts.id));
  return usableContacts(rows, except);
}

/** The assignee while they work there; else every support agent of the brand. */
async function readAgents(db: Transaction, { row }: Subject): Promise<Reader[]> {
  const read = async (which: SQL) => {
    const rows = await db
      .select()
      .from(staff)
      .where(and(which, isNull(staff.closedAt), sql`may_see_thread('staff', ${staff.id}, ${row.id}::uuid)`))
      .orderBy(asc(staff.id));
    return usableStaff(rows);
  };
  const assigned = row.assigneeId ? await read(eq(staff.id, row.assigneeId)) : [];
  return assigned.length > 0 ? assigned : read(sql`'support_agent' = any (${staff.roles})`);
}

type CaseMailKind = Extract<MailKind, `case-${string}`>;

interface CaseMail<K extends CaseMailKind> {
  readonly kind: K;
  readonly props: Omit<MailProps<K>, keyof ReturnType<typeof common>>;
  /** Id of the message or event. */
  readonly told: string;
  /** What a person is told of once, where that is not `told`. */
  readonly once?: string;
  readonly references: readonly string[];
}

const common = ({ row, companyName }: Subject) => ({
  number: row.number,
  subject: plainLine(row.subject, 200),
  companyName: plainLine(companyName, 200),
});

async function send<K extends CaseMailKind>(db: Transaction, subject: Subject, to: Reader, mail: CaseMail<K>) {
  const props = { ...common(subject), ...mail.props } as MailProps<K>;
  await mailReader(db, { brand: subject.brand, threadId: subject.row.id, to, ...mail, props });
}

async function tellMessage(db: Transaction, brand: Brand, messageId: string): Promise<void> {
  const [message] = await db.select().from(messages).where(eq(messages.id, messageId));
  const subject = message && (await findSubject(db, brand, message.threadId));
  if (!message || !subject) return;
  const { row } = subject;
  const isFirst = message.id === row.id;
  const author: Doer = { kind: message.authorKind, id: message.authorId };
  const references = isFirst ? [] : await conversation(db, subject.brand, row.id, earlier(message));
  const said = await readSaid(db, message);
  // Opened again meanwhile: the mail would say what is not so.
  const closes = row.status === "closed" && (await closesThread(db, message));
  for (const to of await readContacts(db, subject, author)) {
    const props = { ...said, fromFirm: message.authorKind === "staff", closes };
    await send(db, subject, to, { kind: "case-message", props, told: message.id, references });
  }
  if (message.authorKind !== "contact") return;
  if (isFirst) await confirm(db, subject, author);
  const due = row.answerDueAt;
  for (const to of await readAgents(db, subject)) {
    const props = {
      ...said,
      product: productOf(row),
      severity: row.severity,
      isNew: isFirst,
      assigned: to.id === row.assigneeId,
      due: due && formatInstant(businessInstant(due), to.zone ?? brand.zone),
    };
    await send(db, subject, to, { kind: "case-for-agents", props, told: message.id, references });
  }
}

/** Tells the filer that the case has arrived, and when to expect an answer. */
async function confirm(db: Transaction, subject: Subject, filer: Doer): Promise<void> {
  const { brand, row } = subject;
  const [to] = (await readContacts(db, subject, { kind: null, id: null })).filter(({ id }) => id === filer.id);
  if (!to) return;
  const { when, readerWhen } = inTwoZones(row.firstAnswerDueAt, brand, { zone: to.zone ?? brand.zone });
  const [before] = row.followsId
    ? await db.select({ number: cases.number }).from(cases).where(eq(cases.id, row.followsId))
    : [];
  const props = { expected: when, alsoExpected: readerWhen, follows: before?.number ?? null };
  await send(db, subject, to, { kind: "case-received", props, told: row.id, references: [] });
}

const productOf = (row: CaseRecord) => [row.product, row.productVersion].filter(Boolean).join(" ");

/** Tells who was given a case, unless they took it themselves or have given it on. */
async function tellAssigned(db: Transaction, brand: Brand, event: typeof threadEvents.$inferSelect): Promise<void> {
  const subject = await findSubject(db, brand, event.threadId);
  if (!subject || event.subjectId === event.actorId || event.subjectId !== subject.row.assigneeId) return;
  const { row } = subject;
  const to = (await readAgents(db, subject)).find(({ id }) => id === event.subjectId);
  if (!to) return;
  const props = {
    by: event.actorName && plainLine(event.actorName, 100),
    product: productOf(row),
    severity: row.severity,
    due: row.answerDueAt && formatInstant(businessInstant(row.answerDueAt), to.zone ?? brand.zone),
  };
  const references = await conversation(db, brand, row.id, lte(messages.createdAt, event.createdAt));
  await send(db, subject, to, { kind: "case-assigned", props, told: event.id, references });
}

const closedFor = z
  .string()
  .transform((text) => /^closed:(\w+)$/.exec(text)?.[1])
  .pipe(z.enum(CLOSE_REASONS));

async function tellEvent(db: Transaction, brand: Brand, eventId: string): Promise<void> {
  const [event] = await db.select().from(threadEvents).where(eq(threadEvents.id, eventId));
  if (event?.kind === "assigned") return tellAssigned(db, brand, event);
  if (!event || event.internal || event.after === null) return;
  const reason = event.kind === "status" ? closedFor.safeParse(event.after).data : undefined;
  if (!reason && event.kind !== "participant_added") return;
  const subject = await findSubject(db, brand, event.threadId);
  if (!subject) return;
  const { row } = subject;
  const actor: Doer = { kind: event.actorKind, id: event.actorId };
  const by = event.actorName && plainLine(event.actorName, 100);
  const references = await conversation(db, brand, row.id, lte(messages.createdAt, event.createdAt));
  const readers = await readContacts(db, subject, actor);
  if (reason) {
    // Opened again meanwhile: the mail would say what is not so.
    if (row.status !== "closed") return;
    for (const to of await untoldOfClosing(db, event, readers, "case-message")) {
      await send(db, subject, to, { kind: "case-closed", props: { by, reason }, told: event.id, references });
    }
    return;
  }
  const to = readers.find(({ id }) => id === event.subjectId);
  const [first] = await db.select({ body: messages.body }).from(messages).where(eq(messages.id, row.id));
  if (!to) return;
  const props = { by, text: written(first?.body ?? "") };
  // Taken out and brought in again and again, somebody is told of it once a day.
  const once = `${row.id}:${event.createdAt.toISOString().slice(0, 10)}`;
  await send(db, subject, to, { kind: "case-joined", props, told: event.id, once, references });
}
