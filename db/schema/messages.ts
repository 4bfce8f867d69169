import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  MESSAGE_SOURCES,
  type MessageSource,
  THREAD_EVENT_KINDS,
  type ThreadEventKind,
} from "./constants";
import {
  clientInserts,
  clientReads,
  id,
  instant,
  oneOf,
  staffInserts,
  staffReads,
  viewerBrand,
  viewerContact,
  viewerStaff,
} from "./shared";
import { brandKey, ofVisibleThread, staffOfBrand, staffWhoAnswer, threadKey } from "./threads";

/**
 * The moment of the insert, not the start of its transaction. Writers of one thread take turns, so the order of these
 * instants is the order of writing.
 */
const writtenAt = () => instant().notNull().default(sql`clock_timestamp()`);

/**
 * Messages of threads. The id is made together with the form, so the same form sent twice is one message. The text is
 * stored as typed, never as HTML.
 */
export const messages = pgTable(
  "messages",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    authorKind: text().$type<AccountKind>().notNull(),
    authorId: uuid().notNull(),
    /**
     * The author's name at the time of writing. It is stored because a client cannot read the records of colleagues.
     */
    authorName: text().notNull(),
    source: text().$type<MessageSource>().notNull().default("portal"),
    body: text().notNull(),
    /** For a mail: its signature and closing, which are shown collapsed below the text. */
    folded: text(),
    /** Those of its files that belong to the signature: pictures, and S/MIME or PGP signature files. */
    foldedFiles: text().array().notNull().default(sql`'{}'`),
    /**
     * For a mail that a member of staff joined, who is the message's author: the address that the mail names as its
     * sender.
     */
    mailFrom: text(),
    createdAt: writtenAt(),
  },
  (table) => [
    index("messages_thread").on(table.threadId, table.createdAt, table.id),
    check("messages_author", oneOf(table.authorKind, ACCOUNT_KINDS)),
    check("messages_source", oneOf(table.source, MESSAGE_SOURCES)),
    check("messages_body", sql`length(${table.body}) between 1 and 100000`),
    check("messages_folded", sql`length(${table.folded}) between 1 and 100000`),
    check(
      "messages_mail_from",
      sql`${table.mailFrom} is null or (${table.authorKind} = 'staff' and ${table.source} = 'mail')`,
    ),
    clientReads(sql`brand = ${viewerBrand} and ${ofVisibleThread}`),
    staffReads(staffOfBrand),
    clientInserts(
      sql`brand = ${viewerBrand} and author_kind = 'contact' and author_id = ${viewerContact} and ${ofVisibleThread}`,
    ),
    staffInserts(sql`${staffWhoAnswer} and author_kind = 'staff' and author_id = ${viewerStaff}`),
  ],
);

/**
 * Events of a thread: what was done, as opposed to what was said. They are shown as lines between the messages.
 * `internal` ones are for staff only.
 */
export const threadEvents = pgTable(
  "thread_events",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    kind: text().$type<ThreadEventKind>().notNull(),
    internal: boolean().notNull().default(false),
    /** Null: the portal itself. */
    actorKind: text().$type<AccountKind>(),
    actorId: uuid(),
    actorName: text(),
    /** Values before and after the event, as words of db/schema/constants.ts or as names. */
    before: text(),
    after: text(),
    /** The id of the person whom `before` or `after` names, because two people may share a name. */
    subjectId: uuid(),
    /**
     * The message with which the change was made, if any. Whoever is notified of the message learns of the change too.
     */
    messageId: uuid().references(() => messages.id, { onDelete: "cascade" }),
    /** Of a case that a contact handed to a colleague: what the colleague has to know. */
    note: text(),
    createdAt: writtenAt(),
  },
  (table) => [
    index("thread_events_thread").on(table.threadId, table.createdAt, table.id),
    check("thread_events_kind", oneOf(table.kind, THREAD_EVENT_KINDS)),
    check(
      "thread_events_note",
      sql`(${table.kind} = 'handed_over') = (${table.note} is not null) and length(${table.note}) between 1 and 2000`,
    ),
    check("thread_events_actor", oneOf(table.actorKind, ACCOUNT_KINDS)),
    clientReads(sql`brand = ${viewerBrand} and not internal and ${ofVisibleThread}`),
    staffReads(staffOfBrand),
    clientInserts(
      sql`brand = ${viewerBrand} and not internal and actor_kind = 'contact' and actor_id = ${viewerContact} and ${ofVisibleThread}`,
    ),
    staffInserts(sql`${staffWhoAnswer} and actor_kind = 'staff' and actor_id = ${viewerStaff}`),
  ],
);

/** Internal notes. The client's role has no right to this table. */
export const threadNotes = pgTable(
  "thread_notes",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    staffId: uuid().notNull(),
    staffName: text().notNull(),
    body: text().notNull(),
    createdAt: writtenAt(),
  },
  (table) => [
    index("thread_notes_thread").on(table.threadId, table.createdAt, table.id),
    check("thread_notes_body", sql`length(${table.body}) between 1 and 100000`),
    staffReads(staffOfBrand),
    staffInserts(sql`${staffWhoAnswer} and staff_id = ${viewerStaff}`),
  ],
);
