import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies, contacts } from "./companies";
import type { StaffRole } from "./constants";
import {
  clientReads,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  instant,
  staffHasRole,
  staffInserts,
  staffReads,
  viewerBrand,
  viewerCompany,
  viewerContact,
  viewerStaff,
} from "./shared";
import { staff } from "./staff";

const administers = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`;

/**
 * An administrator looked at the portal as a contact sees it, in a session of their own that could write nothing. The
 * contact and their company administrators read of it. A trigger writes who it was and when it ends at the latest.
 */
export const clientViews = pgTable(
  "client_views",
  {
    /** Made with the form: the same form sent twice is one look. */
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    /** The primary company of the contact at that time. */
    companyId: uuid().references(() => companies.id, { onDelete: "cascade" }),
    contactName: text().notNull(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    staffName: text().notNull(),
    roles: text().array().$type<StaffRole[]>().notNull(),
    /** The administrator's own session, with which the view ends. */
    sessionId: uuid().notNull(),
    /** Why, as the administrator wrote it. The client reads it. */
    reason: text().notNull(),
    /** System time, as the two below. */
    startedAt: createdAt(),
    endsAt: instant().notNull(),
    /** Set when the administrator ended it before its time. */
    endedAt: instant(),
  },
  (table) => [
    uniqueIndex("client_views_open").on(table.sessionId).where(sql`ended_at is null`),
    index("client_views_contact").on(table.contactId, table.startedAt),
    index("client_views_company").on(table.companyId, table.startedAt),
    index("client_views_staff").on(table.staffId),
    check("client_views_reason", sql`length(${table.reason}) between 1 and 500`),
    clientReads(
      sql`brand = ${viewerBrand} and (contact_id = ${viewerContact} or (company_id = ${viewerCompany} and (select viewer_fact('company_admin') = 'yes')))`,
    ),
    staffReads(administers),
    staffInserts(sql`${administers} and staff_id = ${viewerStaff}`),
    gateRows,
  ],
);
