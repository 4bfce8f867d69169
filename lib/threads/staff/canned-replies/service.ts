import { and, eq, sql } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { editedKinds, editedReplies } from "./policy";
import type { AddReplyInput, RemoveReplyInput, SaveReplyInput } from "./schema";

type Writing = Context<StaffViewer>;

/** Where the text is shown. */
interface Place {
  readonly brand: string;
  readonly kind: ThreadKind;
}

const missing = () => new AppError("NOT_FOUND", "There is no such text.");

/**
 * Adds a text at the end of its list. The same form sent twice adds one. Throws NOT_FOUND for a brand that is not the
 * viewer's, FORBIDDEN for a kind of thread that they do not answer, CONFLICT for a name that is taken, FormUsed for a
 * form sent again with other content.
 */
export async function addReply(context: Writing, { id, brand, kind, title, body }: AddReplyInput): Promise<Place> {
  const { viewer, db } = context;
  if (!editedKinds(viewer).includes(kind)) throw new AppError("FORBIDDEN", "Your role does not answer these.");
  if (!viewer.brands.includes(brand)) throw missing();
  const [known] = await db
    .select({
      brand: cannedReplies.brand,
      kind: cannedReplies.threadKind,
      title: cannedReplies.title,
      body: cannedReplies.body,
    })
    .from(cannedReplies)
    .where(and(editedReplies(viewer), eq(cannedReplies.id, id)));
  if (known) {
    requireSame({ brand, kind, title, body }, known, "This form added a text already. Add the new one as another.");
    return { brand, kind };
  }
  await requireFree(context, { brand, kind }, title, id);
  const [last] = await db
    .select({ position: sql<number>`coalesce(max(${cannedReplies.position}), -1)::int` })
    .from(cannedReplies)
    .where(and(editedReplies(viewer), eq(cannedReplies.brand, brand), eq(cannedReplies.threadKind, kind)));
  const position = (last?.position ?? -1) + 1;
  const made = await db
    .insert(cannedReplies)
    .values({ id, brand, threadKind: kind, title, body, position })
    .onConflictDoNothing();
  // The id, or in the same moment the name, is that of a text that the viewer may not see or that was just added.
  if (made.count === 0) throw taken();
  await audit(context, {
    brand,
    action: "canned-reply.added",
    entity: "canned_reply",
    entityId: id,
    details: { title },
  });
  return { brand, kind };
}

/**
 * Changes name and text. Throws NOT_FOUND for a text that the viewer does not edit, CONFLICT where a colleague has
 * changed it since, or where the name is taken.
 */
export async function saveReply(context: Writing, { reply, seen, title, body }: SaveReplyInput): Promise<Place> {
  const { viewer, db } = context;
  const row = await lock(context, reply);
  const place = { brand: row.brand, kind: row.threadKind };
  if (row.title === title && row.body === body) return place;
  if (row.updatedAt.toISOString() !== seen) {
    throw new AppError("CONFLICT", "A colleague has changed this text meanwhile. Reload the page to see it.");
  }
  await requireFree(context, place, title, reply);
  await db
    .update(cannedReplies)
    .set({ title, body, updatedAt: sql`clock_timestamp()` })
    .where(and(editedReplies(viewer), eq(cannedReplies.id, reply)));
  const details = { title: { from: row.title, to: title }, ...(row.body === body ? {} : { text: "changed" }) };
  await audit(context, {
    brand: row.brand,
    action: "canned-reply.saved",
    entity: "canned_reply",
    entityId: reply,
    details,
  });
  return place;
}

/** Removes a text. Answers that were written with it stay. Throws NOT_FOUND as saveReply does. */
export async function removeReply(context: Writing, { reply }: RemoveReplyInput): Promise<Place> {
  const { viewer, db } = context;
  const { brand, threadKind, title } = await lock(context, reply);
  await db.delete(cannedReplies).where(and(editedReplies(viewer), eq(cannedReplies.id, reply)));
  await audit(context, {
    brand,
    action: "canned-reply.removed",
    entity: "canned_reply",
    entityId: reply,
    details: { title },
  });
  return { brand, kind: threadKind };
}

async function lock({ viewer, db }: Writing, id: string): Promise<typeof cannedReplies.$inferSelect> {
  const [row] = await db
    .select()
    .from(cannedReplies)
    .where(and(editedReplies(viewer), eq(cannedReplies.id, id)))
    .for("update");
  if (!row) throw missing();
  return row;
}

async function requireFree({ viewer, db }: Writing, { brand, kind }: Place, title: string, id: string): Promise<void> {
  const [other] = await db
    .select({ id: cannedReplies.id })
    .from(cannedReplies)
    .where(
      and(
        editedReplies(viewer),
        eq(cannedReplies.brand, brand),
        eq(cannedReplies.threadKind, kind),
        eq(cannedReplies.title, title),
      ),
    );
  if (other && other.id !== id) throw taken();
}

const taken = () => new AppError("CONFLICT", "Another text has this name. Choose another one.", { field: "title" });
