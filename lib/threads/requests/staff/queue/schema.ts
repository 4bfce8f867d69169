import { REQUEST_KINDS, REQUEST_STATUSES } from "@/db/schema/constants";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, flag, idOrNull, keyOrNull, oneOf, oneOfOrId, search } from "@/lib/kit/lists/parameters";
import { routes } from "@/lib/routes";
import { threadCursor } from "@/lib/threads/schema";

export const STAFF_REQUEST_SORTS = ["queue", "latest", "asked"] as const;
export type StaffRequestSort = (typeof STAFF_REQUEST_SORTS)[number];

const list = defineFilters({
  path: routes.staffRequests,
  parameters: {
    q: search(),
    /** Null: open requests, or those of every status while a search is entered. */
    status: oneOf(REQUEST_STATUSES),
    kind: oneOf(REQUEST_KINDS),
    brand: keyOrNull(),
    /** The viewer, nobody, a colleague who is away and for whom the viewer stands in, or a member of staff by id. */
    owner: oneOfOrId(["me", "nobody", "away"]),
    company: idOrNull(),
    /** Only open requests whose answer is late. */
    late: flag("yes"),
    /** Only those that sleep. */
    snoozed: flag("yes"),
    sort: choice(STAFF_REQUEST_SORTS, "queue"),
  },
  cursor: threadCursor,
});
export const { parse: parseStaffRequestFilters, href: staffRequestsHref } = list;
export type StaffRequestFilters = ReturnType<typeof parseStaffRequestFilters>;
