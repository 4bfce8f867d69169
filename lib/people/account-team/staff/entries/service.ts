import { and, eq, sql } from "drizzle-orm";
import { accountTeamMembers } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { editedTeamEntries, managesTeam } from "@/lib/people/account-team/staff/policy";
import { findTeamPerson } from "@/lib/people/account-team/staff/queries";
import type { TeamEntryInput } from "@/lib/people/account-team/staff/schema";
import { findTeamEntry } from "./queries";

/**
 * Sets phone and working hours of a person on the teams that the portal put them on. Rows of the ERP stay as they are.
 * Throws AppError NOT_FOUND for an unknown person, FORBIDDEN for who is no administrator, CONFLICT where the ERP sends
 * every row of the person.
 */
export async function saveTeamEntry(context: Context<StaffViewer>, input: TeamEntryInput): Promise<void> {
  const { viewer, db } = context;
  const person = await findTeamPerson(context, input.person);
  if (!person) throw new AppError("NOT_FOUND", "There is nobody with this id.");
  if (!managesTeam(viewer))
    throw new AppError("FORBIDDEN", "Only administrators change how clients reach a colleague.");
  const entry = await findTeamEntry(context, person.email);
  if (!entry) throw new AppError("CONFLICT", "The ERP sends this person. Change phone and hours there.");
  const before = { phone: entry.phone, workingHours: entry.workingHours };
  const after = { phone: input.phone || null, workingHours: input.workingHours || null };
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const rows = await db
    .update(accountTeamMembers)
    .set({ ...after, updatedAt: sql`now()` })
    .where(and(editedTeamEntries(viewer), eq(sql`lower(${accountTeamMembers.email})`, person.email.toLowerCase())))
    .returning({ brand: accountTeamMembers.brand });
  for (const brand of new Set(rows.map((row) => row.brand))) {
    const details = { before, after };
    await audit(context, { brand, action: "team-member.changed", entity: "staff", entityId: person.id, details });
  }
}
