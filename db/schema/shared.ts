import { type SQL, sql } from "drizzle-orm";
import { customType, pgPolicy, pgRole, timestamp, uuid } from "drizzle-orm/pg-core";
import { v7 as uuidv7 } from "uuid";
import type { StaffRole, ThreadKind } from "./constants";

/** The roles that transactions of viewers run in. Made by db/roles.ts, never by a generated migration. */
export const clientRole = pgRole("portal_client").existing();
export const staffRole = pgRole("portal_staff").existing();
/** Sign-in and webhooks: what the web process does before there is a viewer. What it may is granted column by column. */
const gateRole = pgRole("portal_gate").existing();

/** Time-ordered key made in JavaScript: viewers insert without RETURNING. */
export const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => uuidv7());

/** Milliseconds, like JavaScript's Date: a microsecond column would lose rows under a keyset cursor. */
export const instant = () => timestamp({ withTimezone: true, precision: 3 });
export const createdAt = () => instant().notNull().default(sql`now()`);

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** A list of SQL string literals for a check constraint. The values are constants of this code base. */
export function oneOf(column: SQL | { getSQL(): SQL }, values: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;
}

/** A condition that is evaluated once a query. */
const isGate = sql.raw("(select is_gate())");

/** Rows for the gate: in a transaction of asGate alone, so that a viewer's, which can take the role, reaches none. */
export const gateRows = pgPolicy("gate_rows", {
  for: "all",
  to: gateRole,
  using: isGate,
  withCheck: isGate,
});

/*
 * What the policies know of the viewer: what runAsViewer has bound for its transaction alone (db/binding.ts). Each stands in
 * a scalar sub-select so that it is evaluated once a query; a missing fact is null and null matches nothing.
 */
export const viewerBrand = sql.raw("(select nullif(viewer_fact('brand'), ''))");
export const viewerContact = sql.raw("(select nullif(viewer_fact('contact_id'), '')::uuid)");
export const viewerCompany = sql.raw("(select nullif(viewer_fact('company_id'), '')::uuid)");
export const viewerHasBilling = sql.raw("(select viewer_fact('billing') = 'yes')");
const viewerHasPay = sql.raw("(select viewer_fact('pay') = 'yes' and viewer_fact('billing') = 'yes')");
export const viewerStaff = sql.raw("(select nullif(viewer_fact('staff_id'), '')::uuid)");
const viewerBrands = "(select string_to_array(nullif(viewer_fact('brands'), ''), ','))";

/** Every entry of the text[] `column` is one of the brands in the staff member's record. */
export function allInStaffBrands(column: string): SQL {
  return sql.raw(`"${column}" <@ ${viewerBrands}::text[]`);
}

/** `column` is one of the brands in the staff member's record. */
export function inStaffBrands(column: string): SQL {
  return sql.raw(`"${column}" = any (${viewerBrands}::text[])`);
}

/** The staff member holds one of the roles. */
export function staffHasRole(...roles: readonly string[]): SQL {
  const list = roles.map((role) => `'${role}'`).join(", ");
  return sql.raw(`(select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array[${list}]::text[])`);
}

export const CLIENT_FACING = ["account_manager", "subscription_manager", "support_agent", "administrator"] as const;
/** Today the same people; who reads cases may change alone. @alias */
export const CASE_READERS = CLIENT_FACING;
export const CASE_WORKERS = ["support_agent", "administrator"] as const;
/** Who answers what clients ask their account team. */
export const REQUEST_WORKERS = ["account_manager", "subscription_manager", "administrator"] as const;
/** To whom of the staff threads of a kind are shown, and who works them. */
export const THREAD_READERS: Readonly<Record<ThreadKind, readonly StaffRole[]>> = {
  case: CASE_READERS,
  request: REQUEST_WORKERS,
};
export const THREAD_WORKERS: Readonly<Record<ThreadKind, readonly StaffRole[]>> = {
  case: CASE_WORKERS,
  request: REQUEST_WORKERS,
};
export const MONEY_READERS = ["account_manager", "subscription_manager", "administrator"] as const;

export const clientReads = (using: SQL) => pgPolicy("client_reads", { for: "select", to: clientRole, using });
export const clientInserts = (withCheck: SQL) =>
  pgPolicy("client_inserts", { for: "insert", to: clientRole, withCheck });
export const staffInserts = (withCheck: SQL) => pgPolicy("staff_inserts", { for: "insert", to: staffRole, withCheck });
export const staffReads = (using: SQL) => pgPolicy("staff_reads", { for: "select", to: staffRole, using });

/** May the contact see a company's requests (`company`), their own (`own`), and ask? With `none` they see their own. */
export const viewerRequests = sql.raw("(select nullif(viewer_fact('requests'), ''))");

/** Rows of the viewer's own company, for a contact who may pay. */
export const payersOwn = sql`company_id = ${viewerCompany} and brand = ${viewerBrand} and ${viewerHasPay}`;

/** Rows of one company's money: the primary company's, with the right billing; staff who may read money. */
export function moneyPolicies() {
  return [
    clientReads(sql`company_id = ${viewerCompany} and brand = ${viewerBrand} and ${viewerHasBilling}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...MONEY_READERS)}`),
  ];
}
