import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { LiveTable } from "@/components/live/live-table";
import { ListTime } from "@/components/ui/list-time";
import { RowKeys } from "@/components/ui/row-keys";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { ListedThread } from "@/lib/threads/list/queries";
import { ThreadLead } from "./thread-lead";

/** Sorting of a column's heading: its link, and the present direction. */
export type Order = Pick<ComponentProps<typeof Th>, "href" | "sorted">;

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly order?: Order;
  /** Only wide screens and cards have room for it. */
  readonly isWideOnly?: boolean;
  /** Takes little of a dense table: its end gives way to the subject. */
  readonly isNarrow?: boolean;
}

interface Props<Row> {
  /** For screen readers. */
  caption: string;
  rows: readonly Row[];
  /** The first column: number and subject, and a line under them. */
  lead: {
    readonly title: string;
    readonly href: (row: Row) => string;
    readonly about: (row: Row) => ReactNode;
    readonly className: string;
  };
  columns: readonly (Column<Row> | false | undefined)[];
  /** For lists in which staff work. */
  work?: {
    /** With another, the table begins anew. */
    readonly place: string;
    /** The viewer answers threads of this kind. */
    readonly answers: boolean;
    /** The box that chooses a row; absent for who may only read. */
    readonly box?: ((row: Row) => ReactNode) | undefined;
  };
}

/** A list of threads: one row each, the whole row a link; cards on phones. */
export function ThreadTable<Row extends ListedThread>({ caption, rows, lead, columns, work }: Props<Row>) {
  const shown = columns.filter((column) => column !== false && column !== undefined);
  const box = work?.box;
  const head = (
    <>
      {box && (
        <Th>
          <VisuallyHidden>Choose</VisuallyHidden>
        </Th>
      )}
      <Th>{lead.title}</Th>
      {shown.map(({ title, order, isWideOnly }) => (
        <Th key={title} {...order} className={isWideOnly ? WIDE_ONLY : undefined}>
          {title}
        </Th>
      ))}
    </>
  );
  const drawn = rows.map((row) => ({
    id: row.number,
    row: (
      <Tr key={row.number}>
        {box && <Td className="row-choice">{box(row)}</Td>}
        <Td lead className={lead.className}>
          <ThreadLead href={lead.href(row)} {...{ number: row.number, subject: row.subject, unread: row.unread }}>
            {lead.about(row)}
          </ThreadLead>
        </Td>
        {shown.map(({ title, cell, isWideOnly, isNarrow }) => (
          <Td key={title} label={title} className={clsx(isWideOnly && WIDE_ONLY, isNarrow && "narrow") || undefined}>
            {cell(row)}
          </Td>
        ))}
      </Tr>
    ),
  }));
  // On tablets the status may wrap, or the table would be wider than the page.
  const wraps = "md:max-xl:[&_td_span]:whitespace-normal";
  if (work) {
    return (
      <RowKeys answers={work.answers ? "reply note" : undefined}>
        <LiveTable key={work.place} caption={caption} className={clsx("table-dense", wraps)} head={head} rows={drawn} />
      </RowKeys>
    );
  }
  return (
    <RowKeys answers="reply">
      <Table caption={caption} className={wraps}>
        <Thead>{head}</Thead>
        <Tbody>{drawn.map(({ row }) => row)}</Tbody>
      </Table>
    </RowKeys>
  );
}

const WIDE_ONLY = "wide-only";

/** When the last message or event was. */
export function LastActivity({ row }: { row: Pick<ListedThread, "activeAt" | "activeWhen" | "activeShort"> }) {
  return <ListTime time={{ at: row.activeAt, short: row.activeShort, full: row.activeWhen }} />;
}

/** Its column, the last one in lists for clients. */
export const lastActivity = (order?: Order): Column<ListedThread> => ({
  title: "Last activity",
  cell: (row) => <LastActivity row={row} />,
  order,
});
