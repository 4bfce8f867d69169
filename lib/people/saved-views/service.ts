import { and, count, eq, sql } from "drizzle-orm";
import { savedViews } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, FormUsed, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { visibleSavedViews } from "./policy";
import type { RemoveViewInput, SaveViewInput } from "./schema";

/** A view is of no brand; the log takes lines of the viewer's own brands. */
const ofNoBrand = ({ brands }: StaffViewer) => brands[0] ?? null;

/** So many views of one list fit into its menu. */
const MOST_VIEWS = 30;

/**
 * Saves the filters of a list for the viewer alone. The same form sent twice is one view. Throws INVALID for a name
 * that a view of the list has already and where there are MOST_VIEWS, FormUsed for a form sent again with other content.
 */
export async function saveView(context: Context<StaffViewer>, { id, list, name, query }: SaveViewInput): Promise<void> {
  const { viewer, db } = context;
  const findSaved = async () => {
    const [row] = await db
      .select({ list: savedViews.list, name: savedViews.name, query: savedViews.query })
      .from(savedViews)
      .where(and(visibleSavedViews(viewer), eq(savedViews.id, id)));
    return row;
  };
  const saved = await findSaved();
  if (saved) return requireSame({ list, name, query }, saved);
  const ofList = and(visibleSavedViews(viewer), eq(savedViews.list, list));
  const [named] = await db
    .select({ id: savedViews.id })
    .from(savedViews)
    .where(and(ofList, sql`lower(${savedViews.name}) = lower(${name})`));
  if (named) throw new AppError("INVALID", "You have a view with this name. Choose another.", { field: "name" });
  const [all] = await db.select({ views: count() }).from(savedViews).where(ofList);
  if ((all?.views ?? 0) >= MOST_VIEWS) {
    throw new AppError("INVALID", `A list has at most ${MOST_VIEWS} views. Remove one first.`, { field: "name" });
  }
  const made = await db
    .insert(savedViews)
    .values({ id, staffId: viewer.staffId, list, name, query })
    .onConflictDoNothing();
  if (made.count === 0) {
    // Another tab was faster, with this form or with this name; or the id is somebody else's.
    const theirs = await findSaved();
    if (!theirs) throw new FormUsed();
    return requireSame({ list, name, query }, theirs);
  }
  await audit(context, {
    brand: ofNoBrand(viewer),
    action: "saved-view.saved",
    entity: "saved-view",
    entityId: id,
    details: { list },
  });
}

/** Removes one of the viewer's own views. A view that is gone already, and one of somebody else, is nothing to remove. */
export async function removeView(context: Context<StaffViewer>, { view }: RemoveViewInput): Promise<void> {
  const { viewer, db } = context;
  const gone = await db.delete(savedViews).where(and(visibleSavedViews(viewer), eq(savedViews.id, view)));
  if (gone.count === 0) return;
  await audit(context, {
    brand: ofNoBrand(viewer),
    action: "saved-view.removed",
    entity: "saved-view",
    entityId: view,
  });
}
