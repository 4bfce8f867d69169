import { inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { onCallPeople, onCallRotas, onCallSteps, staff } from "@/db/schema";
import { businessNow } from "@/lib/kit/time";
import { USUAL_STEPS, weekAt } from "@/lib/people/on-call/rules";
import { STAFF_DOMAIN } from "./cast";

/** A rota for each brand of the demo, with the numbers that nobody has. */
const ROTAS = [
  { brand: "cimsoft", phone: "+17175550119" },
  { brand: "insource", phone: "+18045550119" },
] as const;

/** Adds the rotas of brands that have none yet, so that a second run changes nothing. */
export async function addRotas(db: Transaction): Promise<void> {
  const emails = ["support.agent", "portal.admin"].map((local) => `${local}@${STAFF_DOMAIN}`);
  const people = await db.select().from(staff).where(inArray(staff.email, emails));
  const [agent, administrator] = emails.map((email) => people.find((person) => person.email === email));
  if (!agent || !administrator) return;
  const handOver = { handoverWeekday: 1, handoverTime: "08:30" };
  const { week } = weekAt({ zone: "America/New_York", ...handOver }, businessNow());
  for (const { brand, phone } of ROTAS) {
    const made = await db
      .insert(onCallRotas)
      .values({ brand, phone, ...handOver, firstDay: week, leadId: administrator.id })
      .onConflictDoNothing();
    if (made.count === 0) continue;
    await db
      .insert(onCallPeople)
      .values([administrator, agent].map(({ id }, position) => ({ brand, staffId: id, position })));
    await db.insert(onCallSteps).values(USUAL_STEPS.map(({ duty, after }) => ({ brand, duty, afterMinutes: after })));
  }
}
