import { and, asc, eq, isNull } from "drizzle-orm";
import { staff, staffBrands } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Worker } from "@/lib/threads/staff/people/queries";
import { besideThreads, visibleColleagues } from "@/lib/threads/staff/policy";

/** A member of staff as an account team shows them. */
export interface TeamCandidate extends Worker {
  readonly email: string;
  readonly phone: string | null;
}

/** Members of staff of a brand, by name: who can be put on the account team of its companies. */
export async function listTeamCandidates(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
): Promise<TeamCandidate[]> {
  return db
    .select({ id: staff.id, name: staff.name, email: staff.email, phone: staff.phone })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(
      and(
        visibleColleagues(viewer, staff.id),
        besideThreads(viewer, "request", staffBrands.brand),
        eq(staffBrands.brand, brand),
        isNull(staff.closedAt),
      ),
    )
    .orderBy(asc(staff.name), asc(staff.id));
}

/** The candidate with this id; null for anybody else. */
export async function findTeamCandidate(
  context: Context<StaffViewer>,
  brand: string,
  id: string,
): Promise<TeamCandidate | null> {
  return (await listTeamCandidates(context, brand)).find((member) => member.id === id) ?? null;
}
