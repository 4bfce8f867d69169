import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceChips } from "@/components/ui/chip";
import type { Choice } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import type { ReceivedFilter } from "@/lib/threads/received/rules";
import { type ReceivedFilters, receivedHref } from "@/lib/threads/received/schema";

interface Props {
  filters: ReceivedFilters;
  brands: BrandNames;
  counts: Readonly<Record<ReceivedFilter | "waiting", number>>;
}

const CHOICES: readonly Choice<ReceivedFilter | null>[] = [
  [null, "Waiting"],
  ["joined", "Joined"],
  ["dismissed", "Dismissed"],
  ["dropped", "Loops and doubles"],
  ["all", "All"],
];

/** States of received mails as chips, and a search form that works without scripts by GET. */
export function ReceivedFilterBar({ filters, brands, counts }: Props) {
  return (
    <FilterBar
      label="Received mail"
      href={receivedHref(filters)}
      clearHref={receivedHref(filters, { q: "", brand: null })}
      search={{ id: "received-search", label: "Sender", placeholder: "Address or part of it" }}
      fields={[brandField("received-brand", brands)]}
      className="grid sm:grid-cols-2 lg:grid-cols-[minmax(13rem,22rem)_12rem_auto]"
    >
      <ChoiceChips
        label="State"
        choices={CHOICES}
        chosen={filters.state}
        href={(state) => receivedHref(filters, { state })}
        count={(state) => counts[state ?? "waiting"]}
      />
    </FilterBar>
  );
}
