import { and, asc, eq, sql } from "drizzle-orm";
import { savedViews } from "@/db/schema";
import type { SavedList } from "@/db/schema/workbench-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleSavedViews } from "./policy";

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** The viewer's own views of a list, by name. */
export async function listSavedViews(
  { viewer, db }: Context<StaffViewer>,
  list: SavedList,
): Promise<readonly SavedView[]> {
  return db
    .select({ id: savedViews.id, name: savedViews.name, query: savedViews.query })
    .from(savedViews)
    .where(and(visibleSavedViews(viewer), eq(savedViews.list, list)))
    .orderBy(asc(sql`lower(${savedViews.name})`), asc(savedViews.id));
}
