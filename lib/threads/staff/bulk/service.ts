import { and, eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import { bulkDeeds } from "@/db/schema";
import type { BulkRow } from "@/db/schema/workbench";
import type { BulkDeed } from "@/db/schema/workbench-constants";
import { AppError } from "@/lib/errors";
import { businessInstant, businessNow, systemNow } from "@/lib/kit/time";
import { visibleBulkDeeds } from "@/lib/people/bulk-deeds/policy";
import { isUndoable } from "@/lib/people/bulk-deeds/rules";
import { type Deed, doOnce, judged } from "@/lib/people/bulk-deeds/service";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { auditThread, statusWords, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { worksThreads } from "@/lib/threads/policy";
import { addEvent } from "@/lib/threads/service";
import { answerThread, lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { findSnoozedUntil } from "@/lib/threads/staff/snoozes/queries";
import { snoozeUntil, storedUntil } from "@/lib/threads/staff/snoozes/service";
import { assignThread, setThreadStatus } from "@/lib/threads/staff/work/service";
import type { BulkAssign, BulkClose, BulkKind, BulkSnooze, BulkStatus, BulkUndoInput } from "./schema";

/*
 * What staff do to several threads at once. Each thread is judged by the service that does the same to one: what that
 * refuses is an outcome of this row, and the others are done. Those services refuse before they write. Threads are
 * locked in the order of their numbers, so that two selections that share some do not wait for each other.
 */

type Rest = Pick<typeof bulkDeeds.$inferInsert, "toId" | "toStatus" | "toUntil">;

interface Wanted {
  readonly id: string;
  readonly numbers: readonly string[];
  readonly deed: BulkDeed;
  /** Whatever else was asked, to tell a form sent twice from another. */
  readonly content: string;
  readonly rest?: Rest;
  /** Has somebody done it already? */
  readonly isDone: (row: ThreadRecord) => boolean | Promise<boolean>;
  /** What was there before the deed, beside the columns of the thread. */
  readonly also?: (row: ThreadRecord) => Promise<Partial<Before>>;
  readonly act: (row: ThreadRecord) => Promise<unknown>;
}

/** Assigns threads to somebody, or to nobody. Throws FORBIDDEN for who may only read them, FormUsed as requireSame. */
export const assignMany = (context: StaffContext, kind: BulkKind, { id, numbers, owner }: BulkAssign): Promise<Deed> =>
  doMany(context, kind, {
    ...{ id, numbers, deed: "assign", content: owner ?? "" },
    rest: { toId: owner ?? null },
    isDone: ({ ownerId }) => ownerId === (owner ?? null),
    act: ({ number }) => assignThread(context, kind, { number, to: owner, field: "owner" }),
  });

/** Sets the status of threads. A thread in which a client has written since `seenAt` is left alone. */
export const setStatusOfMany = (
  context: StaffContext,
  kind: BulkKind,
  { id, numbers, status, seenAt }: BulkStatus,
): Promise<Deed> =>
  doMany(context, kind, {
    ...{ id, numbers, deed: "status", content: status },
    rest: { toStatus: status },
    isDone: (row) => row.status === status,
    act: (row) => {
      requireRead(row, seenAt);
      return setThreadStatus(context, kind, { number: row.number, status, reason: null, from: row.status });
    },
  });

/** Closes threads, each with the sentence as an answer to its client. */
export const closeMany = (
  context: StaffContext,
  kind: BulkKind,
  { id, numbers, sentence, seenAt }: BulkClose,
): Promise<Deed> =>
  doMany(context, kind, {
    ...{ id, numbers, deed: "close", content: sentence },
    isDone: (row) => row.status === "closed",
    act: (row) => {
      requireRead(row, seenAt);
      const message = { id: uuidv7(), body: sentence, files: [], source: "portal" } as const;
      return answerThread(context, kind, { ...message, number: row.number, then: "closed" });
    },
  });

/** Lets threads sleep until a time, or no longer. */
export function snoozeMany(context: StaffContext, kind: BulkKind, { id, numbers, until }: BulkSnooze): Promise<Deed> {
  const wish = until === undefined ? null : Temporal.Instant.from(until);
  const toUntil = wish && storedUntil(wish);
  const before = (row: ThreadRecord) => findSnoozedUntil(context, row.id);
  return doMany(context, kind, {
    ...{ id, numbers, deed: wish ? "snooze" : "wake", content: until ?? "", rest: { toUntil } },
    isDone: async (row) => (await before(row))?.getTime() === toUntil?.getTime(),
    also: async (row) => ({ snoozedUntil: isoOf(await before(row)) }),
    act: ({ number }) => snoozeUntil(context, kind, { number, wish, field: "until" }),
  });
}

/** Throws CONFLICT where a client has written since the list was read. */
function requireRead(row: ThreadRecord, seenAt: Date): void {
  if (row.lastAuthorKind === "contact" && row.lastMessageAt > seenAt) {
    throw new AppError("CONFLICT", "The client wrote meanwhile.");
  }
}

async function doMany(context: StaffContext, kind: BulkKind, wanted: Wanted): Promise<Deed> {
  const { isDone, also, act, numbers, ...asked } = wanted;
  requireWorker(context, kind);
  return doOnce(context, { ...asked, kind, rows: numbers }, async (number) => {
    const row = await lockToWork(context, kind, number);
    if (await isDone(row)) return { number, outcome: "already" };
    const before = { ...stateOf(row), ...(await also?.(row)) };
    await act(row);
    return { number, outcome: "done", before };
  });
}

function requireWorker({ viewer }: StaffContext, kind: BulkKind): void {
  if (worksThreads(viewer, kind)) return;
  const { noun, workers } = kindOf(kind);
  throw new AppError("FORBIDDEN", `Your role reads ${noun}s. ${workers} work them.`);
}

const isoOf = (at: Date | null) => at?.toISOString() ?? null;

function stateOf(row: ThreadRecord): NonNullable<BulkRow["before"]> {
  const { ownerId, standsInFor, status, closeReason } = row;
  const times = { answerDueAt: isoOf(row.answerDueAt), answerSince: isoOf(row.answerSince) };
  return { ownerId, standsInFor, status, closeReason, closedAt: isoOf(row.closedAt), ...times };
}

/**
 * Gives threads back their owner or status of before one of the viewer's own deeds. A thread that somebody has worked on
 * since is left alone. Undone twice, it is undone once. Throws NOT_FOUND for another's deed, CONFLICT for one that
 * cannot be undone any more.
 */
export async function undoDeed(context: StaffContext, kind: BulkKind, { deed: id }: BulkUndoInput): Promise<Deed> {
  const { viewer, db } = context;
  const own = and(visibleBulkDeeds(viewer), eq(bulkDeeds.id, id), eq(bulkDeeds.kind, kind));
  const [deed] = await db.select().from(bulkDeeds).where(own).for("update");
  if (!deed) throw new AppError("NOT_FOUND", "There is no such deed.");
  if (deed.undoneAt) return { id };
  if (!isUndoable(deed, systemNow())) throw new AppError("CONFLICT", "This cannot be undone any more.");
  const undone: BulkRow[] = [];
  for (const { number, outcome, before } of deed.rows) {
    if (outcome !== "done" || !before) continue;
    undone.push(
      await judged(number, async () => {
        const row = await lockToWork(context, kind, number);
        const isDone = await undoOf(deed.deed)(context, row, deed, before);
        return { number, outcome: isDone ? "done" : "changed" };
      }),
    );
  }
  await db.update(bulkDeeds).set({ undoneAt: sql`clock_timestamp()`, undone }).where(own);
  return { id };
}

type Stored = Pick<typeof bulkDeeds.$inferSelect, "toId" | "toStatus" | "toUntil" | "createdAt">;
type Before = NonNullable<BulkRow["before"]>;

/** What undoes a deed of this kind on one thread, and returns false for one that it leaves alone. */
function undoOf(deed: BulkDeed) {
  if (deed === "assign") return giveBack;
  return deed === "snooze" || deed === "wake" ? unsnooze : restore;
}

/** Returns false for a thread that sleeps until another time by now. A time of before that is over is not set again. */
async function unsnooze(context: StaffContext, row: ThreadRecord, { toUntil }: Stored, before: Before) {
  const now = await findSnoozedUntil(context, row.id);
  if (now?.getTime() !== toUntil?.getTime()) return false;
  const then = before.snoozedUntil ? businessInstant(new Date(before.snoozedUntil)) : null;
  const wish = then && Temporal.Instant.compare(then, businessNow()) > 0 ? then : null;
  await snoozeUntil(context, row.kind, { number: row.number, wish, field: "until" });
  return true;
}

/** Returns false for a thread that has another owner by now. */
async function giveBack(context: StaffContext, row: ThreadRecord, { toId }: Stored, before: Before): Promise<boolean> {
  if (row.ownerId !== toId) return false;
  await assignThread(context, row.kind, { number: row.number, to: before.ownerId ?? undefined, field: "owner" });
  if (before.standsInFor) await updateThread(context, row, { standsInFor: before.standsInFor });
  return true;
}

/** Returns false for a thread that has another status by now, or in which somebody has written since. */
async function restore(context: StaffContext, row: ThreadRecord, deed: Stored, before: Before): Promise<boolean> {
  if (row.status !== deed.toStatus || row.closeReason === "merged" || row.lastMessageAt > deed.createdAt) return false;
  const at = (text: string | null) => (text === null ? null : new Date(text));
  const { status, closeReason } = before;
  await updateThread(context, row, {
    ...{ status, closeReason, closedAt: at(before.closedAt) },
    ...{ answerDueAt: at(before.answerDueAt), answerSince: at(before.answerSince) },
    ...TOUCHED,
  });
  const after = statusWords(status, closeReason);
  await addEvent(context, row, workerOf(context), { kind: "status", before: row.status, after });
  await auditThread(context, row, "status-set", { from: row.status, to: after, undone: true });
  return true;
}
