import { type SQL, sql } from "drizzle-orm";
import { accountTeamMembers, staff, staffBrands, teamPhotos } from "@/db/schema";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/people/companies/policy";
import { sharedBrands } from "./staff/policy";

/** The team of the contact's primary company, whatever their rights; staff who serve clients, by brand. Never undefined. */
export function visibleAccountTeam(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, accountTeamMembers);
}

/** Pictures of those on a team that the viewer sees. Never undefined. */
export function visibleTeamPhotos(viewer: Viewer): SQL {
  return sql`exists (select 1 from ${accountTeamMembers} where ${visibleAccountTeam(viewer)}
    and ${accountTeamMembers.brand} = ${teamPhotos.brand} and lower(${accountTeamMembers.email}) = ${teamPhotos.email})`;
}

/** Staff who work for the brand of a team that the viewer sees, joined with the team: who stands in there. Never undefined. */
export function visibleTeamStandIns(viewer: StaffViewer): SQL {
  return sql`(${visibleAccountTeam(viewer)} and exists (select 1 from ${staffBrands}
    where ${sharedBrands(viewer)} and ${staffBrands.staffId} = ${staff.id} and ${staffBrands.brand} = ${accountTeamMembers.brand}))`;
}
