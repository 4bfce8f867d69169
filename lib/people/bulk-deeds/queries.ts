import { and, eq } from "drizzle-orm";
import { bulkDeeds } from "@/db/schema";
import type { BulkRow } from "@/db/schema/workbench";
import type { BulkDeed, BulkList } from "@/db/schema/workbench-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { visibleBulkDeeds } from "./policy";
import { isUndoable } from "./rules";

/** What a list tells of a deed that was just done in it. */
export interface DeedDone {
  readonly id: string;
  readonly deed: BulkDeed;
  readonly rows: readonly BulkRow[];
  /** What became of each row when it was undone; null while it is not. */
  readonly undone: readonly BulkRow[] | null;
  readonly isUndoable: boolean;
}

/** One of the viewer's own deeds in a list; null for any other id, and without one. */
export async function findDeed(
  { viewer, db }: Context<StaffViewer>,
  kind: BulkList,
  id: string | null,
): Promise<DeedDone | null> {
  if (id === null) return null;
  const [row] = await db
    .select()
    .from(bulkDeeds)
    .where(and(visibleBulkDeeds(viewer), eq(bulkDeeds.id, id), eq(bulkDeeds.kind, kind)));
  if (!row) return null;
  const { deed, rows, undone } = row;
  return { id, deed, rows, undone, isUndoable: isUndoable(row, systemNow()) };
}
