import { isNotNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { StaffViewer } from "@/db/viewer";
import { editsPeople } from "@/lib/people/edits/contacts/policy";

/** Rows of staff who may be named as those who merged. `id` is the id column of the row. Never undefined. */
export function visibleMergers(viewer: StaffViewer, id: PgColumn): SQL {
  return editsPeople(viewer) ? isNotNull(id) : sql`false`;
}
