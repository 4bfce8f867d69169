import { and, arrayOverlaps, inArray, isNotNull, isNull, like, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { accountTeamMembers, staff, staffBrands } from "@/db/schema";
import { REQUEST_WORKERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";
import { worksRequests } from "@/lib/gate/rights";

/** May the viewer record absences of everybody in their brands, and choose photos? */
export function managesTeam(viewer: StaffViewer): boolean {
  return worksRequests(viewer) && viewer.roles.includes("administrator");
}

/**
 * May the viewer record absences of this member of staff? Whether both share a brand is checked on the row, by
 * ofColleagues.
 */
export function recordsAbsenceOf(viewer: StaffViewer, staffId: string): boolean {
  return managesTeam(viewer) || (worksRequests(viewer) && viewer.staffId === staffId);
}

/** Rows of staff who share a brand with the viewer, themselves included. `column` holds the staff id. Never undefined. */
export function ofColleagues(viewer: StaffViewer, column: PgColumn): SQL {
  if (!worksRequests(viewer)) return sql`false`;
  return sql`${column} in (select ${staffBrands.staffId} from ${staffBrands} where ${sharedBrands(viewer)})`;
}

/** Rows of staffBrands whose brand is one of the viewer's. Never undefined. */
export function sharedBrands(viewer: StaffViewer): SQL {
  return inArray(staffBrands.brand, [...viewer.brands]);
}

/**
 * Rows of staff who stand in for a colleague, also staff of other brands: the viewer has to know whom to ask. `id` is
 * the id column of the row. Never undefined.
 */
export function visibleStandIns(viewer: StaffViewer, id: PgColumn): SQL {
  return worksRequests(viewer) ? isNotNull(id) : sql`false`;
}

/** Colleagues with an open account and a role that answers requests to the account team. Never undefined. */
export function visibleManagers(viewer: StaffViewer): SQL {
  const answers = arrayOverlaps(staff.roles, [...REQUEST_WORKERS]);
  return and(ofColleagues(viewer, staff.id), isNull(staff.closedAt), answers) ?? sql`false`;
}

/** Rows of account teams that administrators may edit: those that the portal made and no import sends. Never undefined. */
export function editedTeamEntries(viewer: StaffViewer): SQL {
  if (!managesTeam(viewer)) return sql`false`;
  return (
    and(inArray(accountTeamMembers.brand, [...viewer.brands]), like(accountTeamMembers.externalId, "portal:%")) ??
    sql`false`
  );
}
