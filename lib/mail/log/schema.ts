import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { keyOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { instant, rowId } from "@/lib/kit/lists/values";
import { ALL_MAIL_KINDS } from "@/lib/mail/kinds";
import { routes } from "@/lib/routes";
import { MAIL_FILTERS } from "./rules";

export const MAIL_PAGE_SIZE = 50;

const list = defineFilters({
  path: routes.staffMail,
  parameters: {
    /** Part of the recipient's address. */
    q: search(),
    standing: oneOf(MAIL_FILTERS),
    brand: keyOrNull(),
    kind: oneOf(ALL_MAIL_KINDS),
  },
  // Newest first: by time, then by id.
  cursor: defineCursor({ at: instant }),
});
export const { parse: parseMailFilters, href: mailHref } = list;
export type MailFilters = ReturnType<typeof parseMailFilters>;
export type MailCursor = NonNullable<MailFilters["cursor"]>;

/** A mail's id from the last segment of a URL; null if the segment does not look like an id. */
export function parseMailId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
