import type { ReactNode } from "react";
import { QueueFilters } from "@/components/threads/staff/queue-filters";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { choicesOf } from "@/components/ui/choices";
import { SEVERITIES } from "@/db/schema/constants";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import type { StaffCaseCounts } from "@/lib/threads/cases/staff/queue/queries";
import {
  STAFF_CASE_SORTS,
  type StaffCaseFilters,
  type StaffCaseSort,
  staffCasesHref,
} from "@/lib/threads/cases/staff/queue/schema";
import type { Choice } from "@/lib/threads/staff/queue/queries";

/** Clears all filters but the status. */
const WIDE = {
  q: "",
  brand: null,
  severity: null,
  product: null,
  assignee: null,
  company: null,
  late: false,
  snoozed: false,
} as const;

const sorts: Readonly<Record<StaffCaseSort, string>> = {
  clock: "Answer clock",
  latest: "Last activity",
  severity: "Severity",
  "-filed": "Newest first",
  filed: "Oldest first",
};

interface Props {
  detail: string;
  views: ReactNode;
  filters: StaffCaseFilters;
  counts: StaffCaseCounts;
  choices: {
    readonly brands: BrandNames;
    readonly agents: readonly Choice[];
    readonly companies: readonly Choice[];
    readonly products: readonly string[];
  };
}

const named = (choices: readonly Choice[]) => choices.map(({ id, name }) => [id, name] as const);

export function StaffCaseFilterBar({ detail, views, filters, counts, choices }: Props) {
  return (
    <QueueFilters
      kind="case"
      title="Cases"
      {...{ detail, views }}
      placeholder="Number, name, product or text"
      filters={filters}
      whose={{ owner: filters.assignee, late: filters.late, snoozed: filters.snoozed }}
      counts={counts}
      href={staffCasesHref(filters)}
      clearHref={staffCasesHref(filters, WIDE)}
      whoseHref={({ owner, ...rest }) => staffCasesHref(filters, { assignee: owner, ...rest })}
      statusHref={(status) => staffCasesHref(filters, { status })}
      fields={[
        brandField("case-brand", choices.brands),
        {
          ...{ kind: "select", id: "case-severity", label: "Severity", name: "severity", all: "All severities" },
          options: choicesOf(SEVERITIES, SEVERITY_LABELS),
        },
        {
          ...{ kind: "select", id: "case-product", label: "Product", name: "product", all: "All products" },
          options: choices.products.map((name) => [name, name]),
        },
        {
          ...{ kind: "select", id: "case-assignee", label: "Assignee", name: "assignee", all: "Anybody" },
          options: [["me", "Me"], ["nobody", "Nobody"], ...named(choices.agents)],
        },
        {
          ...{ kind: "select", id: "case-company", label: "Company", name: "company", all: "All companies" },
          options: named(choices.companies),
        },
        {
          ...{ kind: "select", id: "case-sort", label: "Sort by", name: "sort" },
          options: choicesOf(STAFF_CASE_SORTS, sorts),
        },
      ]}
    />
  );
}
