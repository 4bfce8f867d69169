import { type SQL, sql } from "drizzle-orm";
import { customType, pgPolicy, pgRole, timestamp, uuid } from "drizzle-orm/pg-core";
import { v7 as uuidv7 } from "uuid";
import type { StaffRole, ThreadKind } from "./constants";

/** The roles in which transactions of viewers run. db/migrate.ts creates them, never a generated migration. */
export const clientRole = pgRole("portal_client").existing();
export const staffRole = pgRole("portal_staff").existing();
/**
 * The role of what the web process does without a viewer, such as sign-in and webhooks. Migrations grant it tables and
 * columns one by one.
 */
export const gateRole = pgRole("portal_gate").existing();

/** Time-ordered key made in JavaScript, because viewers insert without RETURNING. */
export const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => uuidv7());

/** Milliseconds, like JavaScript's Date. With microseconds a keyset cursor would skip rows. */
export const instant = () => timestamp({ withTimezone: true, precision: 3 });
export const createdAt = () => instant().notNull().default(sql`now()`);

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** A list of SQL string literals for a check constraint. The values are constants of this code base. */
export function oneOf(column: SQL | { getSQL(): SQL }, values: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;
}

/** Is this a transaction of asGate, or of the owner's login? Evaluated once per query. */
export const isGate = sql.raw("(select is_gate())");

/**
 * All rows for the gate, in a transaction of asGate alone: one of a viewer can take the role too, and reaches none.
 */
export const gateRows = pgPolicy("gate_rows", {
  for: "all",
  to: gateRole,
  using: isGate,
  withCheck: isGate,
});

/*
 * What the policies know of the viewer: facts that runAsViewer binds for its transaction alone (db/binding.ts). Each is
 * read in a scalar sub-select, so that it is evaluated once per query. A missing fact is null, and null matches nothing.
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
/** The same roles as CLIENT_FACING today. It has a name of its own so that it can change alone. @alias */
export const CASE_READERS = CLIENT_FACING;
export const CASE_WORKERS = ["support_agent", "administrator"] as const;
/** The roles that may release or discard held files of threads that they see. */
export const FILE_DECIDERS = ["support_agent", "administrator"] as const;
/** Roles that answer requests to the account team. */
export const REQUEST_WORKERS = ["account_manager", "subscription_manager", "administrator"] as const;
/** Roles of staff that see the threads of each kind. */
export const THREAD_READERS: Readonly<Record<ThreadKind, readonly StaffRole[]>> = {
  case: CASE_READERS,
  request: REQUEST_WORKERS,
  chat: CASE_WORKERS,
};
export const THREAD_WORKERS: Readonly<Record<ThreadKind, readonly StaffRole[]>> = {
  case: CASE_WORKERS,
  request: REQUEST_WORKERS,
  chat: CASE_WORKERS,
};
export const MONEY_READERS = ["account_manager", "subscription_manager", "administrator"] as const;

export const clientReads = (using: SQL) => pgPolicy("client_reads", { for: "select", to: clientRole, using });
export const clientInserts = (withCheck: SQL) =>
  pgPolicy("client_inserts", { for: "insert", to: clientRole, withCheck });
export const staffInserts = (withCheck: SQL) => pgPolicy("staff_inserts", { for: "insert", to: staffRole, withCheck });
export const staffReads = (using: SQL) => pgPolicy("staff_reads", { for: "select", to: staffRole, using });
export const staffDeletes = (using: SQL) => pgPolicy("staff_deletes", { for: "delete", to: staffRole, using });

/**
 * How far a contact sees requests: the company's (`company`) or their own (`own`), and with both they may open new
 * ones. With `none` they see their own and open none.
 */
export const viewerRequests = sql.raw("(select nullif(viewer_fact('requests'), ''))");

/** Rows of the viewer's own company, for a contact who may pay. */
export const payersOwn = sql`company_id = ${viewerCompany} and brand = ${viewerBrand} and ${viewerHasPay}`;

/**
 * Policies of tables with a company's money: contacts of that primary company with the right `billing`, and staff who
 * may read money.
 */
export function moneyPolicies() {
  return [
    clientReads(sql`company_id = ${viewerCompany} and brand = ${viewerBrand} and ${viewerHasBilling}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...MONEY_READERS)}`),
  ];
}
