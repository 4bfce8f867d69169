import { and, eq, getTableColumns } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import type { Brand } from "@/lib/gate/brand/types";
import { type Moment, momentOf } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import { type Expected, promisedAnswer } from "@/lib/threads/answer-clock/rules";
import { kindOf, type StatusOf } from "@/lib/threads/kinds";
import { visibleThreads } from "@/lib/threads/policy";
import { readThread } from "@/lib/threads/queries";
import type { ThreadPage } from "@/lib/threads/types";

const { search: _search, ...columns } = getTableColumns(threads);

/** All columns of a thread except its search vector, which can be larger than everything else on a page. */
export const threadColumns = columns;

/** A row of threads, with its kind in the type where the kind is known. */
export type ThreadRecord<K extends ThreadKind = ThreadKind> = Omit<
  typeof threads.$inferSelect,
  "search" | "kind" | "status"
> & { readonly kind: K; readonly status: StatusOf<K> };

export const missingThread = (kind: ThreadKind) => new AppError("NOT_FOUND", `There is no such ${kindOf(kind).noun}.`);

/** Names a thread by its number; with `brand`, as on the host of one brand, only a thread of that brand. */
export interface ThreadPlace {
  readonly brand?: string;
  readonly number: string;
}

function wanted<K extends ThreadKind>({ viewer }: Context, kind: K, { brand, number }: ThreadPlace) {
  return and(
    visibleThreads(viewer, kind),
    eq(threads.number, number),
    brand === undefined ? undefined : eq(threads.brand, brand),
  );
}

/** A thread that the viewer sees. Throws AppError NOT_FOUND for any other. */
export async function findThread<K extends ThreadKind>(
  context: Context,
  kind: K,
  place: ThreadPlace,
): Promise<ThreadRecord<K>> {
  const [row] = await context.db
    .select(columns)
    .from(threads)
    .where(wanted(context, kind, place));
  if (!row) throw missingThread(kind);
  return row as ThreadRecord<K>;
}

/**
 * The thread, locked, so that its writers wait for each other and messages have one order. Throws AppError NOT_FOUND
 * where the viewer may not see it now.
 */
export async function lockThread<K extends ThreadKind>(
  context: Context,
  kind: K,
  place: ThreadPlace,
): Promise<ThreadRecord<K>> {
  await context.db
    .select({ id: threads.id })
    .from(threads)
    .where(wanted(context, kind, place))
    .for("update");
  // Read again once the lock is held: after waiting, PostgreSQL checks the condition again only for the thread's own
  // row, not for the other rows that decide what the viewer may see.
  return findThread(context, kind, place);
}

/** The number of a thread that the viewer sees; null for any other. */
export async function findNumber({ viewer, db }: Context, kind: ThreadKind, id: string): Promise<string | null> {
  const [row] = await db
    .select({ number: threads.number })
    .from(threads)
    .where(and(visibleThreads(viewer, kind), eq(threads.id, id)));
  return row?.number ?? null;
}

/** What the client's page shows of a thread of any kind. */
export interface ClientThread<K extends ThreadKind> {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: StatusOf<K>;
  readonly closedWhen: Moment | null;
  /** When the next answer is promised; null while none is owed. */
  readonly expected: Expected | null;
  readonly thread: ThreadPage;
}

/**
 * Adds to a thread, which the caller has read with visibleThreads, what its page shows; null where the viewer may not
 * see its messages.
 */
export async function readClientThread<K extends ThreadKind>(
  context: Context,
  row: ThreadRecord<K>,
  brand: Brand,
  local: Zoned,
): Promise<ClientThread<K> | null> {
  const thread = await readThread(context, row.id, local);
  if (!thread) return null;
  const { id, number, subject, status, closedAt } = row;
  return {
    ...{ id, number, subject, status, thread },
    closedWhen: closedAt && momentOf(closedAt, local.zone),
    expected: promisedAnswer(row, brand, local),
  };
}
