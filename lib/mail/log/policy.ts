import { inArray, type SQL, sql } from "drizzle-orm";
import { outbox } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** May read what the portal has sent, and to whom? */
export function readsMailLog(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Mail of an administrator's brands; nothing for anybody else. Never undefined. */
export function visibleMail(viewer: StaffViewer): SQL {
  return readsMailLog(viewer) ? inArray(outbox.brand, [...viewer.brands]) : sql`false`;
}
