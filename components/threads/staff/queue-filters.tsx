import type { ReactNode } from "react";
import { Chip, ChipRow, ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import type { FilterField } from "@/components/ui/filter-field";
import { THREAD_STATUSES, type ThreadKind } from "@/db/schema/constants";
import { KINDS, type StatusOf } from "@/lib/threads/kinds";

/** Filter by owner and by late answers. */
interface Whose {
  readonly owner: string | null;
  readonly late: boolean;
}

interface Props<K extends ThreadKind> {
  kind: K;
  /** What the search looks through, for screen readers. */
  label: string;
  placeholder: string;
  filters: { readonly q: string; readonly status: StatusOf<K> | null };
  whose: Whose;
  counts: { readonly open: number; readonly mine: number; readonly unassigned: number; readonly late: number };
  /** Owners for whom the viewer stands in; shown between unassigned and late threads. */
  others?: { readonly owner: string; readonly label: string; readonly count: number };
  fields: readonly (FilterField | null)[];
  href: string;
  /** Address of the list with all filters but the status cleared. */
  clearHref: string;
  whoseHref: (whose: Whose) => string;
  statusHref: (status: StatusOf<K> | null) => string;
  /** Further rows of chips. */
  children?: ReactNode;
}

/** Owner and status as chips, and a filter form that works without scripts by GET. */
export function QueueFilters<K extends ThreadKind>(props: Props<K>) {
  const { kind, filters, whose, counts, others, whoseHref } = props;
  const chip = (owner: string | null, label: string, count: number) => (
    <Chip
      href={whoseHref({ owner, late: false })}
      selected={whose.owner === owner && !(owner === null && whose.late)}
      count={count}
    >
      {label}
    </Chip>
  );
  return (
    <FilterBar
      label={props.label}
      href={props.href}
      clearHref={props.clearHref}
      search={{ id: `${kind}-search`, placeholder: props.placeholder, className: "basis-full" }}
      more={props.fields}
      className="flex flex-wrap md:grid md:grid-cols-3 xl:grid-cols-4"
    >
      <ChipRow label="Queue">
        {chip(null, "Everyone’s", counts.open)}
        {chip("me", "Mine", counts.mine)}
        {chip("nobody", "Unassigned", counts.unassigned)}
        {others && chip(others.owner, others.label, others.count)}
        <Chip href={whoseHref({ owner: null, late: true })} selected={whose.late} count={counts.late}>
          Late
        </Chip>
      </ChipRow>
      <ChoiceChips<StatusOf<K> | null>
        label="Status"
        choices={[
          [null, filters.q === "" ? "Open" : "All"],
          ...choicesOf<StatusOf<K>>(THREAD_STATUSES[kind], KINDS[kind].staffLabels),
        ]}
        chosen={filters.status}
        href={props.statusHref}
      />
      {props.children}
    </FilterBar>
  );
}
