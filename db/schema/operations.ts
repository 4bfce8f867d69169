import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgPolicy, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { type AccountKind, MAIL_OUTCOMES, MAIL_STATES, type MailOutcome, type MailState } from "./constants";
import {
  allInStaffBrands,
  bytea,
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

const UNSENT_MAIL = sql.raw(
  "state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and person_id is null and starts_with(dedupe_key, kind || ':')",
);

/** The kinds that a viewer's transaction may queue, and to whom: all others are the system's alone. */
const CLIENT_MAIL = sql`(kind = 'sign-in-address-asked' and exists (
  select 1 from contacts c where c.id = ${viewerContact} and c.brand = outbox.brand and c.email = lower(to_address)))`;
/** To the address of today and the one wanted, of a change that this viewer sees as one to decide. */
const STAFF_MAIL = sql`(kind = 'sign-in-address-changed' and exists (
  select 1 from change_requests c join contacts p on p.id = c.contact_id
  where c.brand = outbox.brand and c.field = 'email' and lower(to_address) in (p.email, lower(c.wanted))
    and starts_with(dedupe_key, 'sign-in-address-changed:' || c.request_id || ':')))`;

/**
 * The record of every mail. A trigger adds the job; the task claims the row with a lease, sends, records.
 * `props` feed the template; a secret is never among them: it is computed again from the row's id.
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
    /** What the mail tells of, and to whom: asked again when it is sent, so that a right withdrawn meanwhile holds. */
    threadId: uuid(),
    personKind: text().$type<AccountKind>(),
    personId: uuid(),
    /** Message-ID of this mail and those that it answers, by which mail programs make one conversation. */
    messageId: text(),
    threadReferences: text().array().notNull().default(sql`'{}'`),
    props: jsonb().$type<Record<string, unknown>>().notNull(),
    /** One mail per event: the same key is stored once. */
    dedupeKey: text().notNull().unique("outbox_dedupe"),
    state: text().$type<MailState>().notNull().default("queued"),
    attempts: integer().notNull().default(0),
    leasedUntil: instant(),
    lastError: text(),
    providerId: text(),
    /** The worst that the provider has told of it, kept by triggers; null for as long as it told nothing that counts. */
    outcome: text().$type<MailOutcome>(),
    createdAt: createdAt(),
    sentAt: instant(),
  },
  (table) => [
    index("outbox_brand").on(table.brand, table.createdAt),
    check("outbox_state", oneOf(table.state, MAIL_STATES)),
    check("outbox_outcome", oneOf(table.outcome, MAIL_OUTCOMES)),
    // What went wrong is rare, and looked for.
    index("outbox_outcome").on(table.outcome, table.createdAt, table.id).where(sql`outcome <> 'delivered'`),
    // By the provider's id: what became of the mail is told under it.
    index("outbox_provider").on(table.providerId).where(sql`provider_id is not null`),
    index("outbox_to").on(table.toAddress, table.createdAt),
    check(
      "outbox_person",
      sql`num_nonnulls(${table.personKind}, ${table.personId}) in (0, 2) and (${table.threadId} is null or ${table.personId} is not null)`,
    ),
    // No other mail than of these kinds, to nobody else, and no row that claims to be sent.
    pgPolicy("client_inserts", {
      for: "insert",
      to: clientRole,
      withCheck: sql`brand = ${viewerBrand} and ${UNSENT_MAIL} and ${CLIENT_MAIL}`,
    }),
    pgPolicy("staff_inserts", {
      for: "insert",
      to: staffRole,
      withCheck: sql`${inStaffBrands("brand")} and ${UNSENT_MAIL} and ${staffHasRole("administrator")} and ${STAFF_MAIL}`,
    }),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    gateRows,
  ],
);

/** Who did what, append-only. Details hold no secret and no text that a client wrote. */
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
    index("audit_events_entity").on(table.entity, table.entityId),
    index("audit_events_at").on(table.at),
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
    gateRows,
  ],
);

/** What visitors sent with Connect with Us. The id is made with the form, so the same form sent twice is one row. */
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
  },
  (table) => [
    index("connect_requests_brand").on(table.brand, table.createdAt),
    check("connect_requests_state", oneOf(table.state, ["waiting", "approved", "declined"])),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    gateRows,
  ],
);

/** One run of an import: its report survives for staff. */
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

/** Keys that viewers are bound by: see db/binding.ts. No role but the owner's reads them. */
export const viewerKeys = pgTable("viewer_keys", {
  id: text().primaryKey(),
  innerPad: bytea().notNull(),
  outerPad: bytea().notNull(),
  createdAt: createdAt(),
}).enableRLS();

/** Facts of this deployment: the demo's mark among them. */
export const deployment = pgTable("deployment", {
  key: text().primaryKey(),
  value: text().notNull(),
  createdAt: createdAt(),
}).enableRLS();
