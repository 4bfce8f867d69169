import type { CloseReason, ThreadKind, ThreadStatus } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { kindOf, nextStatus, statusLabel } from "@/lib/threads/kinds";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { auditThread, CLOCK_STOPPED, statusWords, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { requireNotMerged } from "@/lib/threads/merges/queries";
import { addEvent } from "@/lib/threads/service";
import { findAway, findStaffName, findWorker } from "@/lib/threads/staff/people/queries";
import { closingChange, lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { listUnseen } from "@/lib/threads/unseen/queries";

/*
 * What the firm does to threads of any kind beside answering. Each function locks the thread as lockToWork does, and
 * throws AppError NOT_FOUND and FORBIDDEN as it does. Doing again what is already done changes nothing.
 */

interface Done {
  readonly number: string;
}

/**
 * Assigns the thread to somebody who works threads of its kind and brand, or to nobody. Clients are not told. Throws
 * INVALID for anybody else, at the field `field` of the form.
 */
export async function assignThread(
  context: StaffContext,
  kind: ThreadKind,
  { number, to, field }: { readonly number: string; readonly to: string | undefined; readonly field: string },
): Promise<Done> {
  const row = await lockToWork(context, kind, number);
  const owner = to ? await findWorker(context, kind, row.brand, to) : null;
  if (to && !owner) {
    const { noun } = kindOf(kind);
    throw new AppError("INVALID", `Choose somebody from the list: this person does not work ${noun}s of the brand.`, {
      field,
    });
  }
  if (row.ownerId !== (owner?.id ?? null)) await giveTo(context, row, owner);
  return { number };
}

/**
 * Makes the viewer the owner of the thread; a new thread is in progress from then on. Throws CONFLICT where somebody
 * else has become the owner since the viewer looked: `from` was the owner on the viewer's screen.
 */
export async function takeThread(
  context: StaffContext,
  kind: ThreadKind,
  { number, from }: { readonly number: string; readonly from?: string | undefined },
): Promise<Done> {
  await takeFrom(context, await lockToWork(context, kind, number), from ?? null, null);
  return { number };
}

/**
 * Makes the viewer the owner of a thread in the place of its owner `away`. Throws CONFLICT where that colleague is not
 * away any more, or somebody else has become the owner since the viewer looked.
 */
export async function standInFor(
  context: StaffContext,
  kind: ThreadKind,
  { number, away }: { readonly number: string; readonly away: string },
): Promise<Done> {
  const row = await lockToWork(context, kind, number);
  if (row.ownerId === context.viewer.staffId && row.standsInFor === away) return { number };
  if (row.ownerId === away && !(await findAway(context, away))) {
    const name = await findStaffName(context, away);
    throw new AppError("CONFLICT", `${name ?? "Your colleague"} is not away today.`);
  }
  await takeFrom(context, row, away, away);
  return { number };
}

async function takeFrom(context: StaffContext, row: ThreadRecord, from: string | null, inPlaceOf: string | null) {
  const actor = workerOf(context);
  const { noun } = kindOf(row.kind);
  if (row.ownerId === actor.id) return;
  if (row.ownerId !== null && row.ownerId !== from) {
    const other = await findStaffName(context, row.ownerId);
    throw new AppError("CONFLICT", `${other ?? "A colleague"} has taken this ${noun} meanwhile.`);
  }
  await giveTo(context, row, { id: actor.id, name: actor.name }, row.ownerId === null ? null : inPlaceOf);
  const status = nextStatus(row.kind, "take", row.status);
  if (status && status !== row.status) {
    await updateThread(context, row, { status, ...TOUCHED });
    await addEvent(context, row, actor, { kind: "status", before: row.status, after: status });
  }
}

async function giveTo(
  context: StaffContext,
  row: ThreadRecord,
  to: { readonly id: string; readonly name: string } | null,
  inPlaceOf: string | null = null,
) {
  const actor = workerOf(context);
  const before = row.ownerId ? await findStaffName(context, row.ownerId) : null;
  await updateThread(context, row, { ownerId: to?.id ?? null, standsInFor: inPlaceOf });
  await addEvent(context, row, actor, {
    kind: "assigned",
    before,
    after: to?.name ?? null,
    ...(to && { subjectId: to.id }),
    internal: true,
  });
  await auditThread(context, row, inPlaceOf ? "stood-in" : "assigned", {
    from: row.ownerId,
    to: to?.id ?? null,
  });
}

interface NewStatus {
  readonly number: string;
  readonly status: ThreadStatus;
  /** The reason for closing; null for other statuses, and for a kind that is closed without a reason. */
  readonly reason: CloseReason | null;
  /** The status on the writer's screen. */
  readonly from: ThreadStatus;
  /** The newest message on the writer's screen. Where a client has written since, some statuses cannot be set. */
  readonly seen?: string | undefined;
}

/**
 * Sets the status. The firm owes no answer any more where the client has to act, is answered, or the thread is closed.
 * A thread that is opened again is owed no answer until the client writes. Throws CONFLICT where the status is no
 * longer the one that the viewer saw, where the new one cannot follow on it, and where the answer clock would stop
 * although a client has written since `seen`.
 */
export async function setThreadStatus(
  context: StaffContext,
  kind: ThreadKind,
  { number, status: wish, reason, from, seen }: NewStatus,
): Promise<Done> {
  const row = await lockToWork(context, kind, number);
  if (row.status === wish && row.closeReason === reason) return { number };
  await requireNotMerged(context, row);
  const status = row.status === from ? nextStatus(kind, "staff_status", row.status, wish) : null;
  if (!status) {
    const now = statusLabel(kind, row.status, "staff");
    throw new AppError("CONFLICT", `The status is “${now}” by now. Look at the messages, then set it again.`);
  }
  const actor = workerOf(context);
  const owesNothing = status !== "in_progress" || row.status === "closed";
  const unseen = owesNothing && seen ? await listUnseen(context, row.id, actor, seen) : [];
  const client = unseen.find(({ by }) => by === "contact");
  if (client) throw writtenBeforeStatus(client.name);
  await updateThread(context, row, {
    status,
    ...closingChange(row, status, reason),
    ...(owesNothing ? CLOCK_STOPPED : {}),
    ...TOUCHED,
  });
  const after = statusWords(status, reason);
  await addEvent(context, row, actor, { kind: "status", before: row.status, after });
  await auditThread(context, row, status === "closed" ? "closed" : "status-set", {
    from: row.status,
    to: after,
  });
  return { number };
}

/** If the clock stopped despite a message that nobody has read, the message would stay unanswered. */
const writtenBeforeStatus = (name: string) =>
  new AppError(
    "CONFLICT",
    `${name} wrote meanwhile. Read it in the conversation, then set the status: your choice is still here.`,
  );
