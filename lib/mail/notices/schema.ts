import { z } from "zod";
import type { RawParameters } from "@/lib/kit/lists/address";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { instant, rowId } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

export const NOTICES_PAGE_SIZE = 30;

/** A form that is only a button. */
export const markAllReadSchema = z.object({});

// Newest first: by time, then by id.
const list = defineFilters({ path: routes.notices, parameters: {}, cursor: defineCursor({ at: instant }) });
export type NoticeCursor = NonNullable<ReturnType<typeof list.parse>["cursor"]>;

/** The place in the list that an address names; null for the first page, and for anything that the list did not make. */
export function parseNoticeCursor(raw: RawParameters): NoticeCursor | null {
  return list.parse(raw).cursor;
}

/** The list at a place. `path`: that of the list, which is the viewer's side's. */
export function noticesHref(path: string, cursor: NoticeCursor | null): string {
  return list.href({}, { cursor }, path);
}

/** A notice's id from the last part of an address; null when it can be none. */
export function parseNoticeId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
