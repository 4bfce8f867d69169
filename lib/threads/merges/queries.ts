import { and, asc, eq } from "drizzle-orm";
import { caseMerges, threads } from "@/db/schema";
import type { CloseReason, ThreadKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { visibleThreads } from "@/lib/threads/policy";
import { visibleCaseMerges } from "./policy";

interface Merged {
  readonly id: string;
  readonly closeReason: CloseReason | null;
}

/**
 * Number of the case in which this one goes on; null where it was not merged, and where the viewer may not see the
 * other.
 */
export async function findSurvivor({ viewer, db }: Context, { id, closeReason }: Merged): Promise<string | null> {
  if (closeReason !== "merged") return null;
  const [row] = await db
    .select({ number: threads.number })
    .from(caseMerges)
    .innerJoin(threads, and(eq(threads.id, caseMerges.intoId), visibleThreads(viewer, "case")))
    .where(and(visibleCaseMerges(viewer), eq(caseMerges.threadId, id)));
  return row?.number ?? null;
}

/** Numbers of the cases that go on in this one, of those that the viewer may see. */
export async function listTakenIn({ viewer, db }: Context, id: string): Promise<string[]> {
  const rows = await db
    .select({ number: threads.number })
    .from(caseMerges)
    .innerJoin(threads, and(eq(threads.id, caseMerges.threadId), visibleThreads(viewer, "case")))
    .where(and(visibleCaseMerges(viewer), eq(caseMerges.intoId, id)))
    .orderBy(asc(caseMerges.createdAt), asc(threads.id));
  return rows.map(({ number }) => number);
}

/** Throws AppError CONFLICT, with the number to go to, for a case that goes on in another. */
export async function requireNotMerged(context: Context, row: Merged & { readonly kind: ThreadKind }): Promise<void> {
  const survivor = await findSurvivor(context, row);
  if (survivor) throw new AppError("CONFLICT", `This ${row.kind} goes on in ${survivor}. Work on it there.`);
}
