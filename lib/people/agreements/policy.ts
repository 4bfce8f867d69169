import { and, inArray, type SQL, sql } from "drizzle-orm";
import { agreements } from "@/db/schema";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/people/companies/policy";

/**
 * A contact sees agreements of their primary company, whatever their rights; client-facing staff see those of their
 * brands. Never undefined.
 */
export function visibleAgreements(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, agreements);
}

/** Whether the viewer may decide what imports leave alone of agreements of the brands in their record. */
export function decidesAgreements(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Agreements that the viewer may decide about. Never undefined. */
export function decidedAgreements(viewer: StaffViewer): SQL {
  return (
    (decidesAgreements(viewer) && and(visibleAgreements(viewer), inArray(agreements.brand, [...viewer.brands]))) ||
    sql`false`
  );
}
