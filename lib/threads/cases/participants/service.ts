import { and, eq, sql } from "drizzle-orm";
import { threadParticipants } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { recordAudit } from "@/lib/gate/audit/record";
import { listColleagues } from "@/lib/threads/cases/queries";
import type { ParticipantInput } from "@/lib/threads/cases/schema";
import { lockCase, updateCase } from "@/lib/threads/cases/service";
import { ofVisibleThreads } from "@/lib/threads/policy";
import { type Actor, addEvent } from "@/lib/threads/service";

/** Changes what clients see of a case without a message. */
const touched = { activeAt: sql`clock_timestamp()` };

/**
 * Lets a contact take part: they see the case and get its mail from now on. Only contacts with the right whose reach
 * includes the company can be added; the filer and who takes part already change nothing. Throws AppError NOT_FOUND as
 * lockCase, INVALID for anybody else.
 */
export async function addParticipant(
  context: Context,
  actor: Actor,
  brand: string | undefined,
  input: ParticipantInput,
) {
  const row = await lockCase(context, { ...(brand ? { brand } : {}), number: input.number });
  const colleague = (await listColleagues(context, row.id)).find(({ id }) => id === input.contact);
  if (!colleague) {
    throw new AppError("INVALID", "Choose a colleague from the list: this person cannot see the company's cases.", {
      field: "contact",
    });
  }
  if (colleague.id === row.filedBy || (await takesPart(context, row.id, colleague.id))) return { number: row.number };
  await context.db.insert(threadParticipants).values({
    brand: row.brand,
    threadId: row.id,
    contactId: colleague.id,
    contactName: colleague.name,
  });
  await updateCase(context, row, touched);
  await addEvent(context, row, actor, {
    kind: "participant_added",
    after: colleague.name,
    subjectId: colleague.id,
  });
  await audit(context, actor, row, "case.participant-added", colleague.id);
  return { number: row.number };
}

/** Takes a contact out: from now on they see the case only where their scope is the whole company. */
export async function removeParticipant(
  context: Context,
  actor: Actor,
  brand: string | undefined,
  input: ParticipantInput,
) {
  const row = await lockCase(context, { ...(brand ? { brand } : {}), number: input.number });
  const gone = await takesPart(context, row.id, input.contact);
  if (!gone) return { number: row.number };
  // Before the row goes: who takes themselves out may see nothing of the case afterwards.
  await updateCase(context, row, touched);
  await addEvent(context, row, actor, {
    kind: "participant_removed",
    before: gone.name,
    subjectId: input.contact,
  });
  await audit(context, actor, row, "case.participant-removed", input.contact);
  await context.db
    .delete(threadParticipants)
    .where(and(eq(threadParticipants.threadId, row.id), eq(threadParticipants.contactId, input.contact)));
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

async function audit(
  { db }: Context,
  actor: Actor,
  row: { id: string; brand: string; number: string },
  action: string,
  contact: string,
) {
  await recordAudit(db, {
    brand: row.brand,
    actor: { kind: actor.kind, id: actor.id },
    action,
    entity: "case",
    entityId: row.id,
    details: { number: row.number, contact },
  });
}
