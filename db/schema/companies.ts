import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { ADDRESS_KINDS, CASES_SCOPES, type CompanyField, PHONE_KINDS, REQUESTS_SCOPES, type Scope } from "./constants";
import {
  CLIENT_FACING,
  clientInserts,
  clientReads,
  clientRole,
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
  viewerContact,
} from "./shared";

const brandKey = () =>
  text()
    .notNull()
    .references(() => brands.key);
const staffWhoServe = sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`;

/** Administrators of the brand, who alone may change a contact and its related companies. */
const administrators = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`;
const ownContact = sql`contact_id = ${viewerContact} and brand = ${viewerBrand}`;

/** Policies of phones and addresses: a contact reads and changes their own, and staff only read them. */
const ownDetails = () => [
  clientReads(ownContact),
  clientInserts(ownContact),
  pgPolicy("client_updates", { for: "update", to: clientRole, using: ownContact, withCheck: ownContact }),
  pgPolicy("client_deletes", { for: "delete", to: clientRole, using: ownContact }),
  staffReads(staffWhoServe),
];

export const companies = pgTable(
  "companies",
  {
    id: id(),
    brand: brandKey(),
    /** The ERP's key, unique within the brand. */
    externalId: text().notNull(),
    name: text().notNull(),
    /** Lower-case mail domains by which a new contact is matched. */
    mailDomains: text().array().notNull().default(sql`'{}'`),
    phone: text(),
    addressLines: text().array().notNull().default(sql`'{}'`),
    city: text(),
    region: text(),
    postalCode: text(),
    country: text(),
    /** Names of the fields that an administrator has edited in the portal. From then on imports leave them alone. */
    portalFields: text().array().$type<CompanyField[]>().notNull().default(sql`'{}'`),
    /** The company that this one was merged into. Its ERP id then stands for that one. */
    mergedInto: uuid().references((): AnyPgColumn => companies.id),
    closedAt: instant(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("companies_external").on(table.brand, table.externalId),
    index("companies_name").on(table.brand, table.name, table.id),
    // One that an administrator makes for somebody who waits; the ERP knows nothing of it yet.
    staffInserts(sql`${administrators} and starts_with(external_id, 'portal:') and closed_at is null`),
    // In the order in which administrators read which have edited fields.
    index("companies_edited").on(table.createdAt, table.id).where(sql`cardinality(portal_fields) > 0`),
    index("companies_merged").on(table.mergedInto).where(sql`merged_into is not null`),
    check("companies_merged_not_itself", sql`${table.mergedInto} is distinct from ${table.id}`),
    // Lists of staff, whose brands are several, in the order of the name.
    index("companies_by_name").on(table.name, table.id),
    clientReads(sql`id = ${viewerCompany} and brand = ${viewerBrand}`),
    staffReads(staffWhoServe),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: administrators, withCheck: administrators }),
    gateRows,
  ],
);

export const contacts = pgTable(
  "contacts",
  {
    id: id(),
    brand: brandKey(),
    externalId: text(),
    /** Stored lower-cased; one account is one address on one brand. */
    email: text().notNull(),
    name: text().notNull(),
    jobTitle: text(),
    timeZone: text(),
    primaryCompanyId: uuid().references(() => companies.id),
    billing: boolean().notNull().default(false),
    pay: boolean().notNull().default(false),
    casesScope: text().$type<Scope>().notNull().default("none"),
    requestsScope: text().$type<Scope>().notNull().default("own"),
    /** Sees colleagues and their rights, invites and removes them. The ERP does not know this right. */
    companyAdmin: boolean().notNull().default(false),
    /** Names of the fields that a person has edited in the portal. From then on imports leave them alone. */
    portalFields: text().array().notNull().default(sql`'{}'`),
    /** The contact that this one was merged into. Its ERP id and address then stand for that one. */
    mergedInto: uuid().references((): AnyPgColumn => contacts.id),
    closedAt: instant(),
    /** Demo accounts sign in only where PORTAL_DEMO=1. */
    demo: boolean().notNull().default(false),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("contacts_email").on(table.brand, table.email),
    unique("contacts_external").on(table.brand, table.externalId),
    index("contacts_company").on(table.primaryCompanyId),
    // By these contacts_near() looks for contacts like somebody who waits.
    index("contacts_domain").on(table.brand, sql`split_part(email, '@', 2)`),
    index("contacts_same_name").on(table.brand, sql`lower(name)`),
    // An administrator approves somebody who waits. The company is of the same brand, and nothing is said in the ERP's name.
    staffInserts(
      sql`${administrators} and external_id is null and closed_at is null and not demo and exists (select 1 from companies c where c.id = primary_company_id and c.brand = contacts.brand)`,
    ),
    // Lists of staff in the order of the name.
    index("contacts_by_name").on(table.name, table.id),
    // In the order in which administrators read who has edited fields.
    index("contacts_edited").on(table.createdAt, table.id).where(sql`cardinality(portal_fields) > 0`),
    index("contacts_merged").on(table.mergedInto).where(sql`merged_into is not null`),
    check("contacts_merged_not_itself", sql`${table.mergedInto} is distinct from ${table.id}`),
    check("contacts_email_lower", sql`${table.email} = lower(${table.email})`),
    check("contacts_pay_needs_billing", sql`not ${table.pay} or ${table.billing}`),
    check("contacts_cases_scope", oneOf(table.casesScope, CASES_SCOPES)),
    check("contacts_requests_scope", oneOf(table.requestsScope, REQUESTS_SCOPES)),
    clientReads(sql`id = ${viewerContact} and brand = ${viewerBrand}`),
    staffReads(staffWhoServe),
    // A client may update the time zone alone: the grant names no other column.
    pgPolicy("client_updates", {
      for: "update",
      to: clientRole,
      using: sql`id = ${viewerContact} and brand = ${viewerBrand}`,
      withCheck: sql`id = ${viewerContact} and brand = ${viewerBrand}`,
    }),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: administrators, withCheck: administrators }),
    gateRows,
  ],
);

/**
 * Companies that a contact is related to, beside the primary one. If the brand's `companyAccess` says so, a relation
 * gives access to cases; it gives access to nothing else.
 */
export const contactCompanies = pgTable(
  "contact_companies",
  {
    brand: brandKey(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: "cascade" }),
    source: text().notNull().default("erp"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.contactId, table.companyId] }),
    // Who of other companies is related to one.
    index("contact_companies_company").on(table.companyId),
    check("contact_companies_source", oneOf(table.source, ["erp", "administrator"])),
    clientReads(ownContact),
    staffReads(staffWhoServe),
    staffInserts(sql`${administrators} and source = 'administrator'`),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: administrators }),
  ],
);

export const contactPhones = pgTable(
  "contact_phones",
  {
    id: id(),
    brand: brandKey(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    kind: text().$type<(typeof PHONE_KINDS)[number]>().notNull(),
    number: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("contact_phones_once").on(table.contactId, table.kind, table.number),
    check("contact_phones_kind", oneOf(table.kind, PHONE_KINDS)),
    ...ownDetails(),
    // The number that somebody who waited typed, when an administrator approves them.
    staffInserts(
      sql`${administrators} and exists (select 1 from contacts c where c.id = contact_id and c.brand = contact_phones.brand)`,
    ),
  ],
);

export const contactAddresses = pgTable(
  "contact_addresses",
  {
    id: id(),
    brand: brandKey(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    kind: text().$type<(typeof ADDRESS_KINDS)[number]>().notNull(),
    line1: text().notNull(),
    line2: text(),
    city: text(),
    region: text(),
    postalCode: text(),
    country: text(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("contact_addresses_once").on(table.contactId, table.kind),
    check("contact_addresses_kind", oneOf(table.kind, ADDRESS_KINDS)),
    ...ownDetails(),
  ],
);
