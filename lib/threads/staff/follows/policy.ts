import { and, eq, type SQL, sql } from "drizzle-orm";
import { threadFollows } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { ofVisibleThreads } from "@/lib/threads/policy";

/** The viewer's own follows, of threads that they may see now. Never undefined. */
export function ownThreadFollows(viewer: StaffViewer): SQL {
  return and(eq(threadFollows.staffId, viewer.staffId), ofVisibleThreads(viewer, threadFollows.threadId)) ?? sql`false`;
}
