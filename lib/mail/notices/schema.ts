import { z } from "zod";
import type { RawParameters } from "@/lib/kit/lists/address";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { instant, rowId } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

export const NOTICES_PAGE_SIZE = 30;

/** The input of a form that has only a button. */
export const markAllReadSchema = z.object({});

// Newest first: by time, then by id.
const list = defineFilters({ path: routes.notices, parameters: {}, cursor: defineCursor({ at: instant }) });
export type NoticeCursor = NonNullable<ReturnType<typeof list.parse>["cursor"]>;

/** The place in the list from the parameters of a URL; null for the first page and for a cursor that is not valid. */
export function parseNoticeCursor(raw: RawParameters): NoticeCursor | null {
  return list.parse(raw).cursor;
}

/** The URL of the list at a place. `path`: the path of the list, which differs for clients and staff. */
export function noticesHref(path: string, cursor: NoticeCursor | null): string {
  return list.href({}, { cursor }, path);
}

/** A notice's id from the last segment of a URL; null if the segment does not look like an id. */
export function parseNoticeId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
