import { ChoiceChips } from "@/components/ui/chip";
import { FilterBar } from "@/components/ui/filter-bar";
import type { ResourceList } from "@/lib/site/library/queries";
import { KIND_LABELS } from "@/lib/site/library/rules";
import { type ResourceFilters, type ResourceSort, resourcesHref } from "@/lib/site/library/schema";

interface Props {
  filters: ResourceFilters;
  list: Pick<ResourceList, "products" | "kinds">;
}

const SORTS: readonly (readonly [ResourceSort, string])[] = [
  ["newest", "Newest"],
  ["used", "Most used"],
];

/** Chips by product and kind, whose state is the address, and a search that works without scripts. */
export function ResourceFilterBar({ filters, list: { products, kinds } }: Props) {
  return (
    <FilterBar
      label="Resources"
      href={resourcesHref(filters)}
      clearHref={resourcesHref({ ...filters, q: "" })}
      search={{
        id: "resource-search",
        label: "Search titles and documents",
        placeholder: "Words of a title or a document",
        className: "basis-full",
      }}
      className="flex flex-wrap md:grid md:grid-cols-[minmax(0,1fr)_auto]"
    >
      {products.length > 0 && (
        <ChoiceChips<string | null>
          label="Products"
          choices={[
            [null, "All products"],
            ...products.map(({ name, isOwn }) => [name, isOwn ? `${name} (yours)` : name] as const),
          ]}
          chosen={filters.product}
          href={(product) => resourcesHref(filters, { product })}
          count={(product) => products.find(({ name }) => name === product)?.count}
        />
      )}
      {kinds.length > 1 && (
        <ChoiceChips
          label="Kinds"
          choices={[[null, "All kinds"], ...kinds.map(({ kind }) => [kind, KIND_LABELS[kind]] as const)]}
          chosen={filters.kind}
          href={(kind) => resourcesHref(filters, { kind })}
          count={(kind) => kinds.find((one) => one.kind === kind)?.count}
        />
      )}
      <ChoiceChips
        label="Order"
        choices={SORTS}
        chosen={filters.sort}
        href={(sort) => resourcesHref(filters, { sort })}
      />
    </FilterBar>
  );
}
