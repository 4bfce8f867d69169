import { FilterBar } from "@/components/ui/filter-bar";
import { type ServiceFilters, type ServiceTab, serviceHref } from "@/lib/threads/requests/schema";

export const SERVICE_TAB_LABELS: Readonly<Record<ServiceTab, string>> = { open: "Open", closed: "Closed" };

/** A search form that works without scripts by GET. */
export function ServiceFilterBar({ filters }: { filters: ServiceFilters }) {
  return (
    <FilterBar
      label="Service requests"
      href={serviceHref(filters)}
      clearHref={serviceHref(filters, { q: "" })}
      search={{
        id: "service-search",
        placeholder: "Number, subject or text",
        className: "flex-1 sm:max-w-80",
      }}
      className="flex flex-wrap"
    />
  );
}
