import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, keyOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { day } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

/** The windows in which the agreements shown end. `usual`: from 90 days ago to 180 days ahead. */
export const RENEWAL_WINDOWS = ["usual", "ended", "30", "60", "90", "all"] as const;
export type RenewalFilter = (typeof RENEWAL_WINDOWS)[number];

const list = defineFilters({
  path: routes.staffRenewals,
  parameters: {
    window: choice(RENEWAL_WINDOWS, "usual"),
    q: search(),
    brand: keyOrNull(),
    /** `me`: companies that the viewer manages; `nobody`: companies without an account or subscription manager. */
    owner: oneOf(["me", "nobody"]),
    /** The newest request about the renewal: there is none, or it is open or closed. `due`: none, and not renewed. */
    talk: oneOf(["none", "due", "open", "closed"]),
  },
  cursor: defineCursor({ endsOn: day }),
});
export const { parse: parseRenewalFilters, href: renewalsHref } = list;
export type RenewalFilters = ReturnType<typeof parseRenewalFilters>;
export type RenewalCursor = NonNullable<RenewalFilters["cursor"]>;
