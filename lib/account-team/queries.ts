import { and, asc, eq } from "drizzle-orm";
import { accountTeamMembers } from "@/db/schema";
import { TEAM_ROLES, type TeamRole } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { visibleAccountTeam } from "./policy";

export interface TeamMember {
  readonly id: string;
  readonly role: TeamRole;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  /** As the ERP has it: free text. */
  readonly workingHours: string | null;
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
    })
    .from(accountTeamMembers)
    .where(and(visibleAccountTeam(viewer), eq(accountTeamMembers.companyId, companyId)))
    .orderBy(asc(accountTeamMembers.name), asc(accountTeamMembers.id));
  return members.sort((a, b) => TEAM_ROLES.indexOf(a.role) - TEAM_ROLES.indexOf(b.role));
}
