import { z } from "zod";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { keyOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { instant, rowId } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";
import { RECEIVED_FILTERS } from "./rules";

export const RECEIVED_PAGE_SIZE = 50;

const list = defineFilters({
  path: routes.staffReceived,
  parameters: {
    /** Part of the sender's address. */
    q: search(),
    /** Absent: the mails that wait. */
    state: oneOf(RECEIVED_FILTERS),
    brand: keyOrNull(),
  },
  // Newest first: by time, then by id.
  cursor: defineCursor({ at: instant }),
});
export const { parse: parseReceivedFilters, href: receivedHref } = list;
export type ReceivedFilters = ReturnType<typeof parseReceivedFilters>;
export type ReceivedCursor = NonNullable<ReceivedFilters["cursor"]>;

/**
 * The received mail that a form of one button is about. `back`: the form is in the conversation and leads back to it.
 */
export const receivedMailSchema = z.object({ mail: z.uuid(), back: z.enum(["thread"]).optional() });
export type ReceivedMailInput = z.output<typeof receivedMailSchema>;

/** Takes a received mail's id from the last part of an address; null if that is not an id. */
export function parseReceivedId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
