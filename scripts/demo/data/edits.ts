import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { contacts, editedFields, mergeMoves, merges, staff } from "@/db/schema";
import { STAFF_DOMAIN } from "./cast";

/** Whose job title the administrator has edited. It is what the ERP says too, so that imports have nothing to report. */
const EDITED = { brand: "cimsoft", email: "maintenance@keystone.example" } as const;
/** One person who wrote from two addresses; the second one was merged into the first. */
const TWIN = {
  brand: "cimsoft",
  email: "m.maintenance@keystone.example",
  name: "Maintenance (second account)",
} as const;

/**
 * A contact with an edited field, and a merged pair whose merge can be undone for a day. Run as the system, after the
 * accounts. Safe to run again.
 */
export async function applyDemoEdits(db: Transaction): Promise<void> {
  const [administrator] = await db
    .select({ id: staff.id })
    .from(staff)
    .where(eq(staff.email, `portal.admin@${STAFF_DOMAIN}`));
  const [survivor] = await db
    .select()
    .from(contacts)
    .where(and(eq(contacts.brand, EDITED.brand), eq(contacts.email, EDITED.email)));
  if (!administrator || !survivor) throw new Error("The demo data has no administrator, or nobody to edit");
  const { brand } = survivor;
  await db
    .update(contacts)
    .set({ portalFields: ["job_title"] })
    .where(and(eq(contacts.id, survivor.id), sql`cardinality(${contacts.portalFields}) = 0`));
  await db
    .insert(editedFields)
    .values({ brand, contactId: survivor.id, field: "job_title", editorKind: "staff", editorId: administrator.id })
    .onConflictDoNothing();

  const [twin] = await db
    .insert(contacts)
    .values({ ...TWIN, primaryCompanyId: survivor.primaryCompanyId, demo: true })
    .onConflictDoNothing()
    .returning();
  if (!twin) return;
  const [merge] = await db
    .insert(merges)
    .values({ brand, kind: "contact", survivorId: survivor.id, mergedId: twin.id, mergedBy: administrator.id })
    .returning({ id: merges.id });
  if (!merge) throw new Error("The demo data has no merge");
  await db.insert(mergeMoves).values({
    ...{ mergeId: merge.id, what: "set", tableName: "contacts", columnName: "merged_into" },
    ...{ rowKey: { id: twin.id }, before: { id: twin.id, name: twin.name, closed_at: null } },
  });
  await db.update(contacts).set({ mergedInto: survivor.id, closedAt: sql`now()` }).where(eq(contacts.id, twin.id));
}
