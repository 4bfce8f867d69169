import { and, desc, eq } from "drizzle-orm";
import { auditEvents, contacts, staff } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { visibleAuditEvents } from "./policy";

export interface AuditLine {
  readonly id: string;
  /** System time. */
  readonly at: Date;
  /** Name of the person who did it, or "The portal", "A visitor" or "Unknown" if no person is known. */
  readonly actor: string;
  readonly action: string;
}

const WITHOUT_ACCOUNT: Readonly<Record<string, string>> = { system: "The portal", visitor: "A visitor" };

/** The newest audit lines about one entity, at most `limit`. */
export async function auditOf(
  { viewer, db }: Context,
  { entity, entityId }: { entity: string; entityId: string },
  limit: number,
): Promise<AuditLine[]> {
  const rows = await db
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      actorKind: auditEvents.actorKind,
      contactName: contacts.name,
      staffName: staff.name,
      action: auditEvents.action,
    })
    .from(auditEvents)
    .leftJoin(contacts, and(eq(auditEvents.actorKind, "contact"), eq(contacts.id, auditEvents.actorId)))
    .leftJoin(staff, and(eq(auditEvents.actorKind, "staff"), eq(staff.id, auditEvents.actorId)))
    .where(and(visibleAuditEvents(viewer), eq(auditEvents.entity, entity), eq(auditEvents.entityId, entityId)))
    .orderBy(desc(auditEvents.id))
    .limit(limit);
  return rows.map(({ actorKind, contactName, staffName, ...row }) => ({
    ...row,
    actor: contactName ?? staffName ?? WITHOUT_ACCOUNT[actorKind] ?? "Unknown",
  }));
}
