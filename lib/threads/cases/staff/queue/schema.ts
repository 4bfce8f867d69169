import { CASE_STATUSES, SEVERITIES } from "@/db/schema/constants";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, flag, idOrNull, keyOrNull, nameOrNull, oneOf, oneOfOrId, search } from "@/lib/kit/lists/parameters";
import { routes } from "@/lib/routes";
import { threadCursor } from "@/lib/threads/schema";

export const STAFF_CASE_SORTS = ["clock", "latest", "severity", "-filed", "filed"] as const;
export type StaffCaseSort = (typeof STAFF_CASE_SORTS)[number];

const list = defineFilters({
  path: routes.staffCases,
  parameters: {
    q: search(),
    /** Null: open cases, or those of every status while a search is entered. */
    status: oneOf(CASE_STATUSES),
    brand: keyOrNull(),
    severity: oneOf(SEVERITIES),
    product: nameOrNull(),
    /** The viewer, nobody, or an agent by id. */
    assignee: oneOfOrId(["me", "nobody"]),
    company: idOrNull(),
    /** Only open cases whose answer is late. */
    late: flag("yes"),
    /** Only those that sleep. */
    snoozed: flag("yes"),
    sort: choice(STAFF_CASE_SORTS, "clock"),
  },
  cursor: threadCursor,
});
export const { parse: parseStaffCaseFilters, href: staffCasesHref } = list;
export type StaffCaseFilters = ReturnType<typeof parseStaffCaseFilters>;
