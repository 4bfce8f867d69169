import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import {
  type AccountKind,
  CLIENT_MAIL_KINDS,
  CSP_DIRECTIVES,
  CSP_SOURCES,
  MAIL_OUTCOMES,
  MAIL_STATES,
  type MailOutcome,
  type MailState,
} from "./constants";
import {
  allInStaffBrands,
  bytea,
  clientRole,
  createdAt,
  gateRole,
  gateRows,
  id,
  inStaffBrands,
  instant,
  isGate,
  oneOf,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
  viewerStaff,
} from "./shared";
import { visitors } from "./visitors";

/** A row of a mail that was not sent, and is for an address and not for an account. */
const UNSENT_MAIL = sql.raw(
  "state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and person_id is null and starts_with(dedupe_key, kind || ':')",
);

/** Contacts queue these kinds to their own address; every other mail is queued by the gate or by a job. */
const OWN_MAIL = sql`${oneOf(sql.raw("kind"), CLIENT_MAIL_KINDS)} and exists (
  select 1 from contacts c where c.id = ${viewerContact} and c.brand = outbox.brand and c.email = lower(to_address))`;

/**
 * A row for every mail. A trigger adds the job. The job claims the row with a lease, sends the mail and records the
 * result. `props` are the values of the template. They never hold a secret: it is computed again from the row's id.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** Name of the template, see lib/mail/kinds.ts. */
    kind: text().notNull(),
    toAddress: text().notNull(),
    toName: text(),
    replyTo: text(),
    /**
     * The thread that the mail is about, and the person whom it is for. The person's right to the thread is checked
     * again when the mail is sent, because it may have been withdrawn meanwhile.
     */
    threadId: uuid(),
    personKind: text().$type<AccountKind>(),
    personId: uuid(),
    /** Message-ID of this mail and of the mails that it answers. Mail programs group a conversation by them. */
    messageId: text(),
    threadReferences: text().array().notNull().default(sql`'{}'`),
    props: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Identifies the event, so that it sends one mail: a key is stored once. */
    dedupeKey: text().notNull().unique("outbox_dedupe"),
    state: text().$type<MailState>().notNull().default("queued"),
    attempts: integer().notNull().default(0),
    leasedUntil: instant(),
    lastError: text(),
    providerId: text(),
    /**
     * The worst outcome that the provider has reported, kept by triggers. Null until it has reported one of
     * MAIL_OUTCOMES.
     */
    outcome: text().$type<MailOutcome>(),
    createdAt: createdAt(),
    sentAt: instant(),
  },
  (table) => [
    index("outbox_brand").on(table.brand, table.createdAt),
    check("outbox_state", oneOf(table.state, MAIL_STATES)),
    check("outbox_outcome", oneOf(table.outcome, MAIL_OUTCOMES)),
    // For lists of failed mail, which is rare.
    index("outbox_outcome").on(table.outcome, table.createdAt, table.id).where(sql`outcome <> 'delivered'`),
    // The provider's events name the mail by this id.
    index("outbox_provider").on(table.providerId).where(sql`provider_id is not null`),
    index("outbox_waiting").on(table.createdAt).where(sql`state in ('queued', 'sending')`),
    index("outbox_to").on(table.toAddress, table.createdAt),
    // For mails that wait for their recipient's daily mail.
    index("outbox_collected").on(table.personKind, table.personId, table.createdAt).where(sql`state = 'collected'`),
    check(
      "outbox_person",
      sql`num_nonnulls(${table.personKind}, ${table.personId}) in (0, 2) and (${table.threadId} is null or ${table.personId} is not null)`,
    ),
    pgPolicy("client_inserts", {
      for: "insert",
      to: clientRole,
      withCheck: sql`brand = ${viewerBrand} and ${UNSENT_MAIL} and ${OWN_MAIL}`,
    }),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    gateRows,
  ],
);

/**
 * Who did what, append-only: a trigger refuses every change to everybody, the owner of the data too, but for the details
 * that the erasure of a person blanks. Details hold no secret and no text that a client wrote.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: id(),
    brand: text(),
    at: createdAt(),
    actorKind: text().notNull(),
    actorId: uuid(),
    action: text().notNull(),
    entity: text(),
    entityId: text(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [
    // Each is in the order of the log, so that a filter reads no more than the page that it shows.
    index("audit_events_at").on(table.at, table.id),
    index("audit_events_entity").on(table.entity, table.entityId, table.at, table.id),
    index("audit_events_actor").on(table.actorId, table.at, table.id).where(sql`actor_id is not null`),
    index("audit_events_action").on(table.action, table.at, table.id),
    check("audit_events_actor", oneOf(table.actorKind, ["contact", "staff", "system", "visitor"])),
    pgPolicy("client_inserts", {
      for: "insert",
      to: clientRole,
      withCheck: sql`brand = ${viewerBrand} and actor_kind = 'contact' and actor_id = ${viewerContact}`,
    }),
    pgPolicy("staff_inserts", {
      for: "insert",
      to: staffRole,
      withCheck: sql`${inStaffBrands("brand")} and actor_kind = 'staff' and actor_id = ${viewerStaff}`,
    }),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    pgPolicy("gate_inserts", { for: "insert", to: gateRole, withCheck: isGate }),
    // People read the failed sign-ins of their own account in Settings.
    pgPolicy("gate_reads", { for: "select", to: gateRole, using: sql`${isGate} and action = 'sign-in.failed'` }),
  ],
);

/**
 * How often browsers reported that a page's content policy kept something from loading. Only the day (UTC) and the kind
 * are kept.
 */
export const cspReports = pgTable(
  "csp_reports",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    day: date({ mode: "string" }).notNull(),
    directive: text().$type<(typeof CSP_DIRECTIVES)[number]>().notNull(),
    source: text().$type<(typeof CSP_SOURCES)[number]>().notNull(),
    reports: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.day, table.directive, table.source] }),
    check("csp_reports_directive", oneOf(table.directive, CSP_DIRECTIVES)),
    check("csp_reports_source", oneOf(table.source, CSP_SOURCES)),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    gateRows,
  ],
);

/**
 * Forms that visitors sent with Connect with Us. The id is made together with the form, so the same form sent twice is
 * one row.
 */
export const connectRequests = pgTable(
  "connect_requests",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    name: text().notNull(),
    company: text().notNull(),
    email: text().notNull(),
    phone: text(),
    need: text(),
    state: text().notNull().default("waiting"),
    createdAt: createdAt(),
    /** Whose words these are. Null until the job has looked, and for words of somebody who has an account. */
    visitorId: uuid().references(() => visitors.id, { onDelete: "cascade" }),
  },
  (table) => [
    index("connect_requests_brand").on(table.brand, table.createdAt),
    index("connect_requests_visitor").on(table.visitorId),
    check("connect_requests_state", oneOf(table.state, ["waiting", "approved", "declined"])),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    gateRows,
  ],
);

/** One run of an import. Its report is kept for staff. */
export const importRuns = pgTable(
  "import_runs",
  {
    id: id(),
    file: text().notNull(),
    brandKeys: text().array().notNull(),
    startedAt: createdAt(),
    finishedAt: instant(),
    dryRun: boolean().notNull(),
    report: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  () => [staffReads(sql`${allInStaffBrands("brand_keys")} and ${staffHasRole("administrator")}`)],
);

/** Keys by which viewers are bound, see db/binding.ts. Only the owner's role reads them. */
export const viewerKeys = pgTable("viewer_keys", {
  id: text().primaryKey(),
  innerPad: bytea().notNull(),
  outerPad: bytea().notNull(),
  createdAt: createdAt(),
}).enableRLS();

/** Facts about this deployment, for example that it holds demo data. */
export const deployment = pgTable("deployment", {
  key: text().primaryKey(),
  value: text().notNull(),
  createdAt: createdAt(),
}).enableRLS();
