import { and, eq, type SQL, sql } from "drizzle-orm";
import { inboundMails, mailFiles, wholeMails } from "@/db/schema";
import { THREAD_KINDS } from "@/db/schema/constants";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { ofVisibleThreads, ofWorkedThreads, worksThreads } from "@/lib/threads/policy";

/** Whether the viewer may read mail that was received for the threads that they answer. */
export function readsReceived(viewer: StaffViewer): boolean {
  return THREAD_KINDS.some((kind) => worksThreads(viewer, kind));
}

/** Received mails of threads that the member of staff answers. Never undefined. */
export function visibleReceived(viewer: StaffViewer): SQL {
  return ofWorkedThreads(viewer, inboundMails.threadId);
}

/** Files of received mails of threads that the member of staff answers. Never undefined. */
export function visibleMailFiles(viewer: StaffViewer): SQL {
  return ofWorkedThreads(viewer, mailFiles.threadId);
}

/**
 * Whole mails may be read by those who answer their thread, and by the contact who is proven to have written them, as
 * long as that contact sees the thread. Never undefined.
 */
export function visibleWholeMails(viewer: Viewer): SQL {
  if (viewer.kind === "staff") return ofWorkedThreads(viewer, wholeMails.threadId);
  return sql`(${and(
    eq(wholeMails.brand, viewer.brand),
    eq(wholeMails.authorKind, "contact"),
    eq(wholeMails.authorId, viewer.contactId),
    ofVisibleThreads(viewer, wholeMails.threadId),
  )})`;
}
