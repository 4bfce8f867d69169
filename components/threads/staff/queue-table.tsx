import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import { type Column, LastActivity, type Order, ThreadTable } from "@/components/threads/thread-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { CloseReason, ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { kindOf } from "@/lib/threads/kinds";
import type { QueuedThread } from "@/lib/threads/staff/queue/queries";
import { ClockMark, ClockSymbols } from "./clock-mark";

interface Props<Row> {
  kind: ThreadKind;
  caption: string;
  rows: readonly Row[];
  brands: BrandNames;
  lead: {
    readonly title: string;
    /** Shown under number and subject, before the last activity. */
    readonly about: (row: Row) => ReactNode;
    readonly className: string;
  };
  /** A column of the thread's kind, before the status. */
  special?: Column<Row>;
  owner: Column<Row>;
  byAnswer?: Order;
}

/** A queue as a table, with the promised answer times in words. */
export function QueueTable<Row extends QueuedThread<ThreadKind> & { readonly closeReason?: CloseReason | null }>(
  props: Props<Row>,
) {
  const { kind, caption, rows, brands, lead, special, owner, byAnswer } = props;
  return (
    <>
      <ClockSymbols />
      <ThreadTable
        caption={caption}
        rows={rows}
        lead={{
          ...lead,
          href: ({ number }) => kindOf(kind).staffPath(number),
          about: (row) => (
            <span className="wrap-anywhere">
              {lead.about(row)}. Last activity <LastActivity row={row} />
            </span>
          ),
        }}
        columns={[
          { title: "Company", cell: ({ company, brand }) => <Company company={company} brandName={brands[brand]} /> },
          special,
          {
            title: "Status",
            cell: ({ status, closeReason }) => (
              <ThreadStatusDot kind={kind} status={status} closeReason={closeReason} side="staff" />
            ),
          },
          owner,
          { title: "Answer", cell: answerOf, order: byAnswer },
        ]}
      />
    </>
  );
}

function Company({
  company,
  brandName,
}: {
  company: QueuedThread<ThreadKind>["company"];
  brandName: string | undefined;
}) {
  return (
    <span className="grid min-w-0 gap-0.5 text-right wrap-anywhere md:text-left">
      <span>
        <CompanyLink company={company} inRow />
      </span>
      <span className="text-xs text-muted">{brandName}</span>
    </span>
  );
}

function answerOf({ clock, status }: QueuedThread<ThreadKind>): ReactNode {
  if (clock) return <ClockMark clock={clock} />;
  return <span className="text-muted">{status === "closed" ? "" : "None owed"}</span>;
}

interface RowButtonProps {
  action: FormAction;
  number: string;
  /** The button's text; with the thread's number it is the accessible name. */
  verb: string;
  /** A word between verb and number, for screen readers. */
  on?: string;
  /** What the action takes beside the number. */
  hidden?: Readonly<Record<string, string>>;
}

/** A form with one button inside a row. Place it above the row's link, which covers the whole row. */
export function RowButton({ action, number, verb, on = "", hidden = {} }: RowButtonProps) {
  return (
    <ActionForm
      action={action}
      label={`${verb}${on} ${number}`}
      className="grid justify-items-end gap-2 md:justify-items-start"
    >
      <input type="hidden" name="number" value={number} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton variant="secondary" size="small">
        {verb}
        <VisuallyHidden>
          {on} {number}
        </VisuallyHidden>
      </SubmitButton>
    </ActionForm>
  );
}
