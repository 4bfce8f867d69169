import type { ReactNode } from "react";
import { Chip, ChipRow } from "@/components/ui/chip";
import { ChoiceMenu } from "@/components/ui/chip-menu";
import { choicesOf } from "@/components/ui/choices";
import type { FilterField } from "@/components/ui/filter-field";
import { ListBar } from "@/components/ui/list-bar";
import { THREAD_STATUSES, type ThreadKind } from "@/db/schema/constants";
import { KINDS, type StatusOf } from "@/lib/threads/kinds";

/** Filter by owner, by late answers and by sleep. */
interface Whose {
  readonly owner: string | null;
  readonly late: boolean;
  readonly snoozed: boolean;
}

interface Props<K extends ThreadKind> {
  kind: K;
  title: string;
  detail: string;
  placeholder: string;
  filters: { readonly q: string; readonly status: StatusOf<K> | null };
  whose: Whose;
  counts: {
    readonly open: number;
    readonly mine: number;
    readonly unassigned: number;
    readonly late: number;
    readonly snoozed: number;
  };
  /** Owners for whom the viewer stands in; shown between unassigned and late threads. */
  others?: { readonly owner: string; readonly label: string; readonly count: number };
  fields: readonly (FilterField | null)[];
  href: string;
  /** Address of the list with all filters but the status cleared. */
  clearHref: string;
  whoseHref: (whose: Whose) => string;
  statusHref: (status: StatusOf<K> | null) => string;
  views: ReactNode;
  /** Further chips. */
  children?: ReactNode;
}

/** Whose threads, as chips beside the title, and one row of filters. */
export function QueueFilters<K extends ThreadKind>(props: Props<K>) {
  const { kind, title, filters, whose, counts, others, whoseHref } = props;
  const chip = (owner: string | null, label: string, count: number) => (
    <Chip
      href={whoseHref({ owner, late: false, snoozed: false })}
      selected={whose.owner === owner && !(owner === null && (whose.late || whose.snoozed))}
      count={count}
    >
      {label}
    </Chip>
  );
  return (
    <ListBar
      title={title}
      detail={props.detail}
      label={title}
      href={props.href}
      clearHref={props.clearHref}
      search={{ id: `${kind}-search`, placeholder: props.placeholder }}
      fields={props.fields}
      views={props.views}
      tabs={
        <ChipRow label="Queue">
          {chip(null, "Everyone’s", counts.open)}
          {chip("me", "Mine", counts.mine)}
          {chip("nobody", "Unassigned", counts.unassigned)}
          {others && chip(others.owner, others.label, others.count)}
          <Chip href={whoseHref({ owner: null, late: true, snoozed: false })} selected={whose.late} count={counts.late}>
            Late
          </Chip>
          <Chip
            href={whoseHref({ owner: null, late: false, snoozed: true })}
            selected={whose.snoozed}
            count={counts.snoozed}
          >
            Snoozed
          </Chip>
        </ChipRow>
      }
    >
      <ChoiceMenu<StatusOf<K> | null>
        label="Status"
        choices={[
          [null, filters.q === "" ? "Open" : "All"],
          ...choicesOf<StatusOf<K>>(THREAD_STATUSES[kind], KINDS[kind].staffLabels),
        ]}
        chosen={filters.status}
        href={props.statusHref}
      />
      {props.children}
    </ListBar>
  );
}
