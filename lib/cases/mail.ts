import { and, asc, desc, eq, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { ZodError, z } from "zod";
import type { Transaction } from "@/db/client";
import { cases, companies, contacts, files, messages, staff, threadEvents, threadParticipants } from "@/db/schema";
import { type AccountKind, CLOSE_REASONS } from "@/db/schema/constants";
import { isUsable } from "@/lib/auth/accounts";
import type { Brand } from "@/lib/brand/types";
import { log } from "@/lib/log";
import type { MailKind, MailProps } from "@/lib/mail/kinds";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine } from "@/lib/mail/plain-text";
import { messageIdOf } from "@/lib/mail/threading";
import { businessInstant, formatInstant } from "@/lib/time";
import { type CaseRecord, caseColumns, inTwoZones } from "./queries";

/*
 * Who is told of a case by mail, and what: in the worker, past row-level security, so each reader is asked for by
 * may_see_thread here, and again when the mail leaves.
 */

/** What a job of a thread tells of. */
export type Told = { readonly message: string } | { readonly event: string };

type MessageRow = typeof messages.$inferSelect;

/** The brand of what is told; null for what is gone. */
export async function brandOfTold(db: Transaction, told: Told): Promise<string | null> {
  const [row] =
    "message" in told
      ? await db.select({ brand: messages.brand }).from(messages).where(eq(messages.id, told.message))
      : await db.select({ brand: threadEvents.brand }).from(threadEvents).where(eq(threadEvents.id, told.event));
  return row?.brand ?? null;
}

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

interface Person {
  readonly kind: AccountKind;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly zone: string | null;
}

type Actor = { readonly kind: AccountKind | null; readonly id: string | null };

/** Filer and participants who may see the case now, without `except`. */
async function readContacts(db: Transaction, { row }: Subject, except: Actor): Promise<Person[]> {
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
  return rows
    .filter((contact) => isUsable(contact) && !(except.kind === "contact" && except.id === contact.id))
    .map(({ id, email, name, timeZone }) => ({ kind: "contact", id, email, name, zone: timeZone }));
}

/** The assignee while they work there; else every support agent of the brand. */
async function readAgents(db: Transaction, { row }: Subject): Promise<Person[]> {
  const read = async (which: SQL) => {
    const rows = await db
      .select()
      .from(staff)
      .where(and(which, isNull(staff.closedAt), sql`may_see_thread('staff', ${staff.id}, ${row.id}::uuid)`))
      .orderBy(asc(staff.id));
    return rows
      .filter((member) => isUsable(member))
      .map(({ id, email, name, timeZone }): Person => ({ kind: "staff", id, email, name, zone: timeZone }));
  };
  const assigned = row.assigneeId ? await read(eq(staff.id, row.assigneeId)) : [];
  return assigned.length > 0 ? assigned : read(sql`'support_agent' = any (${staff.roles})`);
}

/** The conversation so far: its first message, and the last one before `at`. */
async function conversation(db: Transaction, { brand, row }: Subject, before: SQL | undefined) {
  const [previous] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.threadId, row.id), before))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(1);
  if (!previous) return [];
  const ids = [...new Set([row.id, previous.id])];
  return ids.map((id) => messageIdOf(id, row.id, brand.origin));
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

async function send<K extends CaseMailKind>(db: Transaction, subject: Subject, to: Person, mail: CaseMail<K>) {
  const { brand, row } = subject;
  try {
    await enqueueMail(db, {
      brand: brand.key,
      kind: mail.kind,
      to: to.email,
      toName: to.name,
      props: { ...common(subject), ...mail.props } as MailProps<K>,
      dedupeKey: `${mail.kind}:${mail.once ?? mail.told}:${to.id}`,
      thread: {
        threadId: row.id,
        personKind: to.kind,
        personId: to.id,
        messageId: messageIdOf(mail.told, row.id, brand.origin),
        references: mail.references,
      },
    });
  } catch (error) {
    // One address that takes no mail keeps nobody else's back.
    if (!(error instanceof ZodError)) throw error;
    log.error({ case: row.number, kind: mail.kind, person: to.id }, "an address takes no mail");
  }
}

/** Text as typed, without control characters but line breaks. */
const written = (text: string) => text.replaceAll(/[^\P{Cc}\n\t]/gu, "");

async function tellMessage(db: Transaction, brand: Brand, messageId: string): Promise<void> {
  const [message] = await db.select().from(messages).where(eq(messages.id, messageId));
  const subject = message && (await findSubject(db, brand, message.threadId));
  if (!message || !subject) return;
  const { row } = subject;
  const isFirst = message.id === row.id;
  const author: Actor = { kind: message.authorKind, id: message.authorId };
  const references = isFirst ? [] : await conversation(db, subject, earlier(message));
  const said = {
    author: plainLine(message.authorName, 100),
    text: written(message.body),
    files: await db
      .select({ name: files.name, sizeBytes: files.sizeBytes })
      .from(files)
      .where(eq(files.messageId, message.id))
      .orderBy(asc(files.createdAt), asc(files.id)),
  };
  for (const to of await readContacts(db, subject, author)) {
    const props = { ...said, fromFirm: message.authorKind === "staff" };
    await send(db, subject, to, { kind: "case-message", props, told: message.id, references });
  }
  if (message.authorKind !== "contact") return;
  if (isFirst) await confirm(db, subject, author);
  const due = row.answerDueAt;
  for (const to of await readAgents(db, subject)) {
    const props = {
      ...said,
      product: [row.product, row.productVersion].filter(Boolean).join(" "),
      severity: row.severity,
      isNew: isFirst,
      assigned: to.id === row.assigneeId,
      due: due && formatInstant(businessInstant(due), to.zone ?? brand.zone),
    };
    await send(db, subject, to, { kind: "case-for-agents", props, told: message.id, references });
  }
}

/** By order of writing, as the thread shows them. */
function earlier({ createdAt, id }: MessageRow): SQL | undefined {
  return or(lt(messages.createdAt, createdAt), and(eq(messages.createdAt, createdAt), lt(messages.id, id)));
}

/** Tells the filer that the case has arrived, and when to expect an answer. */
async function confirm(db: Transaction, subject: Subject, filer: Actor): Promise<void> {
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

const closedFor = z
  .string()
  .transform((text) => /^closed:(\w+)$/.exec(text)?.[1])
  .pipe(z.enum(CLOSE_REASONS));

async function tellEvent(db: Transaction, brand: Brand, eventId: string): Promise<void> {
  const [event] = await db.select().from(threadEvents).where(eq(threadEvents.id, eventId));
  if (!event || event.internal || event.after === null) return;
  const reason = event.kind === "status" ? closedFor.safeParse(event.after).data : undefined;
  if (!reason && event.kind !== "participant_added") return;
  const subject = await findSubject(db, brand, event.threadId);
  if (!subject) return;
  const { row } = subject;
  const actor: Actor = { kind: event.actorKind, id: event.actorId };
  const by = event.actorName && plainLine(event.actorName, 100);
  const references = await conversation(db, subject, lte(messages.createdAt, event.createdAt));
  const readers = await readContacts(db, subject, actor);
  if (reason) {
    // Opened again meanwhile: the mail would say what is not so.
    if (row.status !== "closed") return;
    for (const to of readers) {
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
