import { eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { companies } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { CLIENT_FACING, MONEY_READERS } from "@/db/schema/shared";
import type { StaffViewer, Viewer } from "@/db/viewer";

/** The columns that say whose a row is. */
interface OwnerColumns {
  readonly brand: PgColumn;
  readonly companyId: PgColumn;
}

/** Matches no row. Policies return it in place of undefined, which drizzle's `and()` would drop. */
const nothing = () => sql`false`;

function ofCompany(viewer: Viewer, columns: OwnerColumns, roles: readonly StaffRole[]): SQL {
  if (viewer.kind === "client") {
    if (viewer.companyId === null) return nothing();
    return sql`(${eq(columns.companyId, viewer.companyId)} and ${eq(columns.brand, viewer.brand)})`;
  }
  if (viewer.brands.length === 0 || !viewer.roles.some((role) => roles.includes(role))) return nothing();
  return inArray(columns.brand, [...viewer.brands]);
}

/** May the viewer read the firm's clients, companies and contacts, at all? Whoever faces clients may. */
export function servesClients(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => CLIENT_FACING.some((one) => one === role));
}

/**
 * Rows about a company that any of its contacts may see. A contact sees those of their primary company only, because a
 * relation to another company opens its cases and nothing else; client-facing staff see those of their brands. Never
 * undefined.
 */
export function visibleCompanyRows(viewer: Viewer, columns: OwnerColumns): SQL {
  return ofCompany(viewer, columns, CLIENT_FACING);
}

/**
 * May the viewer see money, such as invoices, at all? To a viewer who may not, the pages answer as if they did not
 * exist.
 */
export function readsMoney(viewer: Viewer): boolean {
  if (viewer.kind === "client") return viewer.rights.billing && viewer.companyId !== null;
  return viewer.roles.some((role) => MONEY_READERS.some((reader) => reader === role));
}

/**
 * Rows about a company's money. A contact with the right `billing` sees those of their primary company; staff whose
 * roles read money see those of their brands. Never undefined.
 */
export function visibleMoneyRows(viewer: Viewer, columns: OwnerColumns): SQL {
  return readsMoney(viewer) ? ofCompany(viewer, columns, MONEY_READERS) : nothing();
}

/** A contact sees their primary company; client-facing staff see every company of their brands. Never undefined. */
export function visibleCompanies(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, { brand: companies.brand, companyId: companies.id });
}
