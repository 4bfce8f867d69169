import { rowId } from "@/lib/kit/lists/values";

/** The id of a company or a contact from the last part of an address; null if it cannot be one. */
export function parseClientId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
