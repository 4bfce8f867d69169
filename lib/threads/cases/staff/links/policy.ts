import { and, type SQL, sql } from "drizzle-orm";
import { caseLinks } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { ofVisibleThreads } from "@/lib/threads/policy";

/** Links whose cases the viewer sees both. Never undefined. */
export function visibleCaseLinks(viewer: StaffViewer): SQL {
  return (
    and(ofVisibleThreads(viewer, caseLinks.threadId, "case"), ofVisibleThreads(viewer, caseLinks.otherId, "case")) ??
    sql`false`
  );
}
