import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import type { AcceptableCounts } from "@/lib/money/estimates/queries";
import {
  ESTIMATE_FILTERS,
  type EstimateFilter,
  type EstimateFilters,
  estimatesHref,
} from "@/lib/money/estimates/schema";

const words: Record<EstimateFilter, string> = {
  open: "Open",
  ending: "Ending soon",
  expired: "Expired",
  accepted: "Accepted",
  declined: "Declined",
  withdrawn: "Withdrawn",
};

/** Status as chips, and a filter form that works without scripts by GET. */
export function EstimateFilterBar({ filters, counts }: { filters: EstimateFilters; counts: AcceptableCounts }) {
  return (
    <FilterBar
      label="Estimates"
      href={estimatesHref(filters)}
      clearHref={estimatesHref(filters, { q: "" })}
      search={{ id: "estimate-search", placeholder: "Number or title" }}
      className="grid grid-cols-[minmax(0,1fr)_auto] sm:grid-cols-[minmax(14rem,24rem)_auto]"
    >
      <ChoiceChips
        label="Status"
        choices={[[null, "All"], ...choicesOf(ESTIMATE_FILTERS, words)]}
        chosen={filters.status}
        href={(status) => estimatesHref(filters, { status })}
        count={(status) => (status === "open" || status === "ending" ? counts[status] : undefined)}
      />
    </FilterBar>
  );
}
