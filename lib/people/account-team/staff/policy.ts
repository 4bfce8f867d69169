import { and, arrayOverlaps, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { staff, staffBrands } from "@/db/schema";
import { REQUEST_WORKERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";
import { worksRequests } from "@/lib/gate/rights";

/** May write absences of everybody in their brands, and choose pictures. */
export function managesTeam(viewer: StaffViewer): boolean {
  return worksRequests(viewer) && viewer.roles.includes("administrator");
}

/** May say when this member of staff is away. That they share a brand is for the row's own policy. */
export function recordsAbsenceOf(viewer: StaffViewer, staffId: string): boolean {
  return managesTeam(viewer) || (worksRequests(viewer) && viewer.staffId === staffId);
}

/** Rows of staff who share a brand with the viewer, themselves included. `column` holds the staff id. Never undefined. */
export function ofColleagues(viewer: StaffViewer, column: PgColumn): SQL {
  if (!worksRequests(viewer)) return sql`false`;
  return sql`${column} in (select ${staffBrands.staffId} from ${staffBrands} where ${sharedBrands(viewer)})`;
}

/** Of the brands of members of staff those that are the viewer's too. Never undefined. */
export function sharedBrands(viewer: StaffViewer): SQL {
  return inArray(staffBrands.brand, [...viewer.brands]);
}

/** Whoever stands in for a colleague, of other brands too: who asks is told whom to turn to. `id`: of the row. Never undefined. */
export function visibleStandIns(viewer: StaffViewer, id: PgColumn): SQL {
  return worksRequests(viewer) ? isNotNull(id) : sql`false`;
}

/** Colleagues who answer what clients ask their account team today. Never undefined. */
export function visibleManagers(viewer: StaffViewer): SQL {
  const answers = arrayOverlaps(staff.roles, [...REQUEST_WORKERS]);
  return and(ofColleagues(viewer, staff.id), isNull(staff.closedAt), answers) ?? sql`false`;
}
