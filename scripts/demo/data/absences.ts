import { inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { staff, staffAbsences } from "@/db/schema";
import { addDays, businessToday } from "@/lib/kit/time";
import { STAFF_DOMAIN } from "./cast";

/** Absences of the demo's staff in days from today, with their stand-ins. */
const ABSENCES = [
  { who: "support.agent", standIn: "portal.admin", from: -1, to: 4 },
  { who: "subscription.manager", standIn: "account.manager", from: 24, to: 31 },
] as const;

/** Adds the absences of staff who have none yet, so that a second run changes nothing. */
export async function addAbsences(db: Transaction): Promise<void> {
  const emailOf = (local: string) => `${local}@${STAFF_DOMAIN}`;
  const emails = ABSENCES.flatMap(({ who, standIn }) => [emailOf(who), emailOf(standIn)]);
  const people = await db.select().from(staff).where(inArray(staff.email, emails));
  const has = new Set((await db.select({ id: staffAbsences.staffId }).from(staffAbsences)).map(({ id }) => id));
  for (const { who, standIn, from, to } of ABSENCES) {
    const person = people.find(({ email }) => email === emailOf(who));
    const other = people.find(({ email }) => email === emailOf(standIn));
    if (!person || !other || has.has(person.id)) continue;
    const today = businessToday(person.timeZone);
    await db
      .insert(staffAbsences)
      .values({ staffId: person.id, startsOn: addDays(today, from), endsOn: addDays(today, to), standInId: other.id });
  }
}
