import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgPolicy, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { ACCOUNT_KINDS, type AccountKind, CHAT_OUTCOMES, type ChatOutcome, TALKS_AT_ONCE } from "./constants";
import {
  CASE_WORKERS,
  clientInserts,
  clientReads,
  clientRole,
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
import { staff } from "./staff";
import { brandKey, ofVisibleThread, staffOfBrand, staffWhoAnswer, threadKey, threads } from "./threads";

/** True when the viewer sees the chat's thread: the sub-select runs under the policies of threads. */
const ofOwnThread = sql`brand = ${viewerBrand} and exists (select 1 from threads where threads.id = chats.id)`;
const staffWhoChat = sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_WORKERS)}`;

/** The columns that only a chat has. All others, such as the status, are in the thread with the same id. */
export const chats = pgTable(
  "chats",
  {
    id: uuid()
      .primaryKey()
      .references(() => threads.id, { onDelete: "cascade" }),
    brand: text()
      .notNull()
      .references(() => brands.key),
    product: text().notNull(),
    /** Since when it waits, for its place in the queue; those that were handed back are first. */
    queuedAt: instant().notNull().default(sql`clock_timestamp()`),
    isBack: boolean().notNull().default(false),
    /** When the talk with the present owner began, and when the first one did. */
    takenAt: instant(),
    firstTakenAt: instant(),
    /** Set for a chat that has ended. */
    outcome: text().$type<ChatOutcome>(),
    /** The case that the chat became. */
    caseId: uuid()
      .unique("chats_one_case")
      .references(() => threads.id, { onDelete: "set null" }),
    /** Colleagues whom the owner asked to join. */
    helpers: uuid().array().notNull().default(sql`'{}'`),
  },
  (table) => [
    index("chats_queue").on(table.brand, table.isBack, table.queuedAt).where(sql`outcome is null and taken_at is null`),
    index("chats_waits").on(table.brand, table.firstTakenAt).where(sql`first_taken_at is not null`),
    check("chats_outcome", oneOf(table.outcome, CHAT_OUTCOMES)),
    clientReads(ofOwnThread),
    staffReads(staffWhoChat),
    clientInserts(
      sql`${ofOwnThread} and outcome is null and taken_at is null and first_taken_at is null and case_id is null and not is_back and helpers = '{}' and queued_at between clock_timestamp() - interval '1 minute' and clock_timestamp() + interval '1 second'`,
    ),
    pgPolicy("client_updates", { for: "update", to: clientRole, using: ofOwnThread, withCheck: ofOwnThread }),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: staffWhoChat, withCheck: staffWhoChat }),
  ],
);

const isMe = sql`staff_id = ${viewerStaff} and ${staffHasRole(...CASE_WORKERS)}`;

/** Whether an agent takes chats now, and when the agent's browser was last heard of. */
export const chatAgents = pgTable(
  "chat_agents",
  {
    staffId: uuid()
      .primaryKey()
      .references(() => staff.id, { onDelete: "cascade" }),
    isAvailable: boolean().notNull().default(false),
    /** What the agent said when they went away. */
    awayReason: text(),
    changedAt: instant().notNull().default(sql`clock_timestamp()`),
    seenAt: instant().notNull().default(sql`clock_timestamp()`),
    /** How many talks the agent may have side by side. */
    talks: integer().notNull().default(TALKS_AT_ONCE),
  },
  (table) => [
    check("chat_agents_talks", sql`${table.talks} between 1 and 20`),
    check("chat_agents_away_reason", sql`length(${table.awayReason}) between 1 and 100`),
    staffReads(staffHasRole(...CASE_WORKERS)),
    staffInserts(sql`${isMe} and talks = ${sql.raw(String(TALKS_AT_ONCE))}`),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: isMe, withCheck: isMe }),
  ],
);

/**
 * Who has a chat open in a browser: when it was last heard of, and up to when it has received messages. Apart from
 * messages, so that being there writes nothing into a conversation.
 */
export const chatPresences = pgTable(
  "chat_presences",
  {
    brand: brandKey(),
    threadId: threadKey(),
    personKind: text().$type<AccountKind>().notNull(),
    personId: uuid().notNull(),
    seenAt: instant().notNull().default(sql`clock_timestamp()`),
    receivedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.personKind, table.personId] }),
    check("chat_presences_person_kind", oneOf(table.personKind, ACCOUNT_KINDS)),
    clientReads(sql`brand = ${viewerBrand} and ${ofVisibleThread}`),
    staffReads(staffOfBrand),
    clientInserts(
      sql`brand = ${viewerBrand} and ${ofVisibleThread} and person_kind = 'contact' and person_id = ${viewerContact}`,
    ),
    staffInserts(sql`${staffWhoAnswer} and person_kind = 'staff' and person_id = ${viewerStaff}`),
    pgPolicy("client_updates", {
      for: "update",
      to: clientRole,
      using: sql`brand = ${viewerBrand} and ${ofVisibleThread} and person_kind = 'contact' and person_id = ${viewerContact}`,
      withCheck: sql`brand = ${viewerBrand} and ${ofVisibleThread} and person_kind = 'contact' and person_id = ${viewerContact}`,
    }),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: sql`${staffWhoAnswer} and person_kind = 'staff' and person_id = ${viewerStaff}`,
      withCheck: sql`${staffWhoAnswer} and person_kind = 'staff' and person_id = ${viewerStaff}`,
    }),
  ],
);
