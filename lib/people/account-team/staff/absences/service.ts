import { and, asc, eq, gte, lte, sql } from "drizzle-orm";
import { staffAbsences, staffBrands } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { addDays, formatDay } from "@/lib/kit/time";
import { ofColleagues, recordsAbsenceOf, sharedBrands } from "@/lib/people/account-team/staff/policy";
import { readAbsences, type StaffAbsences } from "@/lib/people/account-team/staff/queries";
import type { AbsenceInput, AbsenceRemoval } from "@/lib/people/account-team/staff/schema";

type Writing = Context<StaffViewer>;

/** The longest absence that is accepted. With a longer one, the year is more likely mistyped. */
const LONGEST_DAYS = 366;

/**
 * Records that somebody is away and who stands in. Staff record their own absences; administrators also those of their
 * colleagues. A form that is sent twice is recorded once. Throws NOT_FOUND for a person who is no colleague, FORBIDDEN
 * for one whose absences the viewer may not record, INVALID for days that are over or too many and for a stand-in who
 * cannot be one, CONFLICT for days that overlap with another absence, FormUsed for a form sent again with other
 * content.
 */
export async function recordAbsence(context: Writing, input: AbsenceInput): Promise<void> {
  const { viewer, db } = context;
  // Forms about one person wait for each other here, so that absences never overlap.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`absences ${input.person}`}, 0))`);
  const plan = await mayRecord(context, input.person);
  const [before] = await db
    .select()
    .from(staffAbsences)
    .where(and(ofColleagues(viewer, staffAbsences.staffId), eq(staffAbsences.id, input.id)));
  const { id, person, startsOn, endsOn, standIn } = input;
  const absence = { staffId: person, startsOn, endsOn, standInId: standIn ?? null };
  if (before) {
    return requireSame(
      absence,
      before,
      "This form was recorded already, with other days. Record what you changed as a new absence.",
    );
  }
  refuse(plan, input);
  const [other] = await db
    .select({ startsOn: staffAbsences.startsOn, endsOn: staffAbsences.endsOn })
    .from(staffAbsences)
    .where(
      and(
        ofColleagues(viewer, staffAbsences.staffId),
        eq(staffAbsences.staffId, input.person),
        lte(staffAbsences.startsOn, input.endsOn),
        gte(staffAbsences.endsOn, input.startsOn),
      ),
    );
  if (other) {
    const days = `${formatDay(other.startsOn)} to ${formatDay(other.endsOn)}`;
    throw new AppError("CONFLICT", `These days overlap with an absence from ${days}. Remove that one first.`, {
      field: "startsOn",
    });
  }
  const made = await db
    .insert(staffAbsences)
    .values({ id, ...absence })
    .onConflictDoNothing({ target: staffAbsences.id });
  // Nothing was inserted: the id belongs to an absence of somebody who is not the viewer's colleague.
  if (made.count === 0) throw new AppError("NOT_FOUND", "There is no such absence.");
  await auditAbsence(context, "absence.recorded", person, { startsOn, endsOn, standIn: standIn ?? null });
}

/** Removes an absence, also one that has begun: somebody may be back early. Does nothing where it is already gone. */
export async function removeAbsence(context: Writing, { id, person }: AbsenceRemoval): Promise<void> {
  const { viewer, db } = context;
  await mayRecord(context, person);
  const [gone] = await db
    .delete(staffAbsences)
    .where(
      and(ofColleagues(viewer, staffAbsences.staffId), eq(staffAbsences.staffId, person), eq(staffAbsences.id, id)),
    )
    .returning({ startsOn: staffAbsences.startsOn, endsOn: staffAbsences.endsOn });
  if (gone) await auditAbsence(context, "absence.removed", person, gone);
}

async function mayRecord(context: Writing, person: string): Promise<StaffAbsences> {
  const plan = await readAbsences(context, person);
  if (!plan) throw new AppError("NOT_FOUND", "There is nobody with this id.");
  if (recordsAbsenceOf(context.viewer, person)) return plan;
  throw new AppError("FORBIDDEN", "Only administrators record when somebody else is away.");
}

function refuse({ today, standIns }: StaffAbsences, { startsOn, endsOn, standIn }: AbsenceInput): void {
  if (endsOn < today) throw new AppError("INVALID", "These days are over.", { field: "endsOn" });
  if (endsOn > addDays(startsOn, LONGEST_DAYS - 1)) {
    throw new AppError("INVALID", "An absence lasts a year at most.", { field: "endsOn" });
  }
  if (standIn && !standIns.some(({ id }) => id === standIn)) {
    throw new AppError("INVALID", "Choose somebody from the list.", { field: "standIn" });
  }
}

/**
 * Writes the audit event under a brand that viewer and person share, so that those who read that brand's events find
 * it.
 */
async function auditAbsence(context: Writing, action: string, person: string, details: Record<string, unknown>) {
  const { viewer, db } = context;
  const [shared] = await db
    .select({ brand: staffBrands.brand })
    .from(staffBrands)
    .where(and(ofColleagues(viewer, staffBrands.staffId), sharedBrands(viewer), eq(staffBrands.staffId, person)))
    .orderBy(asc(staffBrands.brand))
    .limit(1);
  await audit(context, { brand: shared?.brand ?? null, action, entity: "staff", entityId: person, details });
}
