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
  const isClient = viewer.kind === "client";
  const attached = and(
    isNotNull(files.threadId),
    isClient ? isNotNull(files.messageId) : undefined,
    ofVisibleThreads(viewer, files.threadId),
  );
  // Of a chat that became a case, for those who see the case.
  const along = and(
    isNotNull(files.alsoThreadId),
    isClient ? isNotNull(files.alsoMessageId) : undefined,
    ofVisibleThreads(viewer, files.alsoThreadId),
  );
  return or(ownLooseFiles(viewer), attached, along) ?? sql`false`;
}
