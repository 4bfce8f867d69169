import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import {
  RENEWAL_WINDOWS,
  type RenewalFilter,
  type RenewalFilters,
  renewalsHref,
} from "@/lib/threads/requests/renewals/schema";

const windows: Readonly<Record<RenewalFilter, string>> = {
  usual: "90 days back, 180 ahead",
  ended: "Ended",
  "30": "Within 30 days",
  "60": "Within 60 days",
  "90": "Within 90 days",
  all: "All",
};

/** When agreements end as chips, and a filter form that works without scripts by GET. */
export function RenewalFilterBar({ filters, brands }: { filters: RenewalFilters; brands: BrandNames }) {
  return (
    <FilterBar
      label="Renewals"
      href={renewalsHref(filters)}
      clearHref={renewalsHref(filters, { q: "", brand: null, owner: null, talk: null })}
      search={{ id: "renewal-search", placeholder: "Company or product", className: "basis-full" }}
      more={[
        brandField("renewal-brand", brands),
        {
          kind: "select",
          id: "renewal-owner",
          label: "Owner",
          name: "owner",
          all: "Anybody",
          options: [
            ["me", "Me"],
            ["nobody", "Nobody"],
          ],
        },
        {
          kind: "select",
          id: "renewal-talk",
          label: "State of the talk",
          name: "talk",
          all: "Any",
          options: [
            ["none", "None"],
            ["open", "Open request"],
            ["closed", "Closed request"],
          ],
        },
      ]}
      className="flex flex-wrap md:grid md:grid-cols-3 xl:grid-cols-5"
    >
      <ChoiceChips
        label="Ends"
        choices={choicesOf(RENEWAL_WINDOWS, windows)}
        chosen={filters.window}
        href={(window) => renewalsHref(filters, { window })}
      />
    </FilterBar>
  );
}
