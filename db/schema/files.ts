import { sql } from "drizzle-orm";
import { bigint, check, index, pgPolicy, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { sessions } from "./access";
import { brands } from "./brands";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  HELD_REASONS,
  type HeldReason,
  SCAN_STATES,
  type ScanState,
} from "./constants";
import { messages, threadNotes } from "./messages";
import {
  CLIENT_FACING,
  clientInserts,
  clientReads,
  clientRole,
  createdAt,
  FILE_DECIDERS,
  gateRows,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
  viewerStaff,
} from "./shared";
import { threads } from "./threads";

/** The staff who may release a held file: agents and administrators. */
const ofDeciders = sql`${inStaffBrands("brand")} and ${staffHasRole(...FILE_DECIDERS)}`;
/** Only the database itself shows a file in a second thread. */
const nowhereElse = sql`num_nonnulls(also_thread_id, also_message_id, also_note_id) = 0`;
const ofVisibleThread = sql`thread_id is not null and exists (select 1 from threads where threads.id = thread_id)`;

/** The sub-select obeys the policies of the table `files`. */
const ofSeenFile = sql`exists (select 1 from files where files.id = file_id)`;
const forAMinute = sql`expires_at <= clock_timestamp() + interval '2 minutes'`;

/**
 * A stored file. Until it is attached, only its uploader sees it. After that, whoever sees its message (or internal
 * note) sees the file, checked at each request. The id is 192 random bits, and knowing it is not enough.
 */
export const files = pgTable(
  "files",
  {
    id: text().primaryKey(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    uploaderKind: text().$type<AccountKind>().notNull(),
    uploaderId: uuid().notNull(),
    threadId: uuid().references(() => threads.id, { onDelete: "cascade" }),
    messageId: uuid().references(() => messages.id, { onDelete: "cascade" }),
    noteId: uuid().references(() => threadNotes.id, { onDelete: "cascade" }),
    /** The file name that the uploader gave. It is shown as text and never used as a path. */
    name: text().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    /** Detected from the file's content. */
    mediaType: text().notNull(),
    sha256: text().notNull(),
    scan: text().$type<ScanState>().notNull().default("pending"),
    /** Why the file is or was held, and which file inside it is the reason if it is an archive. */
    heldFor: text().$type<HeldReason>(),
    heldPart: text(),
    createdAt: createdAt(),
    attachedAt: instant(),
    /** The case, and its message or note, that also shows the file: a chat became this case. */
    alsoThreadId: uuid().references(() => threads.id, { onDelete: "set null" }),
    alsoMessageId: uuid().references(() => messages.id, { onDelete: "set null" }),
    alsoNoteId: uuid().references(() => threadNotes.id, { onDelete: "set null" }),
  },
  (table) => [
    index("files_message").on(table.messageId),
    index("files_thread").on(table.threadId),
    index("files_also_thread").on(table.alsoThreadId).where(sql`also_thread_id is not null`),
    index("files_uploader").on(table.uploaderKind, table.uploaderId, table.createdAt),
    index("files_loose").on(table.createdAt).where(sql`attached_at is null`),
    check("files_uploader_kind", oneOf(table.uploaderKind, ACCOUNT_KINDS)),
    check("files_scan", oneOf(table.scan, SCAN_STATES)),
    check("files_held_for", oneOf(table.heldFor, HELD_REASONS)),
    check(
      "files_held",
      sql`(${table.heldFor} is not null) = (${table.scan} in ('held', 'released', 'discarded')) and (${table.heldPart} is null or ${table.heldFor} is not null)`,
    ),
    check("files_size", sql`${table.sizeBytes} >= 0`),
    check("files_attached", sql`(${table.attachedAt} is null) = (${table.threadId} is null)`),
    check(
      "files_one_place",
      sql`num_nonnulls(${table.messageId}, ${table.noteId}) = (${table.threadId} is not null)::int`,
    ),
    clientReads(
      sql`brand = ${viewerBrand} and (
        (thread_id is null and uploader_kind = 'contact' and uploader_id = ${viewerContact})
        or (message_id is not null and exists (select 1 from messages where messages.id = message_id))
        or (also_message_id is not null and exists (select 1 from messages where messages.id = also_message_id)))`,
    ),
    staffReads(
      sql`${inStaffBrands("brand")} and ((thread_id is null and uploader_kind = 'staff' and uploader_id = ${viewerStaff})
        or (thread_id is not null and exists (select 1 from threads where threads.id = thread_id))
        or (also_thread_id is not null and exists (select 1 from threads where threads.id = also_thread_id)))`,
    ),
    clientInserts(
      sql`brand = ${viewerBrand} and uploader_kind = 'contact' and uploader_id = ${viewerContact} and thread_id is null and ${nowhereElse} and scan in ('pending', 'not_scanned', 'held')`,
    ),
    staffInserts(
      sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)} and uploader_kind = 'staff' and uploader_id = ${viewerStaff}
        and thread_id is null and ${nowhereElse} and scan in ('pending', 'not_scanned', 'held')`,
    ),
    // Attaching: an uploader may attach their own unattached file to their own message or note.
    pgPolicy("client_attaches", {
      for: "update",
      to: clientRole,
      using: sql`brand = ${viewerBrand} and uploader_kind = 'contact' and uploader_id = ${viewerContact} and thread_id is null`,
      withCheck: sql`brand = ${viewerBrand} and uploader_kind = 'contact' and uploader_id = ${viewerContact} and exists (
        select 1 from messages m where m.id = message_id and m.thread_id = files.thread_id and m.brand = files.brand
          and m.author_kind = 'contact' and m.author_id = ${viewerContact})`,
    }),
    pgPolicy("staff_attaches", {
      for: "update",
      to: staffRole,
      using: sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)} and uploader_kind = 'staff'
        and uploader_id = ${viewerStaff} and thread_id is null`,
      withCheck: sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)} and uploader_kind = 'staff'
        and uploader_id = ${viewerStaff} and (
          exists (select 1 from messages m where m.id = message_id and m.thread_id = files.thread_id and m.brand = files.brand
            and m.author_kind = 'staff' and m.author_id = ${viewerStaff})
          or exists (select 1 from thread_notes n where n.id = note_id and n.thread_id = files.thread_id and n.brand = files.brand
            and n.staff_id = ${viewerStaff}))`,
    }),
    // For releasing and discarding held files. The trigger files_decided checks which changes of state are allowed.
    pgPolicy("staff_decides", {
      for: "update",
      to: staffRole,
      using: sql`${ofDeciders} and scan = 'held' and ${ofVisibleThread}`,
      withCheck: sql`${ofDeciders} and scan in ('released', 'discarded') and ${ofVisibleThread}`,
    }),
    // An uploader may delete their own file before it is attached.
    pgPolicy("client_deletes", {
      for: "delete",
      to: clientRole,
      using: sql`brand = ${viewerBrand} and uploader_kind = 'contact' and uploader_id = ${viewerContact} and thread_id is null`,
    }),
    pgPolicy("staff_deletes", {
      for: "delete",
      to: staffRole,
      using: sql`${inStaffBrands("brand")} and uploader_kind = 'staff' and uploader_id = ${viewerStaff} and thread_id is null`,
    }),
  ],
);

/**
 * How much each person has uploaded, also of files that were deleted since. The daily limits count these rows. A
 * trigger on files writes them, no viewer reads them, and each is deleted after a day.
 */
export const uploads = pgTable(
  "uploads",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    uploaderKind: text().$type<AccountKind>().notNull(),
    uploaderId: uuid().notNull(),
    sizeBytes: bigint({ mode: "number" }).notNull(),
    sentAt: createdAt(),
  },
  (table) => [
    index("uploads_uploader").on(table.uploaderKind, table.uploaderId, table.sentAt),
    index("uploads_at").on(table.sentAt),
    check("uploads_uploader_kind", oneOf(table.uploaderKind, ACCOUNT_KINDS)),
  ],
).enableRLS();

/**
 * Permits one session to fetch one file once, within a minute, from the origin that serves files alone. A viewer
 * inserts a ticket for a file that they see. Only the gate reads it, and deletes it when it is redeemed.
 */
export const fileTickets = pgTable(
  "file_tickets",
  {
    /** SHA-256 of the secret in the address. */
    tokenHash: text().primaryKey(),
    fileId: text()
      .notNull()
      .references(() => files.id, { onDelete: "cascade" }),
    sessionId: uuid()
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    /** The account that the session must belong to. */
    accountKind: text().$type<AccountKind>().notNull(),
    accountId: uuid().notNull(),
    /** The brand on whose host the file was asked for. */
    brand: text()
      .notNull()
      .references(() => brands.key),
    expiresAt: instant().notNull(),
  },
  (table) => [
    index("file_tickets_expired").on(table.expiresAt),
    check("file_tickets_account_kind", oneOf(table.accountKind, ACCOUNT_KINDS)),
    clientInserts(
      sql`brand = ${viewerBrand} and account_kind = 'contact' and account_id = ${viewerContact} and ${ofSeenFile} and ${forAMinute}`,
    ),
    staffInserts(sql`account_kind = 'staff' and account_id = ${viewerStaff} and ${ofSeenFile} and ${forAMinute}`),
    gateRows,
  ],
);
