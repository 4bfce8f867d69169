import { and, asc, eq } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { besideThreads } from "@/lib/threads/staff/policy";
import { type FilledReply, fillReply, type ReplyFacts } from "./rules";

export interface CannedReply extends FilledReply {
  readonly id: string;
  readonly title: string;
}

/** The brand's canned replies for threads of this kind, filled in, in the brand's own order. */
export async function listCannedReplies(
  { viewer, db }: Context<StaffViewer>,
  kind: ThreadKind,
  brand: string,
  facts: ReplyFacts,
): Promise<CannedReply[]> {
  const rows = await db
    .select({ id: cannedReplies.id, title: cannedReplies.title, body: cannedReplies.body })
    .from(cannedReplies)
    .where(
      and(
        besideThreads(viewer, kind, cannedReplies.brand),
        eq(cannedReplies.brand, brand),
        eq(cannedReplies.threadKind, kind),
      ),
    )
    .orderBy(asc(cannedReplies.position), asc(cannedReplies.title));
  return rows.map(({ id, title, body }) => ({ id, title, ...fillReply(body, facts) }));
}
