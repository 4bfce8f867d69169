import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { flag, idOrNull, keyOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { routes } from "@/lib/routes";

export const CLIENTS_PAGE_SIZE = 50;

/**
 * `renewals`: an agreement ends within 90 days, or ended in the last 90, and none follows it. `overdue`: an invoice is
 * past due. `quiet`: nothing was written for 90 days.
 */
export const CLIENT_STANDINGS = ["renewals", "overdue", "quiet"] as const;
export type ClientStanding = (typeof CLIENT_STANDINGS)[number];

const companies = defineFilters({
  path: routes.staffCompanies,
  parameters: {
    /** Words of a company's name, ERP key, city or mail domains. */
    q: search(),
    brand: keyOrNull(),
    /** Companies on whose account team the viewer is. */
    mine: flag("yes"),
    standing: oneOf(CLIENT_STANDINGS),
  },
  // By name and id. The place names the row alone: its name is read from it.
  cursor: defineCursor({}),
});
export const { parse: parseCompanyFilters, href: companiesHref } = companies;
export type CompanyFilters = ReturnType<typeof parseCompanyFilters>;
export type ClientCursor = NonNullable<CompanyFilters["cursor"]>;

const contacts = defineFilters({
  path: routes.staffContacts,
  parameters: {
    /** Words of a contact's name, address or job, or of the words by which the primary company is found. */
    q: search(),
    brand: keyOrNull(),
    /** Contacts of companies on whose account team the viewer is. */
    mine: flag("yes"),
    standing: oneOf(CLIENT_STANDINGS),
    /** The primary company. */
    company: idOrNull(),
  },
  cursor: defineCursor({}),
});
export const { parse: parseContactFilters, href: contactsHref } = contacts;
export type ContactFilters = ReturnType<typeof parseContactFilters>;
