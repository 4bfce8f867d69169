import clsx from "clsx";
import { ContactLink, TeamMemberLink } from "@/components/people/companies/staff/client-links";
import { QueueTable, RowButton } from "@/components/threads/staff/queue-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import { standInAction, takeRequestAction } from "@/lib/threads/requests/staff/actions";
import type { StaffRequestRow } from "@/lib/threads/requests/staff/queue/queries";
import { type StaffRequestFilters, staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

interface Props {
  rows: readonly StaffRequestRow[];
  filters: StaffRequestFilters;
  brands: BrandNames;
  /** Numbers that the address has chosen. */
  chosen: readonly string[];
  /** What was just done to the list. */
  deed: string;
}

/** The queue of requests, with absent owners and those for whom the viewer stands in. */
export function StaffRequestTable({ rows, filters, brands, chosen, deed }: Props) {
  return (
    <QueueTable
      kind="request"
      caption="Requests"
      rows={rows}
      {...{ brands, chosen }}
      // Who reads requests works them.
      works
      place={`${staffRequestsHref(filters, filters.cursor ? { cursor: filters.cursor } : {})} ${deed}`}
      lead={{
        title: "Request",
        about: ({ kind, askedBy, askerId }) => (
          <>
            {KIND_LABELS[kind]}, <ContactLink contact={{ id: askerId, name: askedBy }} inRow />
          </>
        ),
        className: "md:min-w-40 xl:min-w-52",
      }}
      owner={{ title: "Owner", cell: (row) => <Owner row={row} /> }}
    />
  );
}

function Owner({ row: { owner, number, status } }: { row: StaffRequestRow }) {
  if (!owner) {
    if (status === "closed") return <span className="text-muted">Nobody</span>;
    return (
      <div className="relative z-1">
        <RowButton action={takeRequestAction} number={number} verb="Take" />
      </div>
    );
  }
  const name = (
    <span>
      {owner.hasPage ? <TeamMemberLink member={owner} inRow /> : owner.name}
      {owner.isMe && " (you)"}
    </span>
  );
  // Alone in its line, it ends in an ellipsis where it has less room than it takes.
  if (!owner.standsInFor && !owner.isMineToday) return name;
  return (
    <span className="cell-marked">
      {name}
      {owner.standsInFor && (
        <Mark short="Stand-in" words={`Stands in for ${owner.standsInFor}`} className="text-muted" />
      )}
      {owner.isMineToday && (
        <>
          <Mark
            short="Away"
            words={`Away: you are standing in for ${owner.name}`}
            className="font-semibold text-warning"
          />
          <div className="relative z-1">
            <RowButton action={standInAction} number={number} verb="Stand in" on=" on" hidden={{ for: owner.id }} />
          </div>
        </>
      )}
    </span>
  );
}

/** A fact about the owner: one word where rows have one line, the whole on hover and for screen readers. */
function Mark({ short, words, className }: { short: string; words: string; className: string }) {
  return (
    <span className={clsx("relative z-1 text-xs", className)} title={words}>
      <span className="mark-words">{words}</span>
      <span aria-hidden className="mark-short">
        {short}
      </span>
    </span>
  );
}
