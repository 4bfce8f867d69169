import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import { type Column, LastActivity, type Order, ThreadTable } from "@/components/threads/thread-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { BrandTag } from "@/components/ui/brand-tag";
import { RowBox } from "@/components/ui/row-box";
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
    /** Shown beside number and subject. */
    readonly about: (row: Row) => ReactNode;
    readonly className: string;
  };
  /** A column of the thread's kind, before the status. */
  special?: Column<Row>;
  owner: Column<Row>;
  byAnswer?: Order | undefined;
  byActivity?: Order | undefined;
  /** Address of the list at this page, and what was just done to it: with another the table begins anew. */
  place: string;
  /** The viewer works threads of the kind, and has a box in each row. */
  works: boolean;
  /** Numbers that the address has chosen. */
  chosen: readonly string[];
}

/** A queue as a table, with the promised answer times in words. */
export function QueueTable<Row extends QueuedThread<ThreadKind> & { readonly closeReason?: CloseReason | null }>(
  props: Props<Row>,
) {
  const { kind, caption, rows, brands, lead, special, owner, byAnswer, byActivity, place, works, chosen } = props;
  return (
    <>
      <ClockSymbols />
      <ThreadTable
        caption={caption}
        rows={rows}
        lead={{
          ...lead,
          href: ({ number }) => kindOf(kind).staffPath(number),
        }}
        work={{
          ...{ place, answers: works },
          box: works
            ? ({ number }) => <RowBox list={kind} value={number} name={number} checked={chosen.includes(number)} />
            : undefined,
        }}
        columns={[
          {
            ...{ title: "Company", isNarrow: true },
            cell: ({ company, brand }) => <Company company={company} brandName={brands[brand]} />,
          },
          special,
          {
            title: "Status",
            cell: ({ status, closeReason }) => (
              <ThreadStatusDot kind={kind} status={status} closeReason={closeReason} side="staff" />
            ),
          },
          { ...owner, isNarrow: true },
          { title: "Answer", cell: answerOf, ...(byAnswer && { order: byAnswer }) },
          {
            ...{ title: "Last activity", isWideOnly: true },
            cell: (row) => <LastActivity row={row} />,
            ...(byActivity && { order: byActivity }),
          },
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
    <span className="cell-pair text-right md:text-left">
      <span>
        <CompanyLink company={company} inRow />
      </span>
      <BrandTag name={brandName} />
    </span>
  );
}

function answerOf({ clock, status }: QueuedThread<ThreadKind>): ReactNode {
  if (clock) return <ClockMark clock={clock} short />;
  return <span className="text-muted">{status === "closed" ? "" : "None"}</span>;
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
