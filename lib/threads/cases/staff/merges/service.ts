import { and, inArray, sql } from "drizzle-orm";
import { caseMerges, threadSnoozes } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { addParticipant } from "@/lib/threads/cases/participants/service";
import { lockTwoCases } from "@/lib/threads/cases/staff/links/service";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { auditThread, CLOCK_STOPPED, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { findSurvivor } from "@/lib/threads/merges/queries";
import { addEvent } from "@/lib/threads/service";
import { type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { visibleSnoozes } from "@/lib/threads/staff/snoozes/policy";
import { listLeftOut, refusalOf } from "./queries";
import type { MergeCaseInput } from "./schema";

/**
 * The case goes on in another of its company: it is closed, keeps its messages, and what is written to it lands in the
 * other. An answer that it owes is owed there, at the earlier of both times; neither sleeps any more. Who of the client
 * takes part in it and not in the other is added to it, where the form names them: otherwise nothing happens. Who of the
 * staff follows it follows the other (a trigger). The same form sent twice is one merge. Throws AppError NOT_FOUND and
 * FORBIDDEN as lockToWork, CONFLICT with the sentence of refusalOf, INVALID for contacts whom the form does not name.
 */
export async function mergeCase(context: StaffContext, input: MergeCaseInput): Promise<{ number: string }> {
  const { viewer, db, name } = context;
  if (input.number === input.into) throw new AppError("CONFLICT", "This is the case itself. Enter another number.");
  const { row, other } = await lockTwoCases(context, input.number, input.into);
  if ((await findSurvivor(context, row)) === other.number) return { number: other.number };
  const refusal = refusalOf(row, other);
  if (refusal) throw new AppError("CONFLICT", refusal);
  const added = await addLeftOut(context, row, other, input.add);
  const actor = workerOf(context);
  await db.insert(caseMerges).values({
    ...{ threadId: row.id, intoId: other.id, brand: row.brand },
    ...{ staffId: viewer.staffId, staffName: name },
  });
  await updateThread(context, row, {
    ...{ status: "closed", closedAt: sql`clock_timestamp()`, closeReason: "merged" },
    ...CLOCK_STOPPED,
    ...TOUCHED,
  });
  await addEvent(context, row, actor, { kind: "merged", after: other.number });
  // Internal: not everybody who reads the other case reads this one.
  await addEvent(context, other, actor, { kind: "merged", before: row.number, internal: true });
  await owe(context, row, other);
  await db
    .delete(threadSnoozes)
    .where(and(visibleSnoozes(viewer), inArray(threadSnoozes.threadId, [row.id, other.id])));
  await auditThread(context, row, "merged", { into: other.number });
  await auditThread(context, other, "took-in", { from: row.number, ...(added.length > 0 && { added }) });
  return { number: other.number };
}

/** Returns the ids of those who were added. */
async function addLeftOut(
  context: StaffContext,
  row: ThreadRecord<"case">,
  other: ThreadRecord<"case">,
  wanted: readonly string[],
): Promise<string[]> {
  const leftOut = await listLeftOut(context, row, other);
  const unnamed = leftOut.filter(({ id }) => !wanted.includes(id)).map(({ name }) => name);
  if (unnamed.length > 0) {
    const sentence = `${unnamed.join(", ")} would be left out of ${other.number}. Add them, or leave the cases apart.`;
    throw new AppError("INVALID", sentence, { field: "add" });
  }
  for (const { id } of leftOut) {
    await addParticipant(context, workerOf(context), other.brand, { number: other.number, contact: id });
  }
  return leftOut.map(({ id }) => id);
}

async function owe(context: StaffContext, row: ThreadRecord<"case">, other: ThreadRecord<"case">) {
  const { answerDueAt, answerSince } = row;
  const isEarlier = answerDueAt && (!other.answerDueAt || answerDueAt < other.answerDueAt);
  const waits = other.status === "waiting_on_you" && answerDueAt !== null;
  await updateThread(context, other, {
    ...(isEarlier ? { answerDueAt, answerSince } : {}),
    ...(waits ? { status: "in_progress" as const } : {}),
    ...TOUCHED,
  });
  if (waits) {
    await addEvent(context, other, workerOf(context), { kind: "status", before: other.status, after: "in_progress" });
  }
}
