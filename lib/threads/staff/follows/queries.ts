import { and, eq } from "drizzle-orm";
import { threadFollows } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { ownThreadFollows } from "./policy";

/** Does the viewer follow the thread? */
export async function isFollowed({ viewer, db }: Context<StaffViewer>, threadId: string): Promise<boolean> {
  const [row] = await db
    .select({ threadId: threadFollows.threadId })
    .from(threadFollows)
    .where(and(ownThreadFollows(viewer), eq(threadFollows.threadId, threadId)));
  return row !== undefined;
}
