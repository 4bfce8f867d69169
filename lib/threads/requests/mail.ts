import { and, asc, eq, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { companies, contacts, messages, requests, staff, threadEvents } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { REQUEST_WORKERS } from "@/db/schema/shared";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, formatDay, formatInstant } from "@/lib/kit/time";
import type { MailKind, MailProps } from "@/lib/mail/kinds";
import { plainLine } from "@/lib/mail/plain-text";
import { inTwoZones } from "@/lib/threads/cases/queries";
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
} from "@/lib/threads/mail";
import { type RequestRecord, requestColumns } from "@/lib/threads/requests/record/queries";
import { KIND_LABELS } from "./rules";

/*
 * Who is told of a request by mail, and what: in the worker, past row-level security, so each reader is asked for by
 * may_see_thread here, and again when the mail leaves.
 */

/** Queues the mails about one message or event, each once however often it is told. What is gone tells nothing. */
export async function tellRequest(db: Transaction, brand: Brand, told: Told): Promise<void> {
  await ("message" in told ? tellMessage(db, brand, told.message) : tellEvent(db, brand, told.event));
}

interface Subject {
  readonly brand: Brand;
  readonly row: RequestRecord;
  readonly companyName: string;
}

async function findSubject(db: Transaction, brand: Brand, threadId: string): Promise<Subject | null> {
  const [found] = await db
    .select({ row: requestColumns, companyName: companies.name })
    .from(requests)
    .innerJoin(companies, eq(companies.id, requests.companyId))
    .where(and(eq(requests.id, threadId), eq(requests.brand, brand.key)));
  return found ? { brand, ...found } : null;
}

const NOBODY: Doer = { kind: null, id: null };

/** Who asked and the colleagues who wrote in it, as far as they may see the request now, without `except`. */
async function readContacts(db: Transaction, { row }: Subject, except: Doer): Promise<Reader[]> {
  const rows = await db
    .select()
    .from(contacts)
    .where(
      and(
        or(
          eq(contacts.id, row.askedBy),
          sql`${contacts.id} in (select ${messages.authorId} from ${messages} where ${messages.threadId} = ${row.id}::uuid and ${messages.authorKind} = 'contact')`,
        ),
        sql`may_see_thread('contact', ${contacts.id}, ${row.id}::uuid)`,
      ),
    )
    .orderBy(asc(contacts.id));
  return usableContacts(rows, except);
}

interface TeamReader extends Reader {
  readonly assigned: boolean;
  /** Name of whom they stand in for. */
  readonly standsInFor: string | null;
  /** Name of whose it is, who is away while nobody stands in. */
  readonly awayOwner: string | null;
  /** Name of whose it is, who cannot bring it to its end. */
  readonly heldBy: string | null;
}

const NOBODYS = { assigned: false, standsInFor: null, awayOwner: null, heldBy: null } as const;

/**
 * The owner while they work there, and who stands in while they are away. Where none of them is there who can bring it
 * to its end, also everybody of the brand who can: who answers requests, for a change administrators, who alone decide it.
 */
async function readTeam(db: Transaction, { row }: Subject): Promise<TeamReader[]> {
  const read = async (which: SQL) => {
    const rows = await db
      .select()
      .from(staff)
      .where(and(which, isNull(staff.closedAt), sql`may_see_thread('staff', ${staff.id}, ${row.id}::uuid)`))
      .orderBy(asc(staff.id));
    return usableStaff(rows);
  };
  const [owner] = row.ownerId ? await read(eq(staff.id, row.ownerId)) : [];
  const roles: readonly StaffRole[] = row.kind === "change" ? ["administrator"] : REQUEST_WORKERS;
  const all = await read(sql`${staff.roles} && ${sql.param([...roles])}::text[]`);
  const everybody = all.map((reader) => ({ ...reader, ...NOBODYS }));
  if (!owner) return everybody;
  const [covered] = row.standsInFor
    ? await db.select({ name: staff.name }).from(staff).where(eq(staff.id, row.standsInFor))
    : [];
  const standIns = await read(
    sql`${staff.id} = (select stand_in from staff_cover(${owner.id}::uuid)) and ${staff.id} <> ${owner.id}::uuid`,
  );
  const name = plainLine(owner.name, 100);
  const isHere = !(await isAway(db, owner.id));
  const present = new Set([...(isHere ? [owner.id] : []), ...standIns.map(({ id }) => id)]);
  const told = new Set([owner.id, ...present]);
  const others = everybody.some(({ id }) => present.has(id)) ? [] : everybody.filter(({ id }) => !told.has(id));
  const whose = present.size === 0 ? { awayOwner: name } : { heldBy: name };
  return [
    { ...owner, ...NOBODYS, assigned: true, standsInFor: covered ? plainLine(covered.name, 100) : null },
    ...standIns.map((reader) => ({ ...reader, ...NOBODYS, standsInFor: name })),
    ...others.map((reader) => ({ ...reader, ...whose })),
  ];
}

async function isAway(db: Transaction, staffId: string): Promise<boolean> {
  const covers = await db.execute(sql`select 1 from staff_cover(${staffId}::uuid)`);
  return covers.length > 0;
}

type RequestMailKind = Extract<MailKind, `request-${string}`>;

interface RequestMail<K extends RequestMailKind> {
  readonly kind: K;
  readonly props: Omit<MailProps<K>, keyof ReturnType<typeof common>>;
  /** Id of the message or event. */
  readonly told: string;
  readonly references: readonly string[];
}

const common = ({ row, companyName }: Subject) => ({
  number: row.number,
  subject: plainLine(row.subject, 200),
  companyName: plainLine(companyName, 200),
});

async function send<K extends RequestMailKind>(db: Transaction, subject: Subject, to: Reader, mail: RequestMail<K>) {
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
  const references = isFirst ? [] : await conversation(db, brand, row.id, earlier(message));
  const said = await readSaid(db, message);
  // Opened again meanwhile: the mail would say what is not so.
  const closes = row.status === "closed" && (await closesThread(db, message));
  for (const to of await readContacts(db, subject, author)) {
    const props = { ...said, fromFirm: message.authorKind === "staff", closes };
    await send(db, subject, to, { kind: "request-message", props, told: message.id, references });
  }
  if (message.authorKind !== "contact") return;
  if (isFirst) await confirm(db, subject);
  for (const { assigned, standsInFor, awayOwner, heldBy, ...to } of await readTeam(db, subject)) {
    const zone = to.zone ?? brand.zone;
    const props = {
      ...{ ...said, assigned, standsInFor, awayOwner },
      ...(heldBy === null ? {} : { heldBy }),
      about: KIND_LABELS[row.kind],
      isNew: isFirst,
      neededBy: row.neededBy && formatDay(row.neededBy),
      due: row.answerDueAt && formatInstant(businessInstant(row.answerDueAt), zone),
    };
    await send(db, subject, to, { kind: "request-for-team", props, told: message.id, references });
  }
}

/** Tells who asked that the request has arrived, and when to expect the answer. */
async function confirm(db: Transaction, subject: Subject): Promise<void> {
  const { brand, row } = subject;
  const to = (await readContacts(db, subject, NOBODY)).find(({ id }) => id === row.askedBy);
  if (!to) return;
  const { when, readerWhen } = inTwoZones(row.firstAnswerDueAt, brand, { zone: to.zone ?? brand.zone });
  const props = { expected: when, alsoExpected: readerWhen };
  await send(db, subject, to, { kind: "request-received", props, told: row.id, references: [] });
}

/** Tells who was given a request, unless they took it themselves or have given it on. */
async function tellAssigned(db: Transaction, brand: Brand, event: typeof threadEvents.$inferSelect): Promise<void> {
  const subject = await findSubject(db, brand, event.threadId);
  if (!subject || event.subjectId === event.actorId || event.subjectId !== subject.row.ownerId) return;
  const { row } = subject;
  const to = (await readTeam(db, subject)).find(({ id }) => id === event.subjectId);
  if (!to) return;
  const props = {
    by: event.actorName && plainLine(event.actorName, 100),
    about: KIND_LABELS[row.kind],
    neededBy: row.neededBy && formatDay(row.neededBy),
    due: row.answerDueAt && formatInstant(businessInstant(row.answerDueAt), to.zone ?? brand.zone),
  };
  const references = await conversation(db, brand, row.id, lte(messages.createdAt, event.createdAt));
  await send(db, subject, to, { kind: "request-assigned", props, told: event.id, references });
}

/** Of the quiet lines that clients see only a closing is told; what was decided comes with its sentence, as a message. */
async function tellEvent(db: Transaction, brand: Brand, eventId: string): Promise<void> {
  const [event] = await db.select().from(threadEvents).where(eq(threadEvents.id, eventId));
  if (event?.kind === "assigned") return tellAssigned(db, brand, event);
  if (!event || event.internal || event.kind !== "status" || event.after?.split(":")[0] !== "closed") return;
  const subject = await findSubject(db, brand, event.threadId);
  // Opened again meanwhile: the mail would say what is not so.
  if (subject?.row.status !== "closed") return;
  const props = { by: event.actorName && plainLine(event.actorName, 100) };
  const references = await conversation(db, brand, subject.row.id, lte(messages.createdAt, event.createdAt));
  const readers = await readContacts(db, subject, { kind: event.actorKind, id: event.actorId });
  for (const to of await untoldOfClosing(db, event, readers, "request-message")) {
    await send(db, subject, to, { kind: "request-closed", props, told: event.id, references });
  }
}
