import { and, desc, eq, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { messages } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { ofVisibleThreads } from "@/lib/threads/policy";
import type { Actor } from "@/lib/threads/service";

interface Unseen {
  readonly name: string;
  readonly by: AccountKind;
}

/**
 * The authors, other than the actor, of messages that are newer than `seen`, the newest message that the actor saw. The
 * latest comes first.
 */
export async function listUnseen(
  { viewer, db }: Context,
  threadId: string,
  actor: Actor,
  seen: string,
): Promise<Unseen[]> {
  const shown = alias(messages, "shown");
  return db
    .select({ name: messages.authorName, by: messages.authorKind })
    .from(messages)
    .where(
      and(
        ofVisibleThreads(viewer, messages.threadId),
        eq(messages.threadId, threadId),
        or(ne(messages.authorKind, actor.kind), ne(messages.authorId, actor.id)),
        // A message of another thread as `seen` says nothing about this one: then every message counts as new.
        sql`not exists (select 1 from ${messages} ${shown} where ${ofVisibleThreads(viewer, shown.threadId)} and shown.id = ${seen}::uuid and shown.thread_id = ${threadId}::uuid
          and (shown.created_at, shown.id) >= (${messages.createdAt}, ${messages.id}))`,
      ),
    )
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(50);
}
