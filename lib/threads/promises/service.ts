import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { promises } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { openMinutesBetween } from "@/lib/kit/business-minutes";
import { businessInstant } from "@/lib/kit/time";
import { promisedHours } from "@/lib/threads/answer-clock/queries";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { visiblePromises } from "./policy";
import type { CauseInput } from "./schema";

/**
 * Counts the business minutes of the answer that the viewer has just given, in the transaction that gives it: the
 * trigger on threads has ended the promise before. What somebody else ended is counted by the job `promises.count`.
 * `known`: a brand that was read already, not always the thread's.
 */
export async function countAnswer(
  context: Context<StaffViewer>,
  thread: Pick<ThreadRecord, "id" | "brand" | "kind" | "companyId" | "product">,
  known: Brand | undefined,
): Promise<void> {
  const { viewer, db } = context;
  const ended = await db
    .select({ id: promises.id, madeAt: promises.madeAt, endedAt: promises.endedAt })
    .from(promises)
    .where(
      and(
        visiblePromises(viewer),
        eq(promises.threadId, thread.id),
        eq(promises.staffId, viewer.staffId),
        inArray(promises.outcome, ["kept", "missed"]),
        isNull(promises.minutes),
      ),
    );
  if (ended.length === 0) return;
  const brand = known?.key === thread.brand ? known : await brandByKey(thread.brand);
  const hours = await promisedHours(context, brand, thread);
  for (const { id, madeAt, endedAt } of ended) {
    if (!endedAt) continue;
    const spent = Math.max(0, openMinutesBetween(hours, businessInstant(madeAt), businessInstant(endedAt)));
    await db.execute(sql`select count_promise(${id}::uuid, ${spent}::integer)`);
  }
}

/**
 * Says why a promise was missed; what was said before is replaced. Throws AppError NOT_FOUND for a promise that is not
 * the viewer's and not of a brand that they lead, CONFLICT for one that was not missed.
 */
export async function sayCause(context: Context<StaffViewer>, input: CauseInput): Promise<void> {
  const { viewer, db } = context;
  const which = and(visiblePromises(viewer), eq(promises.id, input.promise));
  const [row] = await db
    .select({
      brand: promises.brand,
      threadId: promises.threadId,
      kind: promises.threadKind,
      outcome: promises.outcome,
      cause: promises.cause,
    })
    .from(promises)
    .where(which)
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "There is no such answer.");
  if (row.outcome !== "missed") throw new AppError("CONFLICT", "This answer was not late.");
  await db
    .update(promises)
    .set({
      ...{ cause: input.cause, causeNote: input.note ?? null },
      ...{ causedBy: viewer.staffId, causedAt: sql`clock_timestamp()` },
    })
    .where(which);
  const { noun } = kindOf(row.kind);
  await audit(context, {
    ...{ brand: row.brand, action: `${noun}.late-cause-said`, entity: noun, entityId: row.threadId },
    details: { promise: input.promise, from: row.cause, to: input.cause },
  });
}
