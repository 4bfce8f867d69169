import { sql } from "drizzle-orm";
import {
  check,
  customType,
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
import { agreements } from "./agreements";
import { brands } from "./brands";
import { companies, contacts } from "./companies";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  CHANGE_FIELDS,
  CHANGE_STATES,
  type ChangeField,
  type ChangeState,
  REQUEST_KINDS,
  REQUEST_STATUSES,
  type RequestKind,
  type RequestStatus,
  type Scope,
} from "./constants";
import { estimates } from "./estimates";
import { invoices } from "./invoices";
import {
  clientInserts,
  clientReads,
  clientRole,
  createdAt,
  inStaffBrands,
  instant,
  oneOf,
  REQUEST_WORKERS,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerCompany,
  viewerContact,
  viewerHasBilling,
  viewerRequests,
} from "./shared";
import { accountTeamMembers, staff } from "./staff";
import { threads } from "./threads";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * A contact sees what they asked themselves at their primary company; with scope `company` what colleagues asked there
 * too; questions about money only with the right to it. A change of their own details is theirs alone, wherever they work
 * since: what changed may be the company.
 */
const seenByContact = sql`brand = ${viewerBrand} and ((kind = 'change' and asked_by = ${viewerContact})
  or (kind <> 'change' and company_id = ${viewerCompany} and (asked_by = ${viewerContact} or ${viewerRequests} = 'company')
    and (kind not in ('invoice', 'estimate') or ${viewerHasBilling})))`;
const staffWhoAnswer = sql`${inStaffBrands("brand")} and ${staffHasRole(...REQUEST_WORKERS)}`;
const ofVisibleRequest = sql`exists (select 1 from requests where requests.id = request_id)`;

/** What a client asked their account team. Its thread holds what was said; no internal note moves what stands here. */
export const requests = pgTable(
  "requests",
  {
    id: uuid()
      .primaryKey()
      .references(() => threads.id, { onDelete: "cascade" }),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    /** `R-…`, unique in the whole deployment (sequence request_numbers). */
    number: text().notNull().default(sql`'R-' || nextval('request_numbers')`).unique("requests_number"),
    kind: text().$type<RequestKind>().notNull(),
    askedBy: uuid()
      .notNull()
      .references(() => contacts.id),
    askedByName: text().notNull(),
    /** Made from the kind and what it is about, on the server. */
    subject: text().notNull(),
    /** Whom of the team it was written to, and as they were called then. */
    memberId: uuid().references(() => accountTeamMembers.id, { onDelete: "set null" }),
    memberName: text(),
    agreementId: uuid().references(() => agreements.id),
    invoiceId: uuid().references(() => invoices.id),
    estimateId: uuid().references(() => estimates.id),
    /** By when the client needs it, a day in the brand's zone. */
    neededBy: date({ mode: "string" }),
    status: text().$type<RequestStatus>().notNull().default("new"),
    closedAt: instant(),
    /** Who answers. A trigger chooses when it is asked: the member it was written to, or who stands in for them. */
    ownerId: uuid().references(() => staff.id),
    /** For whom the owner stands in. */
    standsInFor: uuid().references(() => staff.id),
    /** Promised when asked; kept when it is answered. */
    firstAnswerDueAt: instant().notNull(),
    firstAnsweredAt: instant(),
    /** When the firm owes the next answer; null while it owes none. */
    answerDueAt: instant(),
    answerSince: instant(),
    /** The last message or change that a client sees. */
    activeAt: createdAt(),
    lastMessageAt: createdAt(),
    lastAuthorKind: text().$type<AccountKind>().notNull().default("contact"),
    lastAuthorId: uuid().notNull(),
    createdAt: createdAt(),
    /** Number, subject and texts, kept by triggers: what search looks through. */
    search: tsvector(),
  },
  (table) => [
    index("requests_company").on(table.companyId, table.activeAt, table.id),
    index("requests_asked_by").on(table.askedBy, table.activeAt, table.id),
    index("requests_queue").on(table.brand, table.answerDueAt, table.id).where(sql`status <> 'closed'`),
    index("requests_brand").on(table.brand, table.activeAt, table.id),
    index("requests_owner").on(table.ownerId).where(sql`status <> 'closed'`),
    index("requests_member").on(table.memberId).where(sql`member_id is not null`),
    index("requests_agreement").on(table.agreementId).where(sql`agreement_id is not null`),
    index("requests_invoice").on(table.invoiceId).where(sql`invoice_id is not null`),
    index("requests_estimate").on(table.estimateId).where(sql`estimate_id is not null`),
    index("requests_number_prefix").on(table.number.op("text_pattern_ops")),
    index("requests_search").using("gin", table.search),
    check("requests_kind", oneOf(table.kind, REQUEST_KINDS)),
    check("requests_status", oneOf(table.status, REQUEST_STATUSES)),
    check("requests_closed", sql`(${table.status} = 'closed') = (${table.closedAt} is not null)`),
    check("requests_last_author", oneOf(table.lastAuthorKind, ACCOUNT_KINDS)),
    check("requests_clock", sql`(${table.answerDueAt} is null) = (${table.answerSince} is null)`),
    check(
      "requests_about",
      sql`(${table.kind} = 'invoice') = (${table.invoiceId} is not null) and (${table.kind} = 'estimate') = (${table.estimateId} is not null)`,
    ),
    clientReads(seenByContact),
    staffReads(staffWhoAnswer),
    clientInserts(
      sql`brand = ${viewerBrand} and company_id = ${viewerCompany} and asked_by = ${viewerContact} and status = 'new'
        and ${viewerRequests} in ('own', 'company') and (kind not in ('invoice', 'estimate') or ${viewerHasBilling})`,
    ),
    pgPolicy("client_updates", { for: "update", to: clientRole, using: seenByContact, withCheck: seenByContact }),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: staffWhoAnswer, withCheck: staffWhoAnswer }),
  ],
);

/** The rights of a contact that a change is asked of, and given. */
export interface WantedRights {
  readonly billing: boolean;
  readonly pay: boolean;
  readonly cases: Scope;
  readonly requests: Scope;
}

/** The difference that a request of kind `change` asks for, and what became of it. */
export const changeRequests = pgTable(
  "change_requests",
  {
    requestId: uuid()
      .primaryKey()
      .references(() => requests.id, { onDelete: "cascade" }),
    brand: text()
      .notNull()
      .references(() => brands.key),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id),
    field: text().$type<ChangeField>().notNull(),
    /** As both sides read them. */
    before: text().notNull(),
    wanted: text().notNull(),
    /** For the fields `rights` and `support`: what is to be written. */
    wantedRights: jsonb().$type<WantedRights>(),
    state: text().$type<ChangeState>().notNull().default("waiting"),
    decidedBy: uuid(),
    decidedByName: text(),
    decidedAt: instant(),
    /** What was written in the end, as both sides read it. */
    applied: text(),
  },
  (table) => [
    index("change_requests_contact").on(table.contactId),
    check("change_requests_field", oneOf(table.field, CHANGE_FIELDS)),
    check("change_requests_state", oneOf(table.state, CHANGE_STATES)),
    check(
      "change_requests_decided",
      sql`(${table.state} = 'waiting') = (${table.decidedAt} is null) and (${table.state} = 'waiting') = (${table.decidedBy} is null)`,
    ),
    clientReads(sql`brand = ${viewerBrand} and contact_id = ${viewerContact} and ${ofVisibleRequest}`),
    staffReads(sql`${staffWhoAnswer} and ${ofVisibleRequest}`),
    clientInserts(
      sql`brand = ${viewerBrand} and contact_id = ${viewerContact} and state = 'waiting' and applied is null and decided_by_name is null
        and (wanted_rights is null) = (field not in ('rights', 'support')) and ${ofVisibleRequest}`,
    ),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`,
      withCheck: sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`,
    }),
  ],
);

/** Time to the first answer by kind, in minutes of the brand's portal-support hours. */
export const requestTargets = pgTable(
  "request_targets",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    kind: text().$type<RequestKind>().notNull(),
    minutes: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.kind] }),
    check("request_targets_kind", oneOf(table.kind, REQUEST_KINDS)),
    check("request_targets_minutes", sql`${table.minutes} > 0`),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
  ],
);
