import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { Chip, ChipRow, ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import { REQUEST_KINDS, REQUEST_STATUSES } from "@/db/schema/constants";
import { KIND_LABELS, STAFF_STATUS_LABELS } from "@/lib/threads/requests/rules";
import type { StaffRequestCounts } from "@/lib/threads/requests/staff/queue/queries";
import {
  STAFF_REQUEST_SORTS,
  type StaffRequestFilters,
  type StaffRequestSort,
  staffRequestsHref,
} from "@/lib/threads/requests/staff/queue/schema";
import type { Worker } from "@/lib/threads/staff/people/queries";

/** What takes every narrowing away but the status. */
const WIDE = { q: "", kind: null, brand: null, owner: null, company: null, late: false } as const;

const sorts: Readonly<Record<StaffRequestSort, string>> = {
  queue: "Mine first, by answer",
  latest: "Last activity",
  asked: "Oldest first",
};

interface Props {
  filters: StaffRequestFilters;
  counts: StaffRequestCounts;
  brands: BrandNames;
  workers: readonly Worker[];
}

/** Whose, which state and which kind as chips, and under them a form that works without scripts: its answer is an address. */
export function StaffRequestFilterBar({ filters, counts, brands, workers }: Props) {
  const { status, kind, late, owner } = filters;
  const queue = (chosen: string | null, isLate = false) => staffRequestsHref(filters, { owner: chosen, late: isLate });
  return (
    <FilterBar
      label="Requests"
      href={staffRequestsHref(filters)}
      clearHref={staffRequestsHref(filters, WIDE)}
      search={{ id: "request-search", placeholder: "Number, name or text", className: "basis-full" }}
      more={[
        brandField("request-brand", brands),
        {
          kind: "select",
          id: "request-owner",
          label: "Owner",
          name: "owner",
          all: "Anybody",
          options: [
            ["me", "Me"],
            ["nobody", "Nobody"],
            ["away", "Away, I stand in"],
            ...workers.map(({ id, name }) => [id, name] as const),
          ],
        },
        {
          kind: "select",
          id: "request-sort",
          label: "Sort by",
          name: "sort",
          options: choicesOf(STAFF_REQUEST_SORTS, sorts),
        },
      ]}
      className="flex flex-wrap md:grid md:grid-cols-3 xl:grid-cols-4"
    >
      <ChipRow label="Queue">
        <Chip href={queue(null)} selected={!late && owner === null} count={counts.open}>
          Everyone’s
        </Chip>
        <Chip href={queue("me")} selected={owner === "me"} count={counts.mine}>
          Mine
        </Chip>
        <Chip href={queue("nobody")} selected={owner === "nobody"} count={counts.unassigned}>
          Unassigned
        </Chip>
        <Chip href={queue("away")} selected={owner === "away"} count={counts.standingIn}>
          Standing in
        </Chip>
        <Chip href={queue(null, true)} selected={late} count={counts.late}>
          Late
        </Chip>
      </ChipRow>
      <ChoiceChips
        label="Status"
        choices={[[null, filters.q === "" ? "Open" : "All"], ...choicesOf(REQUEST_STATUSES, STAFF_STATUS_LABELS)]}
        chosen={status}
        href={(value) => staffRequestsHref(filters, { status: value })}
      />
      <ChoiceChips
        label="Kind"
        choices={[[null, "All kinds"], ...choicesOf(REQUEST_KINDS, KIND_LABELS)]}
        chosen={kind}
        href={(value) => staffRequestsHref(filters, { kind: value })}
      />
    </FilterBar>
  );
}
