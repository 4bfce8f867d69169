import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { FilterBar } from "@/components/ui/filter-bar";
import { Tabs } from "@/components/ui/tabs";
import { VISITOR_TABS, type VisitorFilters, visitorsHref } from "@/lib/people/connect/staff/schema";

const TAB_LABELS: Readonly<Record<VisitorFilters["tab"], string>> = {
  ready: "Ready",
  unconfirmed: "Not confirmed",
  decided: "Decided",
};

interface Props {
  filters: VisitorFilters;
  brands: BrandNames;
}

export function VisitorFilterBar({ filters, brands }: Props) {
  return (
    <>
      <Tabs
        label="Waiting for an account"
        tabs={VISITOR_TABS.map((tab) => ({
          label: TAB_LABELS[tab],
          href: visitorsHref(filters, { tab }),
          selected: tab === filters.tab,
        }))}
      />
      <FilterBar
        label="Waiting for an account"
        href={visitorsHref(filters)}
        clearHref={visitorsHref({ tab: filters.tab })}
        search={{ id: "visitor-search", placeholder: "Name, address or company", className: "basis-full" }}
        fields={[brandField("visitor-brand", brands)]}
        className="flex flex-wrap md:grid md:grid-cols-3 xl:grid-cols-4"
      />
    </>
  );
}
