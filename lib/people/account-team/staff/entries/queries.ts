import { and, asc, eq, sql } from "drizzle-orm";
import { accountTeamMembers } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { editedTeamEntries } from "@/lib/people/account-team/staff/policy";

/** What a team member has in the rows that the portal made. */
export interface TeamEntry {
  readonly phone: string | null;
  readonly workingHours: string | null;
  /** On how many teams of the viewer's brands. */
  readonly teams: number;
}

/** The rows of a person's address that the viewer may edit; null where there is none: the ERP sends all of them. */
export async function findTeamEntry({ viewer, db }: Context<StaffViewer>, email: string): Promise<TeamEntry | null> {
  const rows = await db
    .select({ phone: accountTeamMembers.phone, workingHours: accountTeamMembers.workingHours })
    .from(accountTeamMembers)
    .where(and(editedTeamEntries(viewer), eq(sql`lower(${accountTeamMembers.email})`, email.toLowerCase())))
    .orderBy(asc(accountTeamMembers.createdAt), asc(accountTeamMembers.id));
  const [first] = rows;
  return first ? { ...first, teams: rows.length } : null;
}
