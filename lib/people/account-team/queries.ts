import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { accountTeamMembers, staff, teamPhotos } from "@/db/schema";
import { TEAM_ROLES, type TeamRole } from "@/db/schema/constants";
import type { Context, Viewer } from "@/db/viewer";
import { formatDay } from "@/lib/kit/time";
import { visibleAccountTeam, visibleTeamPhotos, visibleTeamStandIns } from "./policy";

/** How to reach somebody of the firm. */
interface Reach {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

export interface Away {
  /** Last day of the absence in the member's own time zone, formatted for display. */
  readonly until: string;
  /**
   * Null where no stand-in is named, or the one who is named cannot stand in: away too, account closed or, on a team,
   * not of its brand.
   */
  readonly standIn: Reach | null;
}

export interface TeamMember extends Reach {
  readonly id: string;
  readonly role: TeamRole;
  /** As the ERP has it: free text. */
  readonly workingHours: string | null;
  readonly photoId: string | null;
  readonly away: Away | null;
}

/** Who looks after a company, in the order of TEAM_ROLES, then by name. */
export async function listAccountTeam({ viewer, db }: Context, companyId: string | null): Promise<TeamMember[]> {
  if (companyId === null) return [];
  const members = await db
    .select({
      id: accountTeamMembers.id,
      role: accountTeamMembers.role,
      name: accountTeamMembers.name,
      email: accountTeamMembers.email,
      phone: accountTeamMembers.phone,
      workingHours: accountTeamMembers.workingHours,
      photoId: teamPhotos.id,
      awayUntil: sql<string | null>`cover.away_until::text`,
      standInName: sql<string | null>`cover.stand_in_name`,
      standInEmail: sql<string | null>`cover.stand_in_email`,
      standInPhone: sql<string | null>`cover.stand_in_phone`,
    })
    .from(accountTeamMembers)
    .leftJoin(
      teamPhotos,
      and(
        eq(teamPhotos.brand, accountTeamMembers.brand),
        eq(teamPhotos.email, sql`lower(${accountTeamMembers.email})`),
        visibleTeamPhotos(viewer),
      ),
    )
    .leftJoin(sql`${coverOf(viewer, companyId)}`, sql`cover.member_id = ${accountTeamMembers.id}`)
    .where(and(visibleAccountTeam(viewer), eq(accountTeamMembers.companyId, companyId)))
    .orderBy(asc(accountTeamMembers.name), asc(accountTeamMembers.id));
  return members
    .map(
      ({ awayUntil, standInName: name, standInEmail: email, standInPhone: phone, ...member }): TeamMember => ({
        ...member,
        away: awayUntil
          ? { until: formatDay(awayUntil), standIn: name && email ? { name, email, phone } : null }
          : null,
      }),
    )
    .sort((a, b) => TEAM_ROLES.indexOf(a.role) - TEAM_ROLES.indexOf(b.role));
}

/**
 * Members of the team who are away today, as a table named `cover`. A client reads them through the database function
 * team_cover, which tells clients nothing else of the firm's absences.
 */
function coverOf(viewer: Viewer, companyId: string): SQL {
  if (viewer.kind === "client") return sql`team_cover() cover`;
  return sql`(select ${accountTeamMembers.id} as member_id, away.away_until, ${staff.name} as stand_in_name,
      ${staff.email} as stand_in_email, ${staff.phone} as stand_in_phone
    from ${accountTeamMembers} cross join lateral staff_cover(${accountTeamMembers.staffId}) as away
    left join ${staff} on ${staff.id} = away.stand_in and ${visibleTeamStandIns(viewer)}
    where ${visibleAccountTeam(viewer)} and ${accountTeamMembers.companyId} = ${companyId}::uuid) as cover`;
}

/** The photo with this id, as WebP, where it shows somebody on an account team that the viewer sees; null otherwise. */
export async function findTeamPhoto({ viewer, db }: Context, id: string): Promise<Buffer | null> {
  const [row] = await db
    .select({ image: teamPhotos.image })
    .from(teamPhotos)
    .where(and(visibleTeamPhotos(viewer), eq(teamPhotos.id, id)));
  return row?.image ?? null;
}
