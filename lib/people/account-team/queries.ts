import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { accountTeamMembers, staff, teamPhotos } from "@/db/schema";
import { TEAM_ROLES, type TeamRole } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
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
export async function listAccountTeam(context: Context, companyId: string | null): Promise<TeamMember[]> {
  if (companyId === null) return [];
  const { viewer, db } = context;
  const members = await db
    .select({
      id: accountTeamMembers.id,
      role: accountTeamMembers.role,
      name: accountTeamMembers.name,
      email: accountTeamMembers.email,
      phone: accountTeamMembers.phone,
      workingHours: accountTeamMembers.workingHours,
      photoId: teamPhotos.id,
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
    .where(and(visibleAccountTeam(viewer), eq(accountTeamMembers.companyId, companyId)))
    .orderBy(asc(accountTeamMembers.name), asc(accountTeamMembers.id));
  if (members.length === 0) return [];
  const away = await readAway(context, companyId);
  return members
    .map((member) => ({ ...member, away: away.get(member.id) ?? null }))
    .sort((a, b) => TEAM_ROLES.indexOf(a.role) - TEAM_ROLES.indexOf(b.role));
}

/**
 * Members of the team who are away today, by member id. A client reads them through the database function team_cover,
 * which tells clients nothing else of the firm's absences.
 */
async function readAway({ viewer, db }: Context, companyId: string): Promise<Map<string, Away>> {
  const source: SQL =
    viewer.kind === "client"
      ? sql`team_cover()`
      : sql`(select ${accountTeamMembers.id} as member_id, cover.away_until, ${staff.name} as stand_in_name,
            ${staff.email} as stand_in_email, ${staff.phone} as stand_in_phone
          from ${accountTeamMembers} cross join lateral staff_cover(${accountTeamMembers.staffId}) as cover
          left join ${staff} on ${staff.id} = cover.stand_in and ${visibleTeamStandIns(viewer)}
          where ${visibleAccountTeam(viewer)} and ${accountTeamMembers.companyId} = ${companyId}::uuid) as covered`;
  const rows = await db.execute<{
    member_id: string;
    until: string;
    stand_in_name: string | null;
    stand_in_email: string | null;
    stand_in_phone: string | null;
  }>(sql`select member_id, away_until::text as until, stand_in_name, stand_in_email, stand_in_phone from ${source}`);
  return new Map(
    rows.map(({ member_id, until, stand_in_name: name, stand_in_email: email, stand_in_phone: phone }) => [
      member_id,
      { until: formatDay(until), standIn: name && email ? { name, email, phone } : null },
    ]),
  );
}

/** The photo with this id, as WebP, where it shows somebody on an account team that the viewer sees; null otherwise. */
export async function findTeamPhoto({ viewer, db }: Context, id: string): Promise<Buffer | null> {
  const [row] = await db
    .select({ image: teamPhotos.image })
    .from(teamPhotos)
    .where(and(visibleTeamPhotos(viewer), eq(teamPhotos.id, id)));
  return row?.image ?? null;
}
