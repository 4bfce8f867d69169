import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  INBOUND_STATES,
  type InboundState,
  LIVE_KINDS,
  type LiveKind,
  MESSAGE_SOURCES,
  type MessageSource,
  THREAD_EVENT_KINDS,
  THREAD_KINDS,
  type ThreadEventKind,
  type ThreadKind,
} from "./constants";
import {
  CASE_READERS,
  CASE_WORKERS,
  CLIENT_FACING,
  clientInserts,
  clientReads,
  clientRole,
  createdAt,
  id,
  inStaffBrands,
  instant,
  oneOf,
  REQUEST_WORKERS,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  viewerBrand,
  viewerCompany,
  viewerContact,
  viewerRequests,
  viewerStaff,
} from "./shared";

const brandKey = () =>
  text()
    .notNull()
    .references(() => brands.key);
const threadKey = () =>
  uuid()
    .notNull()
    .references(() => threads.id, { onDelete: "cascade" });

/** The moment of writing, not of the transaction's start: writers of one thread take turns, so its order is that of these. */
const writtenAt = () => instant().notNull().default(sql`clock_timestamp()`);

/*
 * A row of a thread is seen by whoever sees the thread, and a thread by whoever sees what it is about: the sub-select runs
 * under the policies of the table that it names.
 */
const ofVisibleThread = sql`exists (select 1 from threads where threads.id = thread_id)`;
const staffWhoSee = sql`${inStaffBrands("brand")} and ((kind = 'case' and ${staffHasRole(...CASE_READERS)}) or (kind = 'request' and ${staffHasRole(...REQUEST_WORKERS)}))`;
const staffOfBrand = sql`${inStaffBrands("brand")} and ${ofVisibleThread}`;
/** Which threads a role answers is a matter of their kind. */
const staffWhoAnswer = sql`${inStaffBrands("brand")} and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and ${staffHasRole(...CASE_WORKERS)}) or (threads.kind = 'request' and ${staffHasRole(...REQUEST_WORKERS)})))`;

/** A conversation between one company's contacts and the firm. Its id is that of the case (request, chat) that it belongs to. */
export const threads = pgTable(
  "threads",
  {
    id: id(),
    brand: brandKey(),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    kind: text().$type<ThreadKind>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    check("threads_kind", oneOf(table.kind, THREAD_KINDS)),
    clientReads(
      sql`brand = ${viewerBrand} and ((kind = 'case' and exists (select 1 from cases where cases.id = threads.id))
        or (kind = 'request' and exists (select 1 from requests where requests.id = threads.id)))`,
    ),
    staffReads(staffWhoSee),
    clientInserts(
      sql`brand = ${viewerBrand} and ((kind = 'case' and company_id in (select company_id from case_companies() where in_force))
        or (kind = 'request' and company_id = ${viewerCompany} and ${viewerRequests} in ('own', 'company')))`,
    ),
  ],
);

/** What was said. The id is made with its form, so the same form sent twice is one message. Text as typed, never HTML. */
export const messages = pgTable(
  "messages",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    authorKind: text().$type<AccountKind>().notNull(),
    authorId: uuid().notNull(),
    /** As the author was called then: a client reads no colleague's record. */
    authorName: text().notNull(),
    source: text().$type<MessageSource>().notNull().default("portal"),
    body: text().notNull(),
    createdAt: writtenAt(),
  },
  (table) => [
    index("messages_thread").on(table.threadId, table.createdAt, table.id),
    check("messages_author", oneOf(table.authorKind, ACCOUNT_KINDS)),
    check("messages_source", oneOf(table.source, MESSAGE_SOURCES)),
    check("messages_body", sql`length(${table.body}) between 1 and 100000`),
    clientReads(sql`brand = ${viewerBrand} and ${ofVisibleThread}`),
    staffReads(staffOfBrand),
    clientInserts(
      sql`brand = ${viewerBrand} and author_kind = 'contact' and author_id = ${viewerContact} and ${ofVisibleThread}`,
    ),
    staffInserts(sql`${staffWhoAnswer} and author_kind = 'staff' and author_id = ${viewerStaff}`),
  ],
);

/** Quiet lines of a thread: what was done rather than said. `internal` ones are the firm's own. */
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
    /** Values before and after, as words of the vocabulary or names. */
    before: text(),
    after: text(),
    /** Whom or what a name in `before` or `after` means, where names can be shared: the contact who came or went. */
    subjectId: uuid(),
    createdAt: writtenAt(),
  },
  (table) => [
    index("thread_events_thread").on(table.threadId, table.createdAt, table.id),
    check("thread_events_kind", oneOf(table.kind, THREAD_EVENT_KINDS)),
    check("thread_events_actor", oneOf(table.actorKind, ACCOUNT_KINDS)),
    clientReads(sql`brand = ${viewerBrand} and not internal and ${ofVisibleThread}`),
    staffReads(staffOfBrand),
    clientInserts(
      sql`brand = ${viewerBrand} and not internal and actor_kind = 'contact' and actor_id = ${viewerContact} and ${ofVisibleThread}`,
    ),
    staffInserts(sql`${staffWhoAnswer} and actor_kind = 'staff' and actor_id = ${viewerStaff}`),
  ],
);

/** Internal notes: a table that the client's role has no right to. */
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

/** Contacts who take part beside who began the thread. */
export const threadParticipants = pgTable(
  "thread_participants",
  {
    brand: brandKey(),
    threadId: threadKey(),
    contactId: uuid().notNull(),
    contactName: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.contactId] }),
    index("thread_participants_contact").on(table.contactId, table.threadId),
    clientReads(sql`brand = ${viewerBrand} and ${ofVisibleThread}`),
    staffReads(staffOfBrand),
    // A trigger refuses contacts without the right or the reach.
    clientInserts(sql`brand = ${viewerBrand} and ${ofVisibleThread}`),
    staffInserts(staffWhoAnswer),
    pgPolicy("client_deletes", {
      for: "delete",
      to: clientRole,
      using: sql`brand = ${viewerBrand} and ${ofVisibleThread}`,
    }),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: staffWhoAnswer }),
  ],
);

/** Up to where a person has read a thread. */
export const threadReads = pgTable(
  "thread_reads",
  {
    brand: brandKey(),
    threadId: threadKey(),
    readerKind: text().$type<AccountKind>().notNull(),
    readerId: uuid().notNull(),
    readAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.readerKind, table.readerId] }),
    index("thread_reads_reader").on(table.readerKind, table.readerId),
    check("thread_reads_reader_kind", oneOf(table.readerKind, ACCOUNT_KINDS)),
    pgPolicy("client_own", {
      for: "all",
      to: clientRole,
      using: sql`brand = ${viewerBrand} and reader_kind = 'contact' and reader_id = ${viewerContact}`,
      withCheck: sql`brand = ${viewerBrand} and reader_kind = 'contact' and reader_id = ${viewerContact} and ${ofVisibleThread}`,
    }),
    pgPolicy("staff_own", {
      for: "all",
      to: staffRole,
      using: sql`${staffOfBrand} and reader_kind = 'staff' and reader_id = ${viewerStaff}`,
      withCheck: sql`${staffOfBrand} and reader_kind = 'staff' and reader_id = ${viewerStaff}`,
    }),
  ],
);

/** Where a person's replies by mail to one thread arrive: `reply+<token>@…`. The token is computed from the row's id; its hash finds the row. */
export const replyAddresses = pgTable(
  "reply_addresses",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    personKind: text().$type<AccountKind>().notNull(),
    personId: uuid().notNull(),
    tokenHash: text().notNull().unique("reply_addresses_token"),
    createdAt: createdAt(),
  },
  (table) => [
    unique("reply_addresses_once").on(table.threadId, table.personKind, table.personId),
    check("reply_addresses_person", oneOf(table.personKind, ACCOUNT_KINDS)),
  ],
).enableRLS();

/** Mail that came in. What is no message of a thread yet waits here, for the worker or for an agent's eyes. */
export const inboundMails = pgTable(
  "inbound_mails",
  {
    id: id(),
    /** The provider's id of the mail, taken once; with ` <thread id>` behind it for each further thread that it went to. */
    providerId: text().notNull().unique("inbound_mails_provider"),
    /** The mail's own Message-ID, as whoever wrote it says: its worth is known when its sender is. */
    messageId: text(),
    brand: text().references(() => brands.key),
    threadId: uuid().references(() => threads.id, { onDelete: "cascade" }),
    state: text().$type<InboundState>().notNull().default("received"),
    /** Why it is not a message, in words for agents. */
    note: text(),
    fromAddress: text(),
    subject: text(),
    /** Kept for unverified mail alone. */
    body: text(),
    createdMessageId: uuid(),
    receivedAt: createdAt(),
    handledAt: instant(),
  },
  (table) => [
    index("inbound_mails_thread").on(table.threadId),
    index("inbound_mails_waiting").on(table.receivedAt).where(sql`state = 'received'`),
    check("inbound_mails_state", oneOf(table.state, INBOUND_STATES)),
    staffReads(sql`thread_id is not null and ${staffOfBrand}`),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: sql`thread_id is not null and state = 'unverified' and ${staffWhoAnswer}`,
      withCheck: sql`thread_id is not null and state in ('unverified', 'dropped') and ${staffWhoAnswer}`,
    }),
  ],
);

/**
 * What happened, for whoever is looking: ids only, each event is judged again for its reader. Made by triggers; kept for a
 * day, so that a browser which comes back asks for what came after its last one.
 */
export const liveEvents = pgTable(
  "live_events",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    brand: text().notNull(),
    threadId: uuid(),
    kind: text().$type<LiveKind>().notNull(),
    /** The firm's own: told to no client. */
    internal: boolean().notNull(),
    /** Whom a notice is for. */
    personKind: text().$type<AccountKind>(),
    personId: uuid(),
    createdAt: createdAt(),
  },
  (table) => [
    index("live_events_at").on(table.createdAt),
    check("live_events_kind", oneOf(table.kind, LIVE_KINDS)),
    check(
      "live_events_audience",
      sql`num_nonnulls(${table.personKind}, ${table.personId}) = (case when ${table.kind} = 'notice' then 2 else 0 end)
        and (${table.threadId} is not null or ${table.kind} = 'notice')`,
    ),
  ],
).enableRLS();

/** Texts that staff answer with: agents in cases, the account team in requests. Placeholders (`{name}`) are filled in when one is chosen. */
export const cannedReplies = pgTable(
  "canned_replies",
  {
    id: id(),
    brand: brandKey(),
    threadKind: text().$type<ThreadKind>().notNull().default("case"),
    title: text().notNull(),
    body: text().notNull(),
    position: integer().notNull().default(0),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("canned_replies_title").on(table.brand, table.threadKind, table.title),
    check("canned_replies_thread_kind", oneOf(table.threadKind, THREAD_KINDS)),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
  ],
);
