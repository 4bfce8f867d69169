import { and, eq } from "drizzle-orm";
import { threadFollows } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { findThread } from "@/lib/threads/life/queries";
import { auditThread } from "@/lib/threads/life/service";
import { ownThreadFollows } from "./policy";

interface Wish {
  readonly number: string;
  readonly wish: "follow" | "leave";
}

/**
 * The viewer follows the thread from now on, or no longer: who follows is told what the client writes, whoever owns it.
 * Whoever may read a thread may follow it. Throws AppError NOT_FOUND where the viewer may not see it.
 */
export async function followThread(
  context: Context<StaffViewer>,
  kind: ThreadKind,
  { number, wish }: Wish,
): Promise<{ number: string }> {
  const { viewer, db } = context;
  const row = await findThread(context, kind, { number });
  const changed =
    wish === "follow"
      ? await db
          .insert(threadFollows)
          .values({ brand: row.brand, threadId: row.id, staffId: viewer.staffId })
          .onConflictDoNothing()
      : await db.delete(threadFollows).where(and(ownThreadFollows(viewer), eq(threadFollows.threadId, row.id)));
  if (changed.count > 0) await auditThread(context, row, wish === "follow" ? "followed" : "left");
  return { number };
}
