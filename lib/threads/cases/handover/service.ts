import { and, eq } from "drizzle-orm";
import { threadEvents, threadParticipants } from "@/db/schema";
import { AppError, requireSame } from "@/lib/errors";
import { listColleagues } from "@/lib/threads/cases/queries";
import { lockThread, missingThread } from "@/lib/threads/life/queries";
import { auditThread, type ClientContext, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { ofVisibleThreads } from "@/lib/threads/policy";
import { actorOf } from "@/lib/threads/service";
import type { HandOverInput } from "./schema";

/**
 * Hands a case to a colleague who may see it: from now on the colleague gets its mail and notices. Who hands it over
 * still sees it, but rests until it comes back, or they write again. The same form sent twice hands over once. Throws
 * AppError NOT_FOUND as lockThread, CONFLICT for a closed case, INVALID for anybody who is no colleague with a right to
 * it, FormUsed for a form sent again with other content.
 */
export async function handOverCase(context: ClientContext, input: HandOverInput): Promise<{ number: string }> {
  const { viewer, db, brand, name } = context;
  const row = await lockThread(context, "case", { brand: brand.key, number: input.number });
  if (await isHandedOver(context, row.id, input)) return { number: row.number };
  if (row.status === "closed") throw new AppError("CONFLICT", "This case is closed, so there is nothing to hand over.");
  const colleague = (await listColleagues(context, row.id)).find(({ id }) => id === input.contact);
  if (!colleague || colleague.id === viewer.contactId) {
    throw new AppError("INVALID", "Choose a colleague from the list: this person cannot see the company's cases.", {
      field: "contact",
    });
  }
  if (colleague.id !== row.openedBy) {
    await db
      .insert(threadParticipants)
      .values({ brand: row.brand, threadId: row.id, contactId: colleague.id, contactName: colleague.name })
      .onConflictDoNothing();
  }
  await updateThread(context, row, TOUCHED);
  const actor = actorOf(viewer, name);
  const made = await db
    .insert(threadEvents)
    .values({
      ...{ id: input.id, brand: row.brand, threadId: row.id, kind: "handed_over", note: input.note },
      ...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
      ...{ after: colleague.name, subjectId: colleague.id },
    })
    .onConflictDoNothing();
  // Nothing was inserted: the id is that of an event that is not theirs to see.
  if (made.count === 0) throw missingThread("case");
  await auditThread(context, row, "handed-over", { contact: colleague.id });
  return { number: row.number };
}

/** Did this form hand the case over before? Throws NOT_FOUND for the id of any other event, FormUsed for other content. */
async function isHandedOver({ viewer, db }: ClientContext, threadId: string, input: HandOverInput): Promise<boolean> {
  const [before] = await db
    .select()
    .from(threadEvents)
    .where(and(ofVisibleThreads(viewer, threadEvents.threadId), eq(threadEvents.id, input.id)));
  if (!before) return false;
  const isOwn = before.kind === "handed_over" && before.actorId === viewer.contactId && before.threadId === threadId;
  if (!isOwn) throw missingThread("case");
  const sent = { subjectId: input.contact, note: input.note };
  requireSame(sent, before, "This form handed the case over already, with something else in it. Send it again.");
  return true;
}
