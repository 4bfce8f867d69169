import { sql } from "drizzle-orm";
import { boolean, check, index, pgPolicy, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { ACCOUNT_KINDS, type AccountKind, DELIVERY_EVENTS, type DeliveryEvent } from "./constants";
import {
  clientRole,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
  viewerStaff,
} from "./shared";
import { threads } from "./threads";

const own = (kind: AccountKind) =>
  kind === "contact"
    ? sql`brand = ${viewerBrand} and person_kind = 'contact' and person_id = ${viewerContact}`
    : sql`${inStaffBrands("brand")} and person_kind = 'staff' and person_id = ${viewerStaff}`;
/** A notice is shown only while its person sees the thread that it is about. */
const stillSeen = sql`(thread_id is null or exists (select 1 from threads where threads.id = thread_id))`;

/** A contact's own preferences, on the contact's own brand: the sub-select runs under the policies of contacts. */
const ownPreference = sql`person_kind = 'contact' and person_id = ${viewerContact} and exists (select 1 from contacts where contacts.id = person_id)`;

/**
 * Notices: each tells one person of one event. The bell shows it whether or not a mail was sent too. The worker writes
 * the rows.
 */
export const notices = pgTable(
  "notices",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    personKind: text().$type<AccountKind>().notNull(),
    personId: uuid().notNull(),
    /** The same kind as the mail of the event has, see lib/mail/kinds.ts. */
    kind: text().notNull(),
    /** One line, as the person reads it. */
    title: text().notNull(),
    /** Path of the page that the notice links to, on the brand's host. */
    path: text().notNull(),
    /** The thread that the notice is about. The notice is not shown to a person who may no longer see the thread. */
    threadId: uuid().references(() => threads.id, { onDelete: "cascade" }),
    /** Identifies the event and the person. An event that is handled twice gives one notice. */
    dedupeKey: text().notNull(),
    createdAt: createdAt(),
    readAt: instant(),
  },
  (table) => [
    unique("notices_dedupe").on(table.dedupeKey),
    index("notices_person").on(table.personKind, table.personId, table.createdAt, table.id),
    index("notices_unread").on(table.personKind, table.personId).where(sql`read_at is null`),
    index("notices_thread").on(table.threadId).where(sql`thread_id is not null`),
    // By which those of a resource that is gone are found.
    index("notices_resource").on(table.path).where(sql`kind = 'resource-published'`),
    check("notices_person_kind", oneOf(table.personKind, ACCOUNT_KINDS)),
    check("notices_path", sql`${table.path} ~ '^/[^/\\\\]'`),
    pgPolicy("client_reads", { for: "select", to: clientRole, using: sql`${own("contact")} and ${stillSeen}` }),
    pgPolicy("staff_reads", { for: "select", to: staffRole, using: sql`${own("staff")} and ${stillSeen}` }),
    pgPolicy("client_updates", {
      for: "update",
      to: clientRole,
      using: sql`${own("contact")} and ${stillSeen}`,
      withCheck: own("contact"),
    }),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: sql`${own("staff")} and ${stillSeen}`,
      withCheck: own("staff"),
    }),
    gateRows,
  ],
);

/** Which kinds of mail a person has switched on or off. Without a row the default of the kind applies. */
export const mailPreferences = pgTable(
  "mail_preferences",
  {
    personKind: text().$type<AccountKind>().notNull(),
    personId: uuid().notNull(),
    kind: text().notNull(),
    wanted: boolean().notNull(),
    /** Mailed once a day, with all others of that day, instead of at once. */
    daily: boolean().notNull().default(false),
    updatedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.personKind, table.personId, table.kind] }),
    check("mail_preferences_person_kind", oneOf(table.personKind, ACCOUNT_KINDS)),
    pgPolicy("client_own", {
      for: "all",
      to: clientRole,
      using: ownPreference,
      withCheck: ownPreference,
    }),
    pgPolicy("staff_own", {
      for: "all",
      to: staffRole,
      using: sql`person_kind = 'staff' and person_id = ${viewerStaff}`,
      withCheck: sql`person_kind = 'staff' and person_id = ${viewerStaff}`,
    }),
    gateRows,
  ],
);

/** What the provider reported about a mail after taking it. The id makes each event stored once. */
export const mailEvents = pgTable(
  "mail_events",
  {
    /** The id of the webhook's message. */
    id: text().primaryKey(),
    providerId: text().notNull(),
    kind: text().$type<DeliveryEvent>().notNull(),
    /** Why, in the provider's words. */
    reason: text(),
    happenedAt: instant().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("mail_events_provider").on(table.providerId, table.happenedAt),
    check("mail_events_kind", oneOf(table.kind, DELIVERY_EVENTS)),
    staffReads(
      sql`${staffHasRole("administrator")} and exists (select 1 from outbox where outbox.provider_id = mail_events.provider_id)`,
    ),
    gateRows,
  ],
);
