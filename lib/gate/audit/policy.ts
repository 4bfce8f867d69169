import { inArray, type SQL, sql } from "drizzle-orm";
import { auditEvents } from "@/db/schema";
import type { Viewer } from "@/db/viewer";

/** May this viewer read the audit log at all? Administrators may. */
export function readsAudit(viewer: Viewer): boolean {
  return viewer.kind === "staff" && viewer.roles.includes("administrator");
}

/** What happened on an administrator's brands; nothing for anybody else. Never undefined. */
export function visibleAuditEvents(viewer: Viewer): SQL {
  if (viewer.kind === "client" || !readsAudit(viewer) || viewer.brands.length === 0) return sql`false`;
  return inArray(auditEvents.brand, [...viewer.brands]);
}
