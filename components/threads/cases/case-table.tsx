import clsx from "clsx";
import { Link } from "@/components/ui/link";
import { RowKeys } from "@/components/ui/row-keys";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { routes } from "@/lib/routes";
import type { CaseRow } from "@/lib/threads/cases/list/queries";
import { type CaseFilters, casesHref } from "@/lib/threads/cases/schema";
import { CaseStatusDot, SeverityDot } from "./case-status";
import { TAB_LABELS } from "./tab-labels";

interface Props {
  rows: readonly CaseRow[];
  filters: CaseFilters;
  /** Cases of several companies can stand here. */
  hasCompanies: boolean;
}

export function CaseTable({ rows, filters, hasCompanies }: Props) {
  return (
    <RowKeys>
      {/* On a tablet a state in words takes two lines, or the table would be wider than the page. */}
      <Table caption={TAB_LABELS[filters.tab]} className="md:max-xl:[&_td_span]:whitespace-normal">
        <Thead>
          <Th>Case</Th>
          <Th>Status</Th>
          <Th {...sortable(filters, "severity")}>Severity</Th>
          {hasCompanies && <Th>Company</Th>}
          <Th {...sortable(filters, "activity")}>Last activity</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead className="md:min-w-40 xl:min-w-64">
                <CaseLead row={row} />
              </Td>
              <Td label="Status">
                <CaseStatusDot status={row.status} closeReason={row.closeReason} />
              </Td>
              <Td label="Severity">
                <SeverityDot severity={row.severity} />
              </Td>
              {hasCompanies && <Td label="Company">{row.companyName}</Td>}
              <Td label="Last activity">
                <time dateTime={row.activeAt} className="tabular">
                  {row.activeWhen}
                </time>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}

function sortable(filters: CaseFilters, sort: "severity" | "activity") {
  return {
    href: casesHref(filters, { sort }),
    sorted: filters.sort === sort ? ("descending" as const) : undefined,
  };
}

/** Number and subject as the row's one link; a dot, weight and a word say that somebody has answered since. */
export function CaseLead({ row }: { row: CaseRow }) {
  return (
    <span className="grid min-w-0 gap-0.5">
      <span className="flex min-w-0 items-baseline gap-2">
        {row.unread && (
          <span aria-hidden className="forced-border size-2 flex-none -translate-y-px rounded-full bg-accent" />
        )}
        <Link
          href={routes.case(row.number)}
          className={clsx(
            "stretched min-w-0 wrap-anywhere text-ink no-underline hover:text-accent",
            row.unread ? "font-semibold" : "font-normal",
          )}
        >
          {row.unread && <VisuallyHidden>Unread: </VisuallyHidden>}
          <span className="tabular">{row.number}</span> {row.subject}
        </Link>
      </span>
      <span className="text-xs font-normal text-muted">
        {row.product}. Filed {row.filedByMe ? "by you" : `by ${row.filedByName}`}, {row.filedWhen}
      </span>
    </span>
  );
}
