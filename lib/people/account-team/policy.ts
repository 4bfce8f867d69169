import { type SQL, sql } from "drizzle-orm";
import { accountTeamMembers, teamPhotos } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/people/companies/policy";

/** The team of the contact's primary company, whatever their rights; staff who serve clients, by brand. Never undefined. */
export function visibleAccountTeam(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, accountTeamMembers);
}

/** Pictures of those on a team that the viewer sees. Never undefined. */
export function visibleTeamPhotos(viewer: Viewer): SQL {
  return sql`exists (select 1 from ${accountTeamMembers} where ${visibleAccountTeam(viewer)}
    and ${accountTeamMembers.brand} = ${teamPhotos.brand} and lower(${accountTeamMembers.email}) = ${teamPhotos.email})`;
}
