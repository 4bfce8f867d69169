import { and, eq } from "drizzle-orm";
import { threadParticipants } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { listColleagues } from "@/lib/threads/cases/queries";
import type { ParticipantInput } from "@/lib/threads/cases/schema";
import { lockThread } from "@/lib/threads/life/queries";
import { auditThread, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { ofVisibleThreads } from "@/lib/threads/policy";
import { type Actor, addEvent } from "@/lib/threads/service";

/**
 * Makes a contact a participant: from now on they see the case and get its mail. Only contacts whose right to cases
 * covers the company can be added. Adding the filer or a participant changes nothing. Throws AppError NOT_FOUND as
 * lockThread, INVALID for anybody else.
 */
export async function addParticipant(
  context: Context,
  actor: Actor,
  brand: string | undefined,
  input: ParticipantInput,
) {
  const row = await lockThread(context, "case", { ...(brand ? { brand } : {}), number: input.number });
  const colleague = (await listColleagues(context, row.id)).find(({ id }) => id === input.contact);
  if (!colleague) {
    throw new AppError("INVALID", "Choose a colleague from the list: this person cannot see the company's cases.", {
      field: "contact",
    });
  }
  if (colleague.id === row.openedBy || (await takesPart(context, row.id, colleague.id))) return { number: row.number };
  await context.db.insert(threadParticipants).values({
    brand: row.brand,
    threadId: row.id,
    contactId: colleague.id,
    contactName: colleague.name,
  });
  await updateThread(context, row, TOUCHED);
  await addEvent(context, row, actor, {
    kind: "participant_added",
    after: colleague.name,
    subjectId: colleague.id,
  });
  await auditThread(context, row, "participant-added", { contact: colleague.id });
  return { number: row.number };
}

/** Removes a participant: from now on they see the case only if their scope is the whole company. */
export async function removeParticipant(
  context: Context,
  actor: Actor,
  brand: string | undefined,
  input: ParticipantInput,
) {
  const row = await lockThread(context, "case", { ...(brand ? { brand } : {}), number: input.number });
  const gone = await takesPart(context, row.id, input.contact);
  if (!gone) return { number: row.number };
  // These writes come before the row is deleted: participants who remove themselves may see nothing of the case
  // afterwards.
  await updateThread(context, row, TOUCHED);
  await addEvent(context, row, actor, {
    kind: "participant_removed",
    before: gone.name,
    subjectId: input.contact,
  });
  await auditThread(context, row, "participant-removed", { contact: input.contact });
  await context.db
    .delete(threadParticipants)
    .where(
      and(
        ofVisibleThreads(context.viewer, threadParticipants.threadId),
        eq(threadParticipants.threadId, row.id),
        eq(threadParticipants.contactId, input.contact),
      ),
    );
  return { number: row.number };
}

async function takesPart({ viewer, db }: Context, threadId: string, contactId: string) {
  const [row] = await db
    .select({ name: threadParticipants.contactName })
    .from(threadParticipants)
    .where(
      and(
        ofVisibleThreads(viewer, threadParticipants.threadId),
        eq(threadParticipants.threadId, threadId),
        eq(threadParticipants.contactId, contactId),
      ),
    );
  return row ?? null;
}
