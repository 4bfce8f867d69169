import { sql } from "drizzle-orm";
import { check, date, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import { LOOK_KINDS, type LookKind, type StaffRole } from "./constants";
import {
  CLIENT_FACING,
  clientReads,
  createdAt,
  id,
  inStaffBrands,
  oneOf,
  staffHasRole,
  staffInserts,
  staffReads,
  viewerBrand,
  viewerCompany,
  viewerHasBilling,
  viewerRequests,
  viewerStaff,
} from "./shared";
import { staff } from "./staff";

/** The kinds that a contact may read of their own company themselves. Colleagues are read by company administrators. */
const readsKind = sql`case kind when 'money' then ${viewerHasBilling}
  when 'cases' then (select viewer_fact('cases') = 'company')
  when 'requests' then ${viewerRequests} = 'company'
  else (select viewer_fact('company_admin') = 'yes') end`;

/**
 * That a member of staff opened something of a company, once per person, company, kind and day. Written before the page
 * is shown, in a transaction of its own. A trigger fills in the day of the brand and what the person was called and
 * held as roles at that moment, so no writer can choose them. Nobody may change or delete a row.
 */
export const looks = pgTable(
  "looks",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: "cascade" }),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    kind: text().$type<LookKind>().notNull(),
    /** The brand's day. */
    day: date({ mode: "string" }).notNull(),
    staffName: text().notNull(),
    roles: text().array().$type<StaffRole[]>().notNull(),
    at: createdAt(),
  },
  (table) => [
    unique("looks_once").on(table.companyId, table.day, table.staffId, table.kind),
    index("looks_staff").on(table.staffId),
    check("looks_kind", oneOf(table.kind, LOOK_KINDS)),
    clientReads(sql`company_id = ${viewerCompany} and brand = ${viewerBrand} and ${readsKind}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    staffInserts(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)} and staff_id = ${viewerStaff}`),
  ],
);
