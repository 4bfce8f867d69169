import { z } from "zod";
import type { REQUEST_STATUSES, ThreadKind } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { rowId } from "@/lib/kit/lists/values";
import { longText } from "@/lib/kit/typed-text";
import { kindOf } from "@/lib/threads/kinds";
import { threadNumber } from "@/lib/threads/schema";
import { ownerField } from "@/lib/threads/staff/schema";

/** Kinds of threads that have a list in which several are chosen. */
export type BulkKind = Exclude<ThreadKind, "chat">;

/** More than a page of a list holds, so that nobody's selection is cut. */
const MOST_AT_ONCE = 100;

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

export const bulkUndoSchema = z.object({ deed: z.uuid(), query: z.string().max(2_000) });
export type BulkUndoInput = z.output<typeof bulkUndoSchema>;

interface Asked {
  readonly id: string;
  readonly numbers: readonly string[];
}
export type BulkAssign = Asked & { readonly owner?: string | undefined };
export type BulkStatus = Asked & { readonly seenAt: Date; readonly status: (typeof REQUEST_STATUSES)[number] };
export type BulkClose = Asked & { readonly seenAt: Date; readonly sentence: string };

/** The list of a kind after a deed: with its filters, and with the deed whose outcome it tells. */
export function afterDeed(path: string, query: string, deed: string): string {
  const parameters = new URLSearchParams(query);
  for (const name of ["after", "chosen"]) parameters.delete(name);
  parameters.set("did", deed);
  return `${path}?${parameters}`;
}

/** The deed whose outcome an address asks for; null for none. */
export function deedOf(raw: RawParameters): string | null {
  return rowId.safeParse(firstParameter(raw, "did")).data ?? null;
}

/** Differs before and after each deed and undoing. */
export const deedKey = (deed: { readonly id: string; readonly undone: unknown } | null): string =>
  deed === null ? "" : `${deed.id} ${deed.undone !== null}`;

/** Numbers that an address has chosen, without scripts. */
export function chosenOf(raw: RawParameters): readonly string[] {
  const { chosen: value } = raw;
  return (typeof value === "string" ? [value] : (value ?? [])).slice(0, MOST_AT_ONCE);
}
