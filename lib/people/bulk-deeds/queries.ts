import { and, eq } from "drizzle-orm";
import { bulkDeeds } from "@/db/schema";
import type { BulkRow } from "@/db/schema/workbench";
import type { BulkDeed, BulkList } from "@/db/schema/workbench-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { visibleBulkDeeds } from "./policy";
import { isUndoable, rowsLeft } from "./rules";

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

/** A deed on rows that are chosen by their ids. */
export interface NamedDeed extends DeedDone {
  /** Rows that were left alone, by their names. */
  readonly left: readonly { readonly id: string; readonly name: string; readonly why: string | null }[];
}

/**
 * The same for rows that are chosen by their ids. `named`: the names of those that the viewer still sees, in the order in
 * which they are told.
 */
export async function findNamedDeed(
  context: Context<StaffViewer>,
  kind: BulkList,
  id: string | null,
  named: (ids: string[]) => PromiseLike<readonly { readonly id: string; readonly name: string }[]>,
): Promise<NamedDeed | null> {
  const deed = await findDeed(context, kind, id);
  if (!deed) return null;
  const ids = rowsLeft(deed.rows);
  if (ids.length === 0) return { ...deed, left: [] };
  const why = new Map(deed.rows.map((row) => [row.number, row.why ?? null]));
  return { ...deed, left: (await named([...ids])).map((row) => ({ ...row, why: why.get(row.id) ?? null })) };
}
