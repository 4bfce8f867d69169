import { TeamMemberLink } from "@/components/people/companies/staff/client-links";
import { SeverityDot } from "@/components/threads/cases/severity-dot";
import { QueueTable, RowButton } from "@/components/threads/staff/queue-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { takeCaseAction } from "@/lib/threads/cases/staff/actions";
import type { StaffCaseRow } from "@/lib/threads/cases/staff/queue/queries";
import { type StaffCaseFilters, type StaffCaseSort, staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";

interface Props {
  rows: readonly StaffCaseRow[];
  filters: StaffCaseFilters;
  brands: BrandNames;
  /** The viewer may take cases. */
  works: boolean;
  /** Numbers that the address has chosen. */
  chosen: readonly string[];
  /** What was just done to the list. */
  deed: string;
}

/** The queue of cases, with the severity of each. */
export function StaffCaseTable({ rows, filters, brands, works, chosen, deed }: Props) {
  return (
    <QueueTable
      kind="case"
      caption="Cases"
      rows={rows}
      {...{ brands, works, chosen }}
      place={`${staffCasesHref(filters, filters.cursor ? { cursor: filters.cursor } : {})} ${deed}`}
      lead={{ title: "Case", about: ({ product }) => product, className: "md:min-w-40 xl:min-w-52" }}
      special={{
        title: "Severity",
        cell: ({ severity }) => <SeverityDot severity={severity} short />,
        order: orderOf(filters, "severity", "descending"),
      }}
      owner={{ title: "Assignee", cell: (row) => <Assignee row={row} works={works} /> }}
      byAnswer={orderOf(filters, "clock", "ascending")}
      byActivity={orderOf(filters, "latest", "descending")}
    />
  );
}

function orderOf(filters: StaffCaseFilters, sort: StaffCaseSort, direction: "ascending" | "descending") {
  return { href: staffCasesHref(filters, { sort }), sorted: filters.sort === sort ? direction : undefined };
}

function Assignee({ row: { owner, status, number }, works }: { row: StaffCaseRow; works: boolean }) {
  if (owner) {
    return (
      <span>
        {owner.hasPage ? <TeamMemberLink member={owner} inRow /> : owner.name}
        {owner.isMe && " (you)"}
      </span>
    );
  }
  if (!works || status === "closed") return <span className="text-muted">Nobody</span>;
  return (
    <div className="relative z-1">
      <RowButton action={takeCaseAction} number={number} verb="Take" />
    </div>
  );
}
