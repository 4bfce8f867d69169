import { PORTAL_DECISION_KINDS, PORTAL_FIELDS } from "@/db/schema/constants";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, idOrNull, keyOrNull, oneOf, search, when } from "@/lib/kit/lists/parameters";
import { instant } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

export const DECISIONS_PAGE_SIZE = 50;

/** `contacts`, `companies`: those with edited fields. `others`: relations, members of account teams, pictures. */
const TABS = ["contacts", "companies", "others"] as const;
type Tabbed = { readonly tab: (typeof TABS)[number] };

const list = defineFilters({
  path: routes.staffDecisions,
  parameters: {
    tab: choice(TABS, "contacts"),
    /** Words of a person's name or address, or of a company's name. */
    q: search(),
    brand: keyOrNull(),
    company: idOrNull(),
    field: when(oneOf(PORTAL_FIELDS), ({ tab }: Tabbed) => tab === "contacts"),
    kind: when(oneOf(PORTAL_DECISION_KINDS), ({ tab }: Tabbed) => tab === "others"),
  },
  // Newest first: the contact's creation or the decision, then the id.
  cursor: defineCursor({ at: instant }),
});
export const { parse: parseDecisionFilters, href: decisionsHref } = list;
export type DecisionFilters = ReturnType<typeof parseDecisionFilters>;
export type DecisionCursor = NonNullable<DecisionFilters["cursor"]>;

/** Says in an address of the list that something was just handed back. */
export const HANDED_BACK = "handed-back";

interface Page {
  readonly kind?: string | undefined;
  readonly number?: string | undefined;
  readonly person?: string | undefined;
  readonly agreement?: string | undefined;
  readonly contactPage?: string | undefined;
  readonly companyPage?: string | undefined;
  /** Query of the list's address. */
  readonly list?: string | undefined;
}

/**
 * Address of the page on which something was handed back: the list with its filters, if no thread, person or
 * agreement is named.
 */
export function pageOfDecisions({ list: query, ...page }: Page): string {
  if (page.agreement !== undefined) return `${routes.staffAgreement(page.agreement)}?saved=${HANDED_BACK}#coverage`;
  if (page.contactPage !== undefined) return routes.staffContactEdit(page.contactPage, HANDED_BACK);
  if (page.companyPage !== undefined) return routes.staffCompanyEdit(page.companyPage, HANDED_BACK);
  if (page.number !== undefined || page.person !== undefined) return routes.staffDecisionsOn(page);
  const filters = parseDecisionFilters(Object.fromEntries(new URLSearchParams(query)));
  const address = decisionsHref(filters, { cursor: filters.cursor });
  return `${address}${address.includes("?") ? "&" : "?"}${HANDED_BACK}=yes`;
}
