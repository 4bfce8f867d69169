import { and } from "drizzle-orm";
import { caseLinks } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { findThread } from "@/lib/threads/life/queries";
import { auditThread } from "@/lib/threads/life/service";
import { lockToWork, type StaffContext } from "@/lib/threads/staff/service";
import { visibleCaseLinks } from "./policy";
import { findLink, linkBetween } from "./queries";
import type { LinkInput, UnlinkInput } from "./schema";

/**
 * The two cases belong together from now on, on both of their pages. Another kind takes the place of the one that was
 * there. The same form sent twice is one link. Throws AppError NOT_FOUND and FORBIDDEN as lockToWork, INVALID for the
 * case itself and for a number that is no case of the brand.
 */
export async function linkCases(
  context: StaffContext,
  { number, kind, other: otherNumber }: LinkInput,
): Promise<{ number: string }> {
  const { viewer, db, name } = context;
  if (number === otherNumber) throw refused("This is the case itself. Enter another number.");
  const { row, other } = await lockTwoCases(context, number, otherNumber);
  const before = await findLink(context, row.id, other.id);
  // Related cases are so from either side.
  if (before?.kind === kind && (kind === "related" || before.linker === row.id)) return { number };
  if (before) await db.delete(caseLinks).where(and(visibleCaseLinks(viewer), linkBetween(row.id, other.id)));
  await db.insert(caseLinks).values({
    ...{ threadId: row.id, otherId: other.id, brand: row.brand, kind },
    ...{ staffId: viewer.staffId, staffName: name },
  });
  const change = { from: before?.kind ?? null, to: kind };
  await auditThread(context, row, "linked", { other: otherNumber, ...change });
  await auditThread(context, other, "linked-to", { other: number, ...change });
  return { number };
}

/**
 * The two cases are no longer linked, whichever was linked to which. Where they were not, nothing happens. Throws
 * AppError NOT_FOUND and FORBIDDEN as lockToWork.
 */
export async function unlinkCases(
  context: StaffContext,
  { number, other: otherNumber }: UnlinkInput,
): Promise<{ number: string }> {
  const { viewer, db } = context;
  if (number === otherNumber) return { number };
  const { row, other } = await lockTwoCases(context, number, otherNumber);
  const before = await findLink(context, row.id, other.id);
  if (!before) return { number };
  await db.delete(caseLinks).where(and(visibleCaseLinks(viewer), linkBetween(row.id, other.id)));
  await auditThread(context, row, "unlinked", { other: otherNumber, was: before.kind });
  await auditThread(context, other, "unlinked", { other: number, was: before.kind });
  return { number };
}

const refused = (sentence: string) => new AppError("INVALID", sentence, { field: "other" });

/**
 * Locks the case and another of its brand, always the lower number first, so that two agents who link the same two
 * wait for each other and never block each other.
 */
export async function lockTwoCases(context: StaffContext, number: string, otherNumber: string) {
  const lock = (wanted: string) => lockToWork(context, "case", wanted);
  const { brand } = await findThread(context, "case", { number });
  const lockOther = async () => {
    try {
      await findThread(context, "case", { brand, number: otherNumber });
    } catch (error) {
      if (error instanceof AppError && error.code === "NOT_FOUND") {
        throw refused(`There is no case ${otherNumber} of this brand.`);
      }
      throw error;
    }
    return lock(otherNumber);
  };
  if (number < otherNumber) {
    const row = await lock(number);
    return { row, other: await lockOther() };
  }
  const other = await lockOther();
  return { row: await lock(number), other };
}
