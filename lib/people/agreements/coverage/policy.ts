import { and, inArray, type SQL, sql } from "drizzle-orm";
import { agreements, coverageChanges } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanyRows } from "@/lib/people/companies/policy";

/** Whether the viewer may decide about the coverage of agreements of the brands in their record. */
export function decidesCoverage(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Agreements whose coverage the viewer may decide about. Never undefined. */
export function decidedAgreements(viewer: StaffViewer): SQL {
  return (
    (decidesCoverage(viewer) && and(visibleAgreements(viewer), inArray(agreements.brand, [...viewer.brands]))) ||
    sql`false`
  );
}

/** How agreements came to their coverage: for staff who see the agreements. Never undefined. */
export function visibleCoverageChanges(viewer: StaffViewer): SQL {
  return visibleCompanyRows(viewer, coverageChanges);
}
