import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  customType,
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
import { companies, contacts } from "./companies";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  CASE_STATUSES,
  type CaseStatus,
  CLOSE_REASONS,
  type CloseReason,
  SEVERITIES,
  type Severity,
} from "./constants";
import {
  CASE_READERS,
  CASE_WORKERS,
  clientInserts,
  clientReads,
  clientRole,
  createdAt,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
} from "./shared";
import { staff } from "./staff";
import { threads } from "./threads";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * A contact sees the cases of the companies they reach that have a support agreement in force today: with scope
 * `company` all of them, with `own` those they filed or take part in. case_companies() reads the viewer's ids itself.
 */
const seenByContact = sql`brand = ${viewerBrand} and company_id in (select company_id from case_companies() where in_force) and (
  (select current_setting('portal.cases', true) = 'company')
  or ((select current_setting('portal.cases', true) = 'own')
    and (filed_by = ${viewerContact} or id in (select thread_id from threads_taken_part()))))`;
const staffReadCases = sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_READERS)}`;
const staffWorkCases = sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_WORKERS)}`;

/** A support case. Its thread holds what was said; instants and counts here are what clients see, and no internal note moves them. */
export const cases = pgTable(
  "cases",
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
    /** `C-…`, unique in the whole deployment (sequence case_numbers). */
    number: text().notNull().default(sql`'C-' || nextval('case_numbers')`).unique("cases_number"),
    filedBy: uuid()
      .notNull()
      .references(() => contacts.id),
    filedByName: text().notNull(),
    subject: text().notNull(),
    product: text().notNull(),
    productVersion: text(),
    severity: text().$type<Severity>().notNull(),
    status: text().$type<CaseStatus>().notNull().default("new"),
    closeReason: text().$type<CloseReason>(),
    closedAt: instant(),
    assigneeId: uuid().references(() => staff.id),
    /** An earlier case that was closed too long ago to be opened again. */
    followsId: uuid().references((): AnyPgColumn => cases.id),
    /** Promised on filing; kept when the case is answered. */
    firstAnswerDueAt: instant().notNull(),
    firstAnsweredAt: instant(),
    /** When the firm owes the next answer; null while it owes none. */
    answerDueAt: instant(),
    /** The client's message that is unanswered: from here the clock counts, whatever severity it is given. */
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
    index("cases_company").on(table.companyId, table.activeAt, table.id),
    index("cases_company_open").on(table.companyId, table.activeAt, table.id).where(sql`status <> 'closed'`),
    // By bytes, whatever the database's collation: search finds a number by its beginning.
    index("cases_number_prefix").on(table.number.op("text_pattern_ops")),
    index("cases_follows").on(table.followsId).where(sql`follows_id is not null`),
    index("cases_filed_by").on(table.filedBy, table.activeAt, table.id),
    index("cases_queue").on(table.brand, table.answerDueAt, table.id).where(sql`status <> 'closed'`),
    index("cases_brand").on(table.brand, table.activeAt, table.id),
    index("cases_assignee").on(table.assigneeId).where(sql`status <> 'closed'`),
    index("cases_search").using("gin", table.search),
    check("cases_severity", oneOf(table.severity, SEVERITIES)),
    check("cases_status", oneOf(table.status, CASE_STATUSES)),
    check("cases_close_reason", oneOf(table.closeReason, CLOSE_REASONS)),
    check(
      "cases_closed",
      sql`(${table.status} = 'closed') = (${table.closedAt} is not null and ${table.closeReason} is not null)`,
    ),
    check("cases_last_author", oneOf(table.lastAuthorKind, ACCOUNT_KINDS)),
    check("cases_clock", sql`(${table.answerDueAt} is null) = (${table.answerSince} is null)`),
    clientReads(seenByContact),
    staffReads(staffReadCases),
    clientInserts(
      sql`brand = ${viewerBrand} and filed_by = ${viewerContact} and status = 'new' and assignee_id is null
        and (select current_setting('portal.cases', true) in ('own', 'company'))
        and company_id in (select company_id from case_companies() where in_force)`,
    ),
    pgPolicy("client_updates", { for: "update", to: clientRole, using: seenByContact, withCheck: seenByContact }),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: staffWorkCases, withCheck: staffWorkCases }),
  ],
);

/** Time to the first answer by severity, in minutes of the brand's chat hours. */
export const caseTargets = pgTable(
  "case_targets",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    severity: text().$type<Severity>().notNull(),
    minutes: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.severity] }),
    check("case_targets_severity", oneOf(table.severity, SEVERITIES)),
    check("case_targets_minutes", sql`${table.minutes} > 0`),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
  ],
);

/** What a brand supports: offered when a case is filed. */
export const products = pgTable(
  "products",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    name: text().notNull(),
    versions: text().array().notNull().default(sql`'{}'`),
    position: integer().notNull().default(0),
  },
  (table) => [
    unique("products_name").on(table.brand, table.name),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
  ],
);
