import clsx from "clsx";
import { ActionForm } from "@/components/forms/action-form";
import { SeverityDot } from "@/components/threads/cases/case-status";
import type { BrandNames } from "@/components/ui/brand-field";
import { Link } from "@/components/ui/link";
import { RowKeys } from "@/components/ui/row-keys";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { routes } from "@/lib/routes";
import { takeCaseAction } from "@/lib/threads/cases/staff/actions";
import type { StaffCaseRow } from "@/lib/threads/cases/staff/queue/queries";
import { type StaffCaseFilters, type StaffCaseSort, staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { ClockMark, StaffStatusDot } from "./marks";

interface Props {
  rows: readonly StaffCaseRow[];
  filters: StaffCaseFilters;
  brands: BrandNames;
  /** May take cases. */
  works: boolean;
}

/** The queue: one line a case, the whole row a link, the answer clock in words. */
export function StaffCaseTable({ rows, filters, brands, works }: Props) {
  return (
    <RowKeys>
      {/* On a tablet a state in words takes two lines, or the table would be wider than the page. */}
      <Table caption="Cases" className="md:max-xl:[&_td_span]:whitespace-normal">
        <Thead>
          <Th>Case</Th>
          <Th>Company</Th>
          <Th {...sortable(filters, "severity", "descending")}>Severity</Th>
          <Th>Status</Th>
          <Th>Assignee</Th>
          <Th {...sortable(filters, "clock", "ascending")}>Answer</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead className="md:min-w-40 xl:min-w-56">
                <Lead row={row} />
              </Td>
              <Td label="Company">
                <span className="grid min-w-0 gap-0.5 text-right wrap-anywhere md:text-left">
                  {row.company.name}
                  <span className="text-xs text-muted">{brands[row.brand]}</span>
                </span>
              </Td>
              <Td label="Severity">
                <SeverityDot severity={row.severity} />
              </Td>
              <Td label="Status">
                <StaffStatusDot status={row.status} closeReason={row.closeReason} />
              </Td>
              <Td label="Assignee">
                <Assignee row={row} works={works} />
              </Td>
              <Td label="Answer">
                {row.clock ? (
                  <ClockMark clock={row.clock} />
                ) : (
                  <span className="text-muted">{row.status === "closed" ? "" : "None owed"}</span>
                )}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}

function sortable(filters: StaffCaseFilters, sort: StaffCaseSort, direction: "ascending" | "descending") {
  return { href: staffCasesHref(filters, { sort }), sorted: filters.sort === sort ? direction : undefined };
}

/** Number and subject as the row's one link; a dot, weight and a word say that a client has written since. */
function Lead({ row }: { row: StaffCaseRow }) {
  return (
    <span className="grid min-w-0 gap-0.5">
      <span className="flex min-w-0 items-baseline gap-2">
        {row.unread && (
          <span aria-hidden className="forced-border size-2 flex-none -translate-y-px rounded-full bg-accent" />
        )}
        <Link
          href={routes.staffCase(row.number)}
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
        {row.product}. Last activity{" "}
        <time dateTime={row.activeAt} className="tabular">
          {row.activeWhen}
        </time>
      </span>
    </span>
  );
}

function Assignee({ row, works }: { row: StaffCaseRow; works: boolean }) {
  if (row.assignee) return <>{row.assignee.isMe ? `${row.assignee.name} (you)` : row.assignee.name}</>;
  if (!works || row.status === "closed") return <span className="text-muted">Nobody</span>;
  return (
    // Above the row's link, which covers all of it.
    <div className="relative z-1">
      <ActionForm
        action={takeCaseAction}
        label={`Take ${row.number}`}
        className="grid justify-items-end gap-2 md:justify-items-start"
      >
        <input type="hidden" name="number" value={row.number} />
        <SubmitButton variant="secondary" size="small">
          Take<VisuallyHidden> {row.number}</VisuallyHidden>
        </SubmitButton>
      </ActionForm>
    </div>
  );
}
