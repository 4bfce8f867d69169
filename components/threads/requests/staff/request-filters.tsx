import type { ReactNode } from "react";
import { QueueFilters } from "@/components/threads/staff/queue-filters";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceMenu } from "@/components/ui/chip-menu";
import { choicesOf } from "@/components/ui/choices";
import { REQUEST_KINDS } from "@/db/schema/constants";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import type { StaffRequestCounts } from "@/lib/threads/requests/staff/queue/queries";
import {
  STAFF_REQUEST_SORTS,
  type StaffRequestFilters,
  type StaffRequestSort,
  staffRequestsHref,
} from "@/lib/threads/requests/staff/queue/schema";
import type { Worker } from "@/lib/threads/staff/people/queries";

/** Clears all filters but the status. */
const WIDE = { q: "", kind: null, brand: null, owner: null, company: null, late: false, snoozed: false } as const;

const sorts: Readonly<Record<StaffRequestSort, string>> = {
  queue: "Mine first, by answer",
  latest: "Last activity",
  asked: "Oldest first",
};

interface Props {
  detail: string;
  views: ReactNode;
  filters: StaffRequestFilters;
  counts: StaffRequestCounts;
  brands: BrandNames;
  workers: readonly Worker[];
}

/** Adds the kind of request, and the owners for whom the viewer stands in. */
export function StaffRequestFilterBar({ detail, views, filters, counts, brands, workers }: Props) {
  return (
    <QueueFilters
      kind="request"
      title="Requests"
      {...{ detail, views }}
      placeholder="Number, name or text"
      filters={filters}
      whose={filters}
      counts={counts}
      others={{ owner: "away", label: "Standing in", count: counts.standingIn }}
      href={staffRequestsHref(filters)}
      clearHref={staffRequestsHref(filters, WIDE)}
      whoseHref={(whose) => staffRequestsHref(filters, whose)}
      statusHref={(status) => staffRequestsHref(filters, { status })}
      fields={[
        brandField("request-brand", brands),
        {
          ...{ kind: "select", id: "request-owner", label: "Owner", name: "owner", all: "Anybody" },
          options: [
            ["me", "Me"],
            ["nobody", "Nobody"],
            ["away", "Away, I stand in"],
            ...workers.map(({ id, name }) => [id, name] as const),
          ],
        },
        {
          ...{ kind: "select", id: "request-sort", label: "Sort by", name: "sort" },
          options: choicesOf(STAFF_REQUEST_SORTS, sorts),
        },
      ]}
    >
      <ChoiceMenu
        label="Kind"
        choices={[[null, "All kinds"], ...choicesOf(REQUEST_KINDS, KIND_LABELS)]}
        chosen={filters.kind}
        href={(kind) => staffRequestsHref(filters, { kind })}
      />
    </QueueFilters>
  );
}
