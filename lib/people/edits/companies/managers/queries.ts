import { and, asc, eq, inArray } from "drizzle-orm";
import { companies, staff, staffBrands } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { sharedBrands, visibleManagers } from "@/lib/people/account-team/staff/policy";
import { findNamedDeed, type NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { visibleCompanies } from "@/lib/people/companies/policy";

/** A colleague who may look after companies. */
export interface ManagerChoice {
  readonly id: string;
  readonly name: string;
}

/** Colleagues who answer requests, of `brand` or without it of any of the viewer's brands; by name. */
export async function listManagerChoices(
  { viewer, db }: Context<StaffViewer>,
  brand?: string,
): Promise<readonly ManagerChoice[]> {
  return db
    .selectDistinct({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(visibleManagers(viewer), sharedBrands(viewer), brand ? eq(staffBrands.brand, brand) : undefined))
    .orderBy(asc(staff.name), asc(staff.id));
}

/** One of the viewer's own deeds on companies; null for any other id, and without one. */
export function findCompanyDeed(context: Context<StaffViewer>, id: string | null): Promise<NamedDeed | null> {
  return findNamedDeed(context, "company", id, (ids) =>
    context.db
      .select({ id: companies.id, name: companies.name })
      .from(companies)
      .where(and(visibleCompanies(context.viewer), inArray(companies.id, ids)))
      .orderBy(asc(companies.name), asc(companies.id)),
  );
}
