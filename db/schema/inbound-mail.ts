import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  HELD_REASONS,
  type HeldReason,
  INBOUND_STATES,
  type InboundState,
  type ScanState,
} from "./constants";
import {
  clientReads,
  createdAt,
  gateRows,
  id,
  instant,
  oneOf,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
} from "./shared";
import { brandKey, ofVisibleThread, staffWhoAnswer, threadKey, threads } from "./threads";

/**
 * The address at which a person's replies by mail to one thread arrive: `reply+<token>@…`. The token is computed from
 * the row's id, and the row is found by the token's hash.
 */
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

/**
 * Mail that came in. A mail that is not yet a message of a thread waits here for the worker, or for the decision of an
 * agent.
 */
export const inboundMails = pgTable(
  "inbound_mails",
  {
    id: id(),
    /**
     * The provider's id of the mail, unique so that a mail is taken once. If the mail went to several threads, the rows
     * of the further ones have ` <thread id>` added.
     */
    providerId: text().notNull().unique("inbound_mails_provider"),
    /** The mail's own Message-ID, as its author wrote it. It can be trusted only as far as the sender can. */
    messageId: text(),
    brand: text().references(() => brands.key),
    threadId: uuid().references(() => threads.id, { onDelete: "cascade" }),
    state: text().$type<InboundState>().notNull().default("received"),
    /** Why it is not a message, in words for agents. */
    note: text(),
    fromAddress: text(),
    subject: text(),
    /** Stored for unverified mail alone. */
    body: text(),
    createdMessageId: uuid(),
    /** The name, at that time, of the member of staff who joined or dismissed the mail. */
    handledByName: text(),
    receivedAt: createdAt(),
    handledAt: instant(),
  },
  (table) => [
    index("inbound_mails_thread").on(table.threadId),
    // In the order of the staff's list of received mail: newest first.
    index("inbound_mails_received").on(table.receivedAt, table.id).where(sql`thread_id is not null`),
    index("inbound_mails_waiting").on(table.receivedAt).where(sql`state = 'received'`),
    check("inbound_mails_state", oneOf(table.state, INBOUND_STATES)),
    staffReads(sql`thread_id is not null and ${staffWhoAnswer}`),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: sql`thread_id is not null and state in ('unverified', 'held') and ${staffWhoAnswer}`,
      withCheck: sql`thread_id is not null and state in ('unverified', 'held', 'joined', 'dismissed') and ${staffWhoAnswer}`,
    }),
    gateRows,
  ],
);

/** A header field of a mail as it came. */
export type MailField = readonly [name: string, value: string];

/**
 * The whole text of a received mail, kept as long as its thread, because a conversation may have cut off too much of
 * it. It may be read by those who answer the thread, and by its author if the sender was proven.
 */
export const wholeMails = pgTable(
  "whole_mails",
  {
    /** The id of the received mail. */
    id: uuid()
      .primaryKey()
      .references(() => inboundMails.id, { onDelete: "cascade" }),
    brand: brandKey(),
    threadId: threadKey(),
    /** The id of the message that the mail is, or would be once it is joined. */
    messageId: uuid().notNull(),
    /** Who wrote the mail; null if nobody knows. */
    authorKind: text().$type<AccountKind>(),
    authorId: uuid(),
    /** Header fields that tell who wrote what to whom, and by which program. */
    headers: jsonb().$type<readonly MailField[]>().notNull(),
    text: text().notNull(),
    /** The HTML part as text, if there was one. */
    html: text().notNull(),
    files: text().array().notNull(),
    /**
     * A hash of what makes it this mail and no other, so that a mail that comes twice to a thread, even at the same
     * instant, is kept once. Null for mails that were kept before there was one.
     */
    digest: text(),
    /** The parts of the mail that the conversation shows, and those that it shows collapsed. */
    shown: text().notNull(),
    folded: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("whole_mails_thread").on(table.threadId),
    unique("whole_mails_once").on(table.threadId, table.digest),
    index("whole_mails_message").on(table.messageId),
    check("whole_mails_author", oneOf(table.authorKind, ACCOUNT_KINDS)),
    check("whole_mails_author_whole", sql`(${table.authorKind} is null) = (${table.authorId} is null)`),
    clientReads(
      sql`brand = ${viewerBrand} and author_kind = 'contact' and author_id = ${viewerContact} and ${ofVisibleThread}`,
    ),
    staffReads(staffWhoAnswer),
  ],
);

/**
 * The files of a received mail that is not a message. A job fetches and keeps each of them, so that none is lost if the
 * provider forgets the mail. When an agent joins the mail they become files of its message; when the mail is dismissed
 * they are deleted.
 */
export const mailFiles = pgTable(
  "mail_files",
  {
    mailId: uuid()
      .notNull()
      .references(() => inboundMails.id, { onDelete: "cascade" }),
    /** Its index among the files of the mail. */
    place: integer().notNull(),
    brand: brandKey(),
    threadId: threadKey(),
    name: text().notNull(),
    /** What the provider announced until the file is kept, then its real size. */
    sizeBytes: bigint({ mode: "number" }).notNull(),
    /** It belongs to the signature, and is collapsed with it. */
    ofSignature: boolean().notNull(),
    /** The id under which it is kept, and which it has as a file of the message. Null until it is fetched. */
    fileId: text().unique("mail_files_file"),
    mediaType: text(),
    sha256: text(),
    scan: text().$type<ScanState>(),
    heldFor: text().$type<HeldReason>(),
    heldPart: text(),
    /** Why it was not taken, as a sentence. A file that has neither this nor an id is still being fetched. */
    leftOut: text(),
  },
  (table) => [
    primaryKey({ columns: [table.mailId, table.place] }),
    index("mail_files_thread").on(table.threadId),
    check("mail_files_scan", sql`${table.scan} in ('pending', 'not_scanned', 'held')`),
    check("mail_files_held_for", oneOf(table.heldFor, HELD_REASONS)),
    check(
      "mail_files_kept",
      sql`num_nonnulls(${table.fileId}, ${table.mediaType}, ${table.sha256}, ${table.scan}) in (0, 4) and (${table.fileId} is null or ${table.leftOut} is null)`,
    ),
    staffReads(staffWhoAnswer),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: staffWhoAnswer }),
  ],
);
