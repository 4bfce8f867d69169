import { and, eq, sql } from "drizzle-orm";
import { constraintOf } from "@/db/faults";
import { merges } from "@/db/schema";
import type { MergeKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { editsPeople, visibleMerges } from "@/lib/people/edits/contacts/policy";
import { findParty, peopleDigest, readGains } from "./queries";
import { changedWords } from "./rules";
import type { MergeInput, UndoInput } from "./schema";

type Writing = Context<StaffViewer>;

/** Why the database refuses a merge or its undoing, by the name of the rule. */
const REFUSED: Readonly<Record<string, string>> = {
  merges_mergeable: "These two cannot be merged any more. Open their pages and look.",
  merges_people: "Somebody else would see something new by now. Look at the preview again, then merge.",
  merges_day: "A merge can be undone for a day, and this one is older.",
  threads_one_chat: "Both have an open chat. End one of them first.",
};

function told(error: unknown): unknown {
  const sentence = REFUSED[constraintOf(error) ?? ""];
  return sentence ? new AppError("CONFLICT", sentence) : error;
}

function refuseOthers(viewer: StaffViewer): void {
  if (!editsPeople(viewer)) throw new AppError("FORBIDDEN", "Only administrators merge contacts and companies.");
}

/**
 * Merges two contacts or two companies of one brand: a function of the database moves every row that names the merged
 * one, in this transaction, and stores each move. The same form sent twice is one merge. Throws AppError FORBIDDEN for a
 * viewer who is no administrator, NOT_FOUND for one whom the viewer may not edit, CONFLICT if the form's preview named
 * other people than would see something new now, FormUsed for a form sent again with other content.
 */
export async function mergeRecords(context: Writing, input: MergeInput): Promise<void> {
  const { viewer, db } = context;
  refuseOthers(viewer);
  const { id, kind, survivor: survivorId, merged: mergedId } = input;
  const [before] = await db
    .select()
    .from(merges)
    .where(and(visibleMerges(viewer), eq(merges.id, id)));
  if (before) return requireSame({ kind, survivorId, mergedId }, before);
  const survivor = await findParty(context, kind, survivorId);
  const merged = await findParty(context, kind, mergedId);
  if (!survivor || !merged) throw new AppError("NOT_FOUND", "There is no such record.");
  if (survivorId === mergedId || survivor.brand !== merged.brand) {
    throw new AppError("INVALID", "Choose two different records of one brand.");
  }
  const gains = kind === "company" ? await readGains(context, survivorId, mergedId) : [];
  if (kind === "company" && peopleDigest(gains) !== input.people) {
    throw new AppError("CONFLICT", REFUSED.merges_people ?? "");
  }
  const people = sql.param(gains.map(({ contactId }) => contactId));
  try {
    const [row] = await db.execute<{ made: boolean }>(
      sql`select merge_records(${id}::uuid, ${kind}, ${survivorId}::uuid, ${mergedId}::uuid, ${people}::uuid[]) as made`,
    );
    // Somebody of another brand used this id, which the viewer cannot see.
    if (row?.made !== true) throw new AppError("NOT_FOUND", "There is no such merge.");
  } catch (error) {
    throw told(error);
  }
  const details = {
    merge: id,
    survivor: survivorId,
    merged: mergedId,
    people: gains.map(({ contactId }) => contactId),
  };
  await audit(context, {
    ...{ brand: survivor.brand, action: `${kind}.merged`, entity: kind, entityId: survivorId },
    details,
  });
  await audit(context, {
    ...{ brand: survivor.brand, action: `${kind}.merged-away`, entity: kind, entityId: mergedId },
    details: { merge: id, survivor: survivorId },
  });
}

/** Where the page of a merge leads after it was undone. */
interface Undone {
  readonly kind: MergeKind;
  readonly mergedId: string;
}

/**
 * Undoes a merge within a day, exactly. Does nothing if it is undone already. Throws AppError FORBIDDEN for a viewer who
 * is no administrator, NOT_FOUND for a merge of another brand, CONFLICT with the names of the rows that changed since.
 */
export async function undoMerge(context: Writing, { merge: id }: UndoInput): Promise<Undone> {
  const { viewer, db } = context;
  refuseOthers(viewer);
  const [row] = await db
    .select()
    .from(merges)
    .where(and(visibleMerges(viewer), eq(merges.id, id)));
  if (!row) throw new AppError("NOT_FOUND", "There is no such merge.");
  const { brand, kind, survivorId, mergedId } = row;
  if (row.undoneAt) return { kind, mergedId };
  let changed: { changed_table: string; label: string | null }[];
  try {
    changed = [
      ...(await db.execute<{ changed_table: string; label: string | null }>(
        sql`select changed_table, label from undo_merge(${id}::uuid)`,
      )),
    ];
  } catch (error) {
    throw told(error);
  }
  if (changed.length > 0) {
    const words = changed.map(({ changed_table: table, label }) => changedWords({ table, label })).join("; ");
    throw new AppError("CONFLICT", `It cannot be undone, because this has changed since: ${words}.`);
  }
  for (const entityId of [survivorId, mergedId]) {
    await audit(context, { brand, action: `${kind}.merge-undone`, entity: kind, entityId, details: { merge: id } });
  }
  return { kind, mergedId };
}
