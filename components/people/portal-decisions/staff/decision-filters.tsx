import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { Chip, ChipRow } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import type { FilterField } from "@/components/ui/filter-field";
import { Tabs } from "@/components/ui/tabs";
import { PORTAL_DECISION_KINDS, PORTAL_FIELDS } from "@/db/schema/constants";
import { type DecisionFilters, decisionsHref } from "@/lib/people/portal-decisions/list/schema";
import { DECISION_KIND_LABELS, PORTAL_FIELD_LABELS } from "@/lib/people/portal-decisions/rules";

const FIELD: FilterField = {
  kind: "select",
  id: "decision-field",
  label: "Field",
  name: "field",
  all: "Any field",
  options: choicesOf(PORTAL_FIELDS, PORTAL_FIELD_LABELS),
};

const KIND: FilterField = {
  kind: "select",
  id: "decision-kind",
  label: "About",
  name: "kind",
  all: "Anything",
  options: choicesOf(PORTAL_DECISION_KINDS, DECISION_KIND_LABELS),
};

interface Props {
  filters: DecisionFilters;
  brands: BrandNames;
  /** Name of the company that the list is narrowed to. */
  company: string | null;
}

/** The two lists of decisions as tabs, and a filter form that works without scripts by GET. */
export function DecisionFilterBar({ filters, brands, company }: Props) {
  const { tab } = filters;
  return (
    <>
      <Tabs
        label="Decisions"
        tabs={[
          { label: "Contacts", href: decisionsHref(filters, { tab: "contacts" }), selected: tab === "contacts" },
          { label: "Companies", href: decisionsHref(filters, { tab: "companies" }), selected: tab === "companies" },
          { label: "Relations and teams", href: decisionsHref(filters, { tab: "others" }), selected: tab === "others" },
        ]}
      />
      <FilterBar
        label="Decisions"
        href={decisionsHref(filters)}
        clearHref={decisionsHref({ tab })}
        search={{ id: "decision-search", placeholder: "Person, address or company", className: "basis-full" }}
        fields={tab === "companies" ? [] : [tab === "contacts" ? FIELD : KIND]}
        more={[brandField("decision-brand", brands)]}
        className="flex flex-wrap md:grid md:grid-cols-3 xl:grid-cols-4"
      >
        {company !== null && (
          <ChipRow label="Company">
            <Chip href={decisionsHref({ ...filters, company: null })} selected>
              {company}
              <span className="sr-only">: show all companies</span>
              <span aria-hidden>×</span>
            </Chip>
          </ChipRow>
        )}
      </FilterBar>
    </>
  );
}
