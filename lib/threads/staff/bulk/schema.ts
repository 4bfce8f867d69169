import { z } from "zod";
import type { REQUEST_STATUSES, ThreadKind } from "@/db/schema/constants";
import { longText } from "@/lib/kit/typed-text";
import { MOST_AT_ONCE } from "@/lib/people/bulk-deeds/schema";
import { kindOf } from "@/lib/threads/kinds";
import { threadNumber } from "@/lib/threads/schema";
import { ownerField } from "@/lib/threads/staff/schema";

/** Kinds of threads that have a list in which several are chosen. */
export type BulkKind = Exclude<ThreadKind, "chat">;

/** What the forms of a selection share. */
const chosen = (kind: BulkKind) => ({
  /** Made with the form: the same form sent twice is one deed. */
  id: z.uuid(),
  numbers: z
    .array(threadNumber(kind))
    .min(1, `Choose at least one ${kindOf(kind).noun}.`)
    .max(MOST_AT_ONCE, `Choose at most ${MOST_AT_ONCE} at once.`),
  /** The filters of the list on the screen, to which the answer leads back. */
  query: z.string().max(2_000),
});

/** When the rows on the screen were read: a thread in which a client has written since is left alone. */
const seenAt = z.iso.datetime({ error: "Reload the list, then choose again." }).transform((text) => new Date(text));

export const bulkAssignSchema = (kind: BulkKind) => z.object({ ...chosen(kind), owner: ownerField });

/** Closing has a form of its own, which tells clients why. A thread cannot become new again. */
export const BULK_STATUSES = {
  case: ["in_progress", "waiting_on_you"],
  request: ["in_progress", "waiting_on_you", "answered"],
} as const satisfies Record<BulkKind, readonly (typeof REQUEST_STATUSES)[number][]>;

export const bulkStatusSchema = (kind: BulkKind) =>
  z.object({ ...chosen(kind), seenAt, status: z.enum(BULK_STATUSES[kind], "Choose the new status.") });

export const bulkCloseSchema = (kind: BulkKind) =>
  z.object({ ...chosen(kind), seenAt, sentence: longText("Write a sentence to the clients.") });

/** `until`: an instant of business time, from the list of times; absent: they sleep no longer. */
export const bulkSnoozeSchema = (kind: BulkKind) =>
  z.object({ ...chosen(kind), until: z.iso.datetime("Choose a time from the list.").optional() });

export const bulkUndoSchema = z.object({ deed: z.uuid(), query: z.string().max(2_000) });
export type BulkUndoInput = z.output<typeof bulkUndoSchema>;

interface Asked {
  readonly id: string;
  readonly numbers: readonly string[];
}
export type BulkAssign = Asked & { readonly owner?: string | undefined };
export type BulkStatus = Asked & { readonly seenAt: Date; readonly status: (typeof REQUEST_STATUSES)[number] };
export type BulkSnooze = Asked & { readonly until?: string | undefined };
export type BulkClose = Asked & { readonly seenAt: Date; readonly sentence: string };
