import { and, asc, eq } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { besideThreads } from "@/lib/threads/staff/policy";
import { editedReplies } from "./policy";
import { type FilledReply, fillReply, type ReplyFacts, unknownIn } from "./rules";

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

/** A canned reply as its editors see it. */
export interface EditedReply {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** Placeholders that the portal does not know, as typed. */
  readonly unknown: readonly string[];
  /** When it was written last (ISO 8601). */
  readonly seen: string;
}

/** The canned replies of a brand and kind of thread, in the order in which they are offered. */
export async function listEditedReplies(
  { viewer, db }: Context<StaffViewer>,
  { brand, kind }: { readonly brand: string; readonly kind: ThreadKind },
): Promise<EditedReply[]> {
  const rows = await db
    .select()
    .from(cannedReplies)
    .where(and(editedReplies(viewer), eq(cannedReplies.brand, brand), eq(cannedReplies.threadKind, kind)))
    .orderBy(asc(cannedReplies.position), asc(cannedReplies.title));
  return rows.map(({ id, title, body, updatedAt }) => ({
    ...{ id, title, body },
    unknown: unknownIn(body, kind === "case"),
    seen: updatedAt.toISOString(),
  }));
}
