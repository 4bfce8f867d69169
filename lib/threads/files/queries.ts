import { and, eq, notInArray, sql } from "drizzle-orm";
import { files, threads } from "@/db/schema";
import { THREAD_KINDS } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { isFileId } from "@/lib/files/rules";
import { hasCases, mayAsk } from "@/lib/gate/rights";
import { visibleThreads, worksThreads } from "@/lib/threads/policy";
import { visibleFiles } from "./policy";

export interface ServedFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Detected from the file's content. */
  readonly mediaType: string;
}

/**
 * A file that the viewer may open now. Null for a file of a thread that they do not see, one that is not scanned yet
 * and one that is infected.
 */
export async function findFile({ viewer, db }: Context, id: string): Promise<ServedFile | null> {
  if (!isFileId(id)) return null;
  const [row] = await db
    .select({ id: files.id, name: files.name, sizeBytes: files.sizeBytes, mediaType: files.mediaType })
    .from(files)
    .where(and(visibleFiles(viewer), eq(files.id, id), notInArray(files.scan, ["pending", "infected"])));
  return row ?? null;
}

/** May the viewer upload files? They may if they can write in some case or request today. */
export async function mayUpload({ viewer, db }: Context): Promise<boolean> {
  if (viewer.kind === "staff") return THREAD_KINDS.some((kind) => worksThreads(viewer, kind));
  if (mayAsk(viewer)) return true;
  const [request] = await db.select({ id: threads.id }).from(threads).where(visibleThreads(viewer)).limit(1);
  if (request) return true;
  if (!hasCases(viewer)) return false;
  const rows = await db.execute(sql`select 1 from case_companies() where in_force limit 1`);
  return rows.length > 0;
}
