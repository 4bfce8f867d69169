import { sql } from "drizzle-orm";
import { check, index, pgPolicy, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { agreements } from "./agreements";
import { brands } from "./brands";
import { companies, contacts } from "./companies";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  DECISION_OUTCOMES,
  type DecisionOutcome,
  PORTAL_DECISION_KINDS,
  PORTAL_FIELDS,
  type PortalDecisionKind,
  type PortalField,
  TEAM_ROLES,
  type TeamRole,
} from "./constants";
import { createdAt, id, inStaffBrands, oneOf, staffHasRole, staffReads, staffRole } from "./shared";

const administrators = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`;

/**
 * What administrators have decided in the portal about a relation, a member of an account team, a photo, a coverage or the last day of
 * an agreement. Imports do not undo it until an administrator deletes the row, which hands the decision back to the ERP. Triggers write the rows
 * when staff add, remove or set one of these, so no code path can forget it. Decided fields of a contact are in
 * `contacts.portal_fields`.
 */
export const portalDecisions = pgTable(
  "portal_decisions",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    kind: text().$type<PortalDecisionKind>().notNull(),
    outcome: text().$type<DecisionOutcome>().notNull(),
    /** For a relation, together with `companyId`. */
    contactId: uuid().references(() => contacts.id, { onDelete: "cascade" }),
    /** For a relation, a team member, a coverage and a last day. */
    companyId: uuid().references(() => companies.id, { onDelete: "cascade" }),
    /** For a team member: the ERP's key, or `portal:…` if the portal made the member. */
    externalId: text(),
    /**
     * For a team member and for a photo, in lower case. Null for a member who was removed before decisions were stored:
     * then only the name is known.
     */
    email: text(),
    role: text().$type<TeamRole>(),
    /** For a coverage and a last day. */
    agreementId: uuid().references(() => agreements.id, { onDelete: "cascade" }),
    name: text(),
    decidedBy: uuid(),
    decidedAt: createdAt(),
  },
  (table) => [
    uniqueIndex("portal_decisions_relation").on(table.contactId, table.companyId).where(sql`kind = 'relation'`),
    uniqueIndex("portal_decisions_member")
      .on(table.companyId, table.role, sql`coalesce(email, name)`)
      .where(sql`kind = 'team_member'`),
    uniqueIndex("portal_decisions_photo").on(table.brand, table.email).where(sql`kind = 'photo'`),
    uniqueIndex("portal_decisions_coverage").on(table.agreementId).where(sql`kind = 'coverage'`),
    uniqueIndex("portal_decisions_term").on(table.agreementId).where(sql`kind = 'term'`),
    index("portal_decisions_external").on(table.brand, table.externalId).where(sql`kind = 'team_member'`),
    index("portal_decisions_newest").on(table.decidedAt, table.id),
    check("portal_decisions_kind", oneOf(table.kind, PORTAL_DECISION_KINDS)),
    check("portal_decisions_outcome", oneOf(table.outcome, DECISION_OUTCOMES)),
    check("portal_decisions_role", oneOf(table.role, TEAM_ROLES)),
    check("portal_decisions_email_lower", sql`${table.email} = lower(${table.email})`),
    check(
      "portal_decisions_facts",
      sql`case ${table.kind} when 'relation' then num_nonnulls(${table.contactId}, ${table.companyId}) = 2
        when 'team_member' then num_nonnulls(${table.companyId}, ${table.role}, ${table.name}) = 3
        when 'coverage' then num_nonnulls(${table.companyId}, ${table.agreementId}) = 2
        when 'term' then num_nonnulls(${table.companyId}, ${table.agreementId}) = 2
        else ${table.email} is not null end`,
    ),
    staffReads(administrators),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: administrators }),
  ],
);

/**
 * Who edited a field that `contacts.portal_fields` names, and when, at the last time. Triggers write the row with each
 * edit, and delete it when the field is handed back to the ERP. A field that was edited before this was stored has a
 * row only if the audit log tells of it.
 */
export const editedFields = pgTable(
  "edited_fields",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    field: text().$type<PortalField>().notNull(),
    /** The contact themself or a member of staff. */
    editorKind: text().$type<AccountKind>().notNull(),
    editorId: uuid().notNull(),
    editedAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.contactId, table.field] }),
    check("edited_fields_field", oneOf(table.field, PORTAL_FIELDS)),
    check("edited_fields_editor", oneOf(table.editorKind, ACCOUNT_KINDS)),
    staffReads(administrators),
  ],
);
