import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import { SEVERITIES } from "@/db/schema/constants";
import type { CaseCounts } from "@/lib/threads/cases/list/queries";
import type { CaseCompany } from "@/lib/threads/cases/queries";
import { SEVERITY_LABELS, STATUS_LABELS } from "@/lib/threads/cases/rules";
import { CASE_SORTS, type CaseFilters, type CaseSort, casesHref } from "@/lib/threads/cases/schema";
import { WIDE } from "./narrowed";

interface Props {
  filters: CaseFilters;
  counts: CaseCounts;
  /** Companies whose cases are shown. With one there is nothing to choose. */
  companies: readonly CaseCompany[];
  products: readonly string[];
}

const sorts: Readonly<Record<CaseSort, string>> = {
  waiting: "Waiting on you first",
  activity: "Last activity",
  "-filed": "Newest first",
  filed: "Oldest first",
  severity: "Severity",
};

/** Closed cases wait on nobody. The first is the default. */
const sortsOf = ({ tab }: CaseFilters) =>
  choicesOf(tab === "current" ? CASE_SORTS : CASE_SORTS.filter((sort) => sort !== "waiting"), sorts);

/** Limits long names where the fields are in one row, or they would push the buttons away. */
const NAMES = "min-[90rem]:max-w-40";

/** Status as chips, and a filter form that works without scripts by GET. */
export function CaseFilterBar({ filters, counts, companies, products }: Props) {
  return (
    <FilterBar
      label="Cases"
      href={casesHref(filters)}
      clearHref={casesHref(filters, WIDE)}
      search={{
        id: "case-search",
        placeholder: "Number, subject or text",
        className: "basis-full min-[90rem]:max-w-80 min-[90rem]:grow min-[90rem]:basis-36",
      }}
      more={[
        companies.length > 1
          ? {
              kind: "select",
              id: "case-company",
              label: "Company",
              name: "company",
              all: "All companies",
              options: companies.map(({ id, name }) => [id, name]),
              className: NAMES,
            }
          : null,
        {
          kind: "select",
          id: "case-product",
          label: "Product",
          name: "product",
          all: "All products",
          options: products.map((name) => [name, name]),
          className: NAMES,
        },
        {
          kind: "select",
          id: "case-severity",
          label: "Severity",
          name: "severity",
          all: "All severities",
          options: choicesOf(SEVERITIES, SEVERITY_LABELS),
        },
        { kind: "select", id: "case-sort", label: "Sort by", name: "sort", options: sortsOf(filters) },
        { kind: "flag", label: "Only mine", name: "mine", className: "lg:min-h-10" },
      ]}
      className="flex flex-wrap md:grid md:grid-cols-3 lg:grid-cols-4 min-[90rem]:flex min-[90rem]:flex-nowrap"
    >
      {filters.tab === "current" && (
        <ChoiceChips
          label="Status"
          choices={[[null, "All"], ...choicesOf(["waiting_on_you", "in_progress", "new"], STATUS_LABELS)]}
          chosen={filters.status}
          href={(status) => casesHref(filters, { status })}
          count={(status) => (status === "waiting_on_you" ? counts.waiting : undefined)}
        />
      )}
    </FilterBar>
  );
}
