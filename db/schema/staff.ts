import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import { STAFF_ROLES, type StaffRole, TEAM_ROLES, type TeamRole } from "./constants";
import {
  CLIENT_FACING,
  clientReads,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  viewerBrand,
  viewerCompany,
  viewerStaff,
} from "./shared";

/** A member of staff has one account for all brands in their record. */
export const staff = pgTable(
  "staff",
  {
    id: id(),
    email: text().notNull().unique("staff_email"),
    name: text().notNull(),
    jobTitle: text(),
    phone: text(),
    timeZone: text().notNull().default("America/New_York"),
    roles: text().array().$type<StaffRole[]>().notNull(),
    closedAt: instant(),
    demo: boolean().notNull().default(false),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    check("staff_email_lower", sql`${table.email} = lower(${table.email})`),
    check(
      "staff_roles",
      sql`cardinality(${table.roles}) > 0 and ${table.roles} <@ array[${sql.raw(STAFF_ROLES.map((role) => `'${role}'`).join(", "))}]::text[]`,
    ),
    staffReads(sql`${viewerStaff} is not null`),
    // Staff may update their own row; the grant allows the time zone alone.
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: sql`id = ${viewerStaff}`,
      withCheck: sql`id = ${viewerStaff}`,
    }),
    gateRows,
  ],
);

export const staffBrands = pgTable(
  "staff_brands",
  {
    staffId: uuid()
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    brand: text()
      .notNull()
      .references(() => brands.key),
  },
  (table) => [primaryKey({ columns: [table.staffId, table.brand] }), staffReads(inStaffBrands("brand")), gateRows],
);

const ownEntries = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")} and external_id like 'portal:%'`;

/**
 * The people who look after a company, as its contacts see them. `staffId` is set for those who work in the portal
 * themselves.
 */
export const accountTeamMembers = pgTable(
  "account_team_members",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: "cascade" }),
    externalId: text().notNull(),
    staffId: uuid().references(() => staff.id),
    role: text().$type<TeamRole>().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    phone: text(),
    workingHours: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("account_team_external").on(table.brand, table.externalId),
    index("account_team_company").on(table.companyId),
    // On which teams a member of staff is.
    index("account_team_staff").on(table.staffId).where(sql`staff_id is not null`),
    // Two approvals at the same moment add a person to a team only once. Rows of the ERP may repeat a person with two
    // keys.
    uniqueIndex("account_team_once")
      .on(table.companyId, table.staffId, table.role)
      .where(sql`external_id like 'portal:%'`),
    check("account_team_role", oneOf(table.role, TEAM_ROLES)),
    clientReads(sql`company_id = ${viewerCompany} and brand = ${viewerBrand}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
    staffInserts(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    pgPolicy("staff_deletes", {
      for: "delete",
      to: staffRole,
      using: sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`,
    }),
    // Phone and working hours of people whom the portal put on a team. Rows of the ERP are changed there.
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: ownEntries, withCheck: ownEntries }),
  ],
);
