import { and, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { files } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { ownLooseFiles } from "@/lib/files/policy";
import { ofVisibleThreads } from "@/lib/threads/policy";

/**
 * The viewer's own loose files, which are not attached to anything yet, and files of threads that the viewer sees now.
 * Files of internal notes are for staff only. Never undefined.
 */
export function visibleFiles(viewer: Viewer): SQL {
  const attached = and(
    isNotNull(files.threadId),
    viewer.kind === "client" ? isNotNull(files.messageId) : undefined,
    ofVisibleThreads(viewer, files.threadId),
  );
  return or(ownLooseFiles(viewer), attached) ?? sql`false`;
}
