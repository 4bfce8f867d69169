import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import { CASES_SCOPES, COLLEAGUE_ACTS, type ColleagueAct, REQUESTS_SCOPES, type Scope } from "./constants";
import {
  CLIENT_FACING,
  clientInserts,
  clientReads,
  createdAt,
  id,
  inStaffBrands,
  oneOf,
  staffHasRole,
  staffReads,
  viewerBrand,
  viewerCompany,
  viewerContact,
} from "./shared";

const ownActs = sql`brand = ${viewerBrand} and by_id = ${viewerContact}`;

/**
 * What a company administrator did with the access of colleagues. The row is the deed: a trigger refuses it unless the
 * database finds that its writer may, then invites or removes, and adds the job that tells portal support. `asked` only
 * tells: a request to the account team holds what is asked for. Nobody may change or delete a row.
 */
export const colleagueActs = pgTable(
  "colleague_acts",
  {
    /** Made with the form: the same form sent twice is one deed. */
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id, { onDelete: "cascade" }),
    /** The company administrator. Names are those of the moment. */
    byId: uuid().notNull(),
    byName: text().notNull(),
    act: text().$type<ColleagueAct>().notNull(),
    /** The contact who was invited or removed; null for `asked`, where nobody is a contact yet. */
    contactId: uuid(),
    email: text().notNull(),
    name: text().notNull(),
    /** What the contact may do; all false and `none` for a removal. */
    billing: boolean().notNull().default(false),
    pay: boolean().notNull().default(false),
    casesScope: text().$type<Scope>().notNull().default("none"),
    requestsScope: text().$type<Scope>().notNull().default("none"),
    companyAdmin: boolean().notNull().default(false),
    /** For `asked`: the number of the request. */
    number: text(),
    at: createdAt(),
  },
  (table) => [
    index("colleague_acts_company").on(table.companyId, table.at),
    check("colleague_acts_act", oneOf(table.act, COLLEAGUE_ACTS)),
    check("colleague_acts_contact", sql`(${table.contactId} is null) = (${table.act} = 'asked')`),
    check("colleague_acts_number", sql`(${table.number} is not null) = (${table.act} = 'asked')`),
    check("colleague_acts_email_lower", sql`${table.email} = lower(${table.email})`),
    check("colleague_acts_pay_needs_billing", sql`not ${table.pay} or ${table.billing}`),
    check("colleague_acts_cases_scope", oneOf(table.casesScope, CASES_SCOPES)),
    check("colleague_acts_requests_scope", oneOf(table.requestsScope, REQUESTS_SCOPES)),
    clientReads(ownActs),
    clientInserts(sql`${ownActs} and company_id = ${viewerCompany}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
  ],
);
