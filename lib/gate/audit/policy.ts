import { inArray, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema";
import type { Viewer } from "@/db/viewer";

/** May this viewer read the audit log at all? Administrators may. */
export function readsAudit(viewer: Viewer): boolean {
  return viewer.kind === "staff" && viewer.roles.includes("administrator");
}

/**
 * Condition for the events of an administrator's brands; no rows for anybody else. Never undefined: that would mean
 * all.
 */
export function visibleAuditEvents(viewer: Viewer): SQL {
  if (viewer.kind === "client" || !readsAudit(viewer) || viewer.brands.length === 0) return sql`false`;
  return inArray(auditEvents.brand, [...viewer.brands]);
}
