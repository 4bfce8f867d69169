import { sql } from "drizzle-orm";
import { check, date, index, integer, jsonb, pgPolicy, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { agreements } from "./agreements";
import { brands } from "./brands";
import { contacts } from "./companies";
import {
  CHANGE_FIELDS,
  CHANGE_STATES,
  type ChangeField,
  type ChangeState,
  REQUEST_KINDS,
  type RequestKind,
  type Scope,
} from "./constants";
import { estimates } from "./estimates";
import { invoices } from "./invoices";
import {
  clientInserts,
  clientReads,
  inStaffBrands,
  instant,
  oneOf,
  REQUEST_WORKERS,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
} from "./shared";
import { accountTeamMembers } from "./staff";
import { threads } from "./threads";

/** True when the viewer sees the request's thread: the sub-select runs under the policies of threads. */
const ofVisibleThread = sql`brand = ${viewerBrand} and exists (select 1 from threads where threads.id = requests.id)`;
const staffWhoAnswer = sql`${inStaffBrands("brand")} and ${staffHasRole(...REQUEST_WORKERS)}`;
const ofVisibleRequest = sql`exists (select 1 from requests where requests.id = request_id)`;

/**
 * The columns that only a request to the account team has. All others, such as the status, are in the thread with the
 * same id.
 */
export const requests = pgTable(
  "requests",
  {
    id: uuid()
      .primaryKey()
      .references(() => threads.id, { onDelete: "cascade" }),
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** The member of the account team whom the client wrote to, and their name at that time. */
    memberId: uuid().references(() => accountTeamMembers.id, { onDelete: "set null" }),
    memberName: text(),
    agreementId: uuid().references(() => agreements.id),
    /**
     * `invoiceId` is set for the topic `invoice` and no other, `estimateId` for the topic `estimate`. A trigger
     * enforces both.
     */
    invoiceId: uuid().references(() => invoices.id),
    estimateId: uuid().references(() => estimates.id),
    /** The day by which the client needs an answer, in the brand's zone. */
    neededBy: date({ mode: "string" }),
  },
  (table) => [
    index("requests_member").on(table.memberId).where(sql`member_id is not null`),
    index("requests_agreement").on(table.agreementId).where(sql`agreement_id is not null`),
    index("requests_invoice").on(table.invoiceId).where(sql`invoice_id is not null`),
    index("requests_estimate").on(table.estimateId).where(sql`estimate_id is not null`),
    clientReads(ofVisibleThread),
    staffReads(staffWhoAnswer),
    clientInserts(ofVisibleThread),
  ],
);

/** Rights of a contact, as a change request asks for them and as an administrator grants them. */
export interface WantedRights {
  readonly billing: boolean;
  readonly pay: boolean;
  readonly cases: Scope;
  readonly requests: Scope;
}

/** The change that a request of kind `change` asks for, and the decision about it. */
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
    /** The values before and after, in the words that client and staff read. */
    before: text().notNull(),
    wanted: text().notNull(),
    /** For the fields `rights` and `support`: the rights that are to be written. */
    wantedRights: jsonb().$type<WantedRights>(),
    state: text().$type<ChangeState>().notNull().default("waiting"),
    decidedBy: uuid(),
    decidedByName: text(),
    decidedAt: instant(),
    /** The value that was written in the end, in the words that client and staff read. */
    applied: text(),
    /**
     * SHA-256 of the administrator's choices in the form. It shows whether the same form was sent again or another one.
     */
    choicesDigest: text(),
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
        and choices_digest is null
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
