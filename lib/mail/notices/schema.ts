import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { placeInstant } from "@/lib/kit/lists/values";

export const NOTICES_PAGE_SIZE = 30;

/** A form that is only a button. */
export const markAllReadSchema = z.object({});

/** The notice beside which a page begins, and on which side. Newest first: by time, then by id. */
export interface NoticeCursor {
  readonly side: "after" | "before";
  /** System time, ISO. */
  readonly at: string;
  readonly id: string;
}

const rowId = z.guid().transform((id) => id.toLowerCase());

const cursorParts = z.tuple([
  z.enum(["after", "before"]),
  z.iso.datetime().refine((text) => placeInstant(text) !== null),
  rowId,
]);

/** The place in the list that an address names; null for the first page, and for anything that the list did not make. */
export function parseNoticeCursor(raw: RawParameters): NoticeCursor | null {
  const text = firstParameter(raw, "after");
  const parsed = cursorParts.safeParse(text === null || text.length > 300 ? null : decodePlace(text));
  if (!parsed.success) return null;
  const [side, at, id] = parsed.data;
  return { side, at, id };
}

/** The list at a place. `path`: that of the list, which is the reader's side's. */
export function noticesHref(path: string, cursor: NoticeCursor | null): string {
  return cursor ? `${path}?after=${encodePlace([cursor.side, cursor.at, cursor.id])}` : path;
}

/** A notice's id from the last part of an address; null when it can be none. */
export function parseNoticeId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
