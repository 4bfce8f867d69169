import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, dayOrNull, idOrNull, keyOrNull, nameOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { instant } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

export const AUDIT_PAGE_SIZE = 50;

/** How far back the list goes. A month by default: the whole log is asked for on purpose. */
export const AUDIT_PERIODS = ["day", "week", "month", "quarter", "year", "all"] as const;
export type AuditPeriod = (typeof AUDIT_PERIODS)[number];

/** Who acted, where no single person is meant. */
export const ACTOR_KINDS = ["staff", "contact", "visitor", "system"] as const;

const list = defineFilters({
  path: routes.staffAudit,
  parameters: {
    /** Part of the name or address of the person who acted. */
    q: search(),
    period: choice(AUDIT_PERIODS, "month"),
    /** Days in the viewer's zone, both included. With one of them the period does not count. */
    from: dayOrNull(),
    until: dayOrNull(),
    by: oneOf(ACTOR_KINDS),
    /** The id of the one who acted. */
    person: idOrNull(),
    act: nameOrNull(),
    kind: nameOrNull(),
    /** A record by its id, or as people call it: a number, a reference, an address. */
    record: nameOrNull(),
    brand: keyOrNull(),
  },
  // Newest first: by time, then by id.
  cursor: defineCursor({ at: instant }),
});
export const { parse: parseAuditFilters, href: auditHref } = list;
export type AuditFilters = ReturnType<typeof parseAuditFilters>;
export type AuditCursor = NonNullable<AuditFilters["cursor"]>;
