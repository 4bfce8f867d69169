import { sql } from "drizzle-orm";
import { runAsViewer, type Viewer } from "@/db/viewer";
import { reserve } from "@/lib/gate/limits";
import { personOf } from "@/lib/gate/viewers";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";

/**
 * Counts a search that found nothing, by its words alone. Nothing is counted while an administrator looks at the portal
 * as a client. In a transaction of its own, because reads run in read-only ones; where that fails the page is shown all
 * the same.
 */
export async function noteMissedSearch(viewer: Viewer, brand: string, q: string): Promise<void> {
  if (viewer.kind === "client" && viewer.viewedBy !== undefined) return;
  try {
    if (!(await reserve([{ limit: "missedSearchByAccount", subject: personOf(viewer).id }], systemNow()))) return;
    await runAsViewer(viewer, "write", ({ db }) => db.execute(sql`select note_missed_search(${q}, ${brand})`));
  } catch (error) {
    log.warn({ err: error }, "a search that found nothing was not counted");
  }
}
