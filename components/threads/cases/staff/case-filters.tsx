import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { Chip, ChipRow, ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import { CASE_STATUSES, SEVERITIES } from "@/db/schema/constants";
import { SEVERITY_LABELS, STAFF_STATUS_LABELS } from "@/lib/threads/cases/rules";
import type { StaffCaseCounts } from "@/lib/threads/cases/staff/queue/queries";
import {
  STAFF_CASE_SORTS,
  type StaffCaseFilters,
  type StaffCaseSort,
  staffCasesHref,
} from "@/lib/threads/cases/staff/queue/schema";
import type { Choice } from "@/lib/threads/staff/queue/queries";

/** What takes every narrowing away but the status. */
const WIDE = { q: "", brand: null, severity: null, product: null, assignee: null, company: null, late: false } as const;

const sorts: Readonly<Record<StaffCaseSort, string>> = {
  clock: "Answer clock",
  latest: "Last activity",
  severity: "Severity",
  "-filed": "Newest first",
  filed: "Oldest first",
};

interface Props {
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

/** Whose and which state as chips, and under them a form that works without scripts: its answer is an address. */
export function StaffCaseFilterBar({ filters, counts, choices }: Props) {
  const { status, late, assignee } = filters;
  const queue = (chosen: string | null, isLate = false) => staffCasesHref(filters, { assignee: chosen, late: isLate });
  return (
    <FilterBar
      label="Cases"
      href={staffCasesHref(filters)}
      clearHref={staffCasesHref(filters, WIDE)}
      search={{ id: "case-search", placeholder: "Number, name, product or text", className: "basis-full" }}
      more={[
        brandField("case-brand", choices.brands),
        {
          kind: "select",
          id: "case-severity",
          label: "Severity",
          name: "severity",
          all: "All severities",
          options: choicesOf(SEVERITIES, SEVERITY_LABELS),
        },
        {
          kind: "select",
          id: "case-product",
          label: "Product",
          name: "product",
          all: "All products",
          options: choices.products.map((name) => [name, name]),
        },
        {
          kind: "select",
          id: "case-assignee",
          label: "Assignee",
          name: "assignee",
          all: "Anybody",
          options: [["me", "Me"], ["nobody", "Nobody"], ...named(choices.agents)],
        },
        {
          kind: "select",
          id: "case-company",
          label: "Company",
          name: "company",
          all: "All companies",
          options: named(choices.companies),
        },
        {
          kind: "select",
          id: "case-sort",
          label: "Sort by",
          name: "sort",
          options: choicesOf(STAFF_CASE_SORTS, sorts),
        },
      ]}
      className="flex flex-wrap md:grid md:grid-cols-3 xl:grid-cols-4"
    >
      <ChipRow label="Queue">
        <Chip href={queue(null)} selected={!late && assignee === null} count={counts.open}>
          Everyone’s
        </Chip>
        <Chip href={queue("me")} selected={assignee === "me"} count={counts.mine}>
          Mine
        </Chip>
        <Chip href={queue("nobody")} selected={assignee === "nobody"} count={counts.unassigned}>
          Unassigned
        </Chip>
        <Chip href={queue(null, true)} selected={late} count={counts.late}>
          Late
        </Chip>
      </ChipRow>
      <ChoiceChips
        label="Status"
        choices={[[null, filters.q === "" ? "Open" : "All"], ...choicesOf(CASE_STATUSES, STAFF_STATUS_LABELS)]}
        chosen={status}
        href={(value) => staffCasesHref(filters, { status: value })}
      />
    </FilterBar>
  );
}
