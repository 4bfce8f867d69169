import type { CloseReason, ThreadKind, ThreadStatus } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { kindOf, nextStatus, statusLabel } from "@/lib/threads/kinds";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { auditThread, CLOCK_STOPPED, statusWords, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { addEvent } from "@/lib/threads/service";
import { findAway, findStaffName, findWorker } from "@/lib/threads/staff/people/queries";
import { closingChange, lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { listUnseen } from "@/lib/threads/unseen/queries";

/*
 * What the firm does to a thread of any kind beside answering. Each locks the thread as lockToWork does and throws AppError
 * NOT_FOUND and FORBIDDEN as it does. Doing what is done already changes nothing.
 */

interface Done {
  readonly number: string;
}

/**
 * Gives the thread to somebody who works those of its kind and brand, or to nobody. Clients are not told. Throws INVALID
 * for others, at the field `field` of the form.
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
 * The viewer takes the thread; a new one is in progress from then on. Throws CONFLICT where it has come to somebody else
 * since the viewer looked; `from` had it on their screen.
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
 * The viewer takes the thread of somebody who is away, in their place. Throws CONFLICT where they are not away any more, or
 * the thread has come to somebody else since the viewer looked.
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
  /** With which it is closed, in a kind that is closed with one. */
  readonly reason: CloseReason | null;
  /** The status on the writer's screen. */
  readonly from: ThreadStatus;
  /** The newest message there, which a client may have written behind: it leaves some statuses as they are. */
  readonly seen?: string | undefined;
}

/**
 * Sets the status. Where the client has to act, is answered or it is closed, the firm owes nothing; opened again, it owes
 * nothing until the client writes. Throws CONFLICT where the status is no longer the one that the viewer saw, or leads
 * nowhere, and where the clock would stop over what a client has written since `seen`.
 */
export async function setThreadStatus(
  context: StaffContext,
  kind: ThreadKind,
  { number, status: wish, reason, from, seen }: NewStatus,
): Promise<Done> {
  const row = await lockToWork(context, kind, number);
  if (row.status === wish && row.closeReason === reason) return { number };
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

/** Stopping the clock over a message that nobody has read would leave it unanswered. */
const writtenBeforeStatus = (name: string) =>
  new AppError(
    "CONFLICT",
    `${name} wrote meanwhile. Read it in the conversation, then set the status: your choice is still here.`,
  );
