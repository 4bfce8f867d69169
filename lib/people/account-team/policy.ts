import { type SQL, sql } from "drizzle-orm";
import { accountTeamMembers, staff, staffBrands, teamPhotos } from "@/db/schema";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/people/companies/policy";
import { sharedBrands } from "./staff/policy";

/**
 * Rows of account teams. A contact sees the team of their primary company, whatever their rights; client-facing staff
 * see the teams of their brands. Never undefined.
 */
export function visibleAccountTeam(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, accountTeamMembers);
}

/**
 * Photos of people on an account team that the viewer sees, and of those who answer the contact's own chats. Never
 * undefined.
 */
export function visibleTeamPhotos(viewer: Viewer): SQL {
  const answers = viewer.kind === "client" ? sql` or ${teamPhotos.id} in (select photos_of_chats())` : sql``;
  return sql`(exists (select 1 from ${accountTeamMembers} where ${visibleAccountTeam(viewer)}
    and ${accountTeamMembers.brand} = ${teamPhotos.brand} and lower(${accountTeamMembers.email}) = ${teamPhotos.email})${answers})`;
}

/**
 * Rows of staff who may be named as stand-in on a team that the viewer sees: they work for that team's brand. For a
 * query that is joined with the account team. Never undefined.
 */
export function visibleTeamStandIns(viewer: StaffViewer): SQL {
  return sql`(${visibleAccountTeam(viewer)} and exists (select 1 from ${staffBrands}
    where ${sharedBrands(viewer)} and ${staffBrands.staffId} = ${staff.id} and ${staffBrands.brand} = ${accountTeamMembers.brand}))`;
}
