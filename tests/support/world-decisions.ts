import { portalDecisions } from "@/db/schema";
import { first, type Row, seed } from "./world";

/** A decision that imports leave alone, as the triggers write it. */
export async function createDecision(
  values: typeof portalDecisions.$inferInsert,
): Promise<Row<typeof portalDecisions>> {
  return first(await seed((db) => db.insert(portalDecisions).values(values).returning()));
}
