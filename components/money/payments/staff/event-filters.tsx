import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import { STRIPE_EVENT_STATES } from "@/db/schema/constants";
import { type StripeEventFilters, stripeEventsHref } from "@/lib/money/payments/staff/schema";
import { EVENT_STATE_WORDS } from "./states";

/** State as chips, and a search form that works without scripts by GET. */
export function EventFilterBar({ filters, brands }: { filters: StripeEventFilters; brands: BrandNames }) {
  return (
    <FilterBar
      label="Stripe events"
      href={stripeEventsHref(filters)}
      clearHref={stripeEventsHref(filters, { q: "", brand: null })}
      search={{ id: "event-search", placeholder: "Event, object, type or reference" }}
      fields={[brandField("event-brand", brands)]}
      className="grid sm:grid-cols-[minmax(13rem,24rem)_12rem_auto]"
    >
      <ChoiceChips
        label="State"
        choices={[[null, "All"], ...choicesOf(STRIPE_EVENT_STATES, EVENT_STATE_WORDS)]}
        chosen={filters.state}
        href={(state) => stripeEventsHref(filters, { state })}
      />
    </FilterBar>
  );
}
