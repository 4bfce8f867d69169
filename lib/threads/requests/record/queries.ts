import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { requests, requestTargets } from "@/db/schema";
import type { RequestKind } from "@/db/schema/constants";
import { REQUEST_TARGETS } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { visibleRequests } from "@/lib/threads/policy";
import type { Actor } from "@/lib/threads/service";

const { search: _search, ...columns } = getTableColumns(requests);

/** All of a request but the vector that search looks through. */
export const requestColumns = columns;
export type RequestRecord = Omit<typeof requests.$inferSelect, "search">;

export const missingRequest = () => new AppError("NOT_FOUND", "There is no such request.");

/**
 * The request, locked: writers of one request take turns, so that what is said has one order. Throws AppError NOT_FOUND
 * for whatever the viewer may not see now.
 */
export async function lockRequest(
  { viewer, db }: Context,
  where: { brand?: string; number: string },
): Promise<RequestRecord> {
  const wanted = and(
    visibleRequests(viewer),
    eq(requests.number, where.number),
    where.brand ? eq(requests.brand, where.brand) : undefined,
  );
  await db.select({ id: requests.id }).from(requests).where(wanted).for("update");
  // Asked again once the lock is held: of what changed while it was waited for, only the request's own row was judged anew.
  const [row] = await db.select(requestColumns).from(requests).where(wanted);
  if (!row) throw missingRequest();
  return row;
}

type RequestChange = Partial<{ [K in keyof RequestRecord]: RequestRecord[K] | ReturnType<typeof sql> }>;

/** Writes what changed of a locked request. */
export async function updateRequest({ viewer, db }: Context, row: RequestRecord, change: RequestChange): Promise<void> {
  await db
    .update(requests)
    .set(change)
    .where(and(visibleRequests(viewer), eq(requests.id, row.id)));
}

/** What a message of this author changes of its request, beside the status. */
export function said(actor: Actor) {
  return {
    activeAt: sql`clock_timestamp()`,
    lastMessageAt: sql`clock_timestamp()`,
    lastAuthorKind: actor.kind,
    lastAuthorId: actor.id,
  };
}

/** Minutes of portal-support hours to the first answer. */
export async function readTarget({ db }: Context, brand: string, kind: RequestKind): Promise<number> {
  const [row] = await db
    .select({ minutes: requestTargets.minutes })
    .from(requestTargets)
    .where(and(eq(requestTargets.brand, brand), eq(requestTargets.kind, kind)));
  return row?.minutes ?? REQUEST_TARGETS[kind];
}
