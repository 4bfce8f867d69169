import { isNotNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { StaffViewer } from "@/db/viewer";
import { readsAudit } from "@/lib/gate/audit/policy";

/**
 * Rows of staff who are named as those who acted, or in what was done, also of other brands and with closed accounts.
 * `id` is the id column of the row. Never undefined.
 */
export function visibleActors(viewer: StaffViewer, id: PgColumn): SQL {
  return readsAudit(viewer) ? isNotNull(id) : sql`false`;
}
