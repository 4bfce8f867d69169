import clsx from "clsx";
import { ActionForm } from "@/components/forms/action-form";
import { ClockMark } from "@/components/threads/cases/staff/marks";
import type { BrandNames } from "@/components/ui/brand-field";
import { Link } from "@/components/ui/link";
import { RowKeys } from "@/components/ui/row-keys";
import { SubmitButton } from "@/components/ui/submit-button";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { routes } from "@/lib/routes";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import { standInAction, takeRequestAction } from "@/lib/threads/requests/staff/actions";
import type { StaffRequestRow } from "@/lib/threads/requests/staff/queue/queries";
import { StaffRequestStatus } from "./marks";

/** The queue: one line a request, the whole row a link, the promised answer in words. */
export function StaffRequestTable({ rows, brands }: { rows: readonly StaffRequestRow[]; brands: BrandNames }) {
  return (
    <RowKeys>
      {/* On a tablet a state in words takes two lines, or the table would be wider than the page. */}
      <Table caption="Requests" className="md:max-xl:[&_td_span]:whitespace-normal">
        <Thead>
          <Th>Request</Th>
          <Th>Company</Th>
          <Th>Status</Th>
          <Th>Owner</Th>
          <Th>Answer</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead className="md:min-w-40 xl:min-w-64">
                <Lead row={row} />
              </Td>
              <Td label="Company">
                <span className="grid min-w-0 gap-0.5 text-right wrap-anywhere md:text-left">
                  {row.company.name}
                  <span className="text-xs text-muted">{brands[row.brand]}</span>
                </span>
              </Td>
              <Td label="Status">
                <StaffRequestStatus status={row.status} />
              </Td>
              <Td label="Owner">
                <Owner row={row} />
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

/** Number and subject as the row's one link; a dot, weight and a word say that a client has written since. */
function Lead({ row }: { row: StaffRequestRow }) {
  return (
    <span className="grid min-w-0 gap-0.5">
      <span className="flex min-w-0 items-baseline gap-2">
        {row.unread && (
          <span aria-hidden className="forced-border size-2 flex-none -translate-y-px rounded-full bg-accent" />
        )}
        <Link
          href={routes.staffRequest(row.number)}
          className={clsx(
            "stretched min-w-0 wrap-anywhere text-ink no-underline hover:text-accent",
            row.unread ? "font-semibold" : "font-normal",
          )}
        >
          {row.unread && <VisuallyHidden>Unread: </VisuallyHidden>}
          <span className="tabular">{row.number}</span> {row.subject}
        </Link>
      </span>
      <span className="text-xs font-normal wrap-anywhere text-muted">
        {KIND_LABELS[row.kind]}, {row.askedBy}. Last activity{" "}
        <time dateTime={row.activeAt} className="tabular">
          {row.activeWhen}
        </time>
      </span>
    </span>
  );
}

function Owner({ row }: { row: StaffRequestRow }) {
  const { owner, number } = row;
  if (!owner) {
    return row.status === "closed" ? <span className="text-muted">Nobody</span> : <Take number={number} />;
  }
  return (
    <span className="grid justify-items-end gap-1 md:justify-items-start">
      {owner.isMe ? `${owner.name} (you)` : owner.name}
      {owner.standsInFor && <span className="text-xs text-muted">Stands in for {owner.standsInFor}</span>}
      {owner.isMineToday && <StandIn number={number} owner={owner} />}
    </span>
  );
}

// Both above the row's link, which covers all of it.
function Take({ number }: { number: string }) {
  return (
    <div className="relative z-1">
      <ActionForm
        action={takeRequestAction}
        label={`Take ${number}`}
        className="grid justify-items-end gap-2 md:justify-items-start"
      >
        <input type="hidden" name="number" value={number} />
        <SubmitButton variant="secondary" size="small">
          Take<VisuallyHidden> {number}</VisuallyHidden>
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

function StandIn({ number, owner }: { number: string; owner: { id: string; name: string } }) {
  return (
    <div className="relative z-1 grid justify-items-end gap-1 md:justify-items-start">
      <span className="text-xs font-semibold text-warning">Away: you are standing in for {owner.name}</span>
      <ActionForm
        action={standInAction}
        label={`Stand in on ${number}`}
        className="grid justify-items-end gap-2 md:justify-items-start"
      >
        <input type="hidden" name="number" value={number} />
        <input type="hidden" name="for" value={owner.id} />
        <SubmitButton variant="secondary" size="small">
          Stand in<VisuallyHidden> on {number}</VisuallyHidden>
        </SubmitButton>
      </ActionForm>
    </div>
  );
}
