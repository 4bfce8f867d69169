import type { ComponentProps, ReactNode } from "react";
import { RowKeys } from "@/components/ui/row-keys";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { ListedThread } from "@/lib/threads/list/queries";
import { ThreadLead } from "./thread-lead";

/** Sorting of a column's heading: its link, and the present direction. */
export type Order = Pick<ComponentProps<typeof Th>, "href" | "sorted">;

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly order?: Order;
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
}

/** A list of threads: one row each, the whole row a link; cards on phones. */
export function ThreadTable<Row extends ListedThread>({ caption, rows, lead, columns }: Props<Row>) {
  const shown = columns.filter((column) => column !== false && column !== undefined);
  return (
    <RowKeys>
      {/* On tablets the status may wrap, or the table would be wider than the page. */}
      <Table caption={caption} className="md:max-xl:[&_td_span]:whitespace-normal">
        <Thead>
          <Th>{lead.title}</Th>
          {shown.map(({ title, order }) => (
            <Th key={title} {...order}>
              {title}
            </Th>
          ))}
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.number}>
              <Td lead className={lead.className}>
                <ThreadLead href={lead.href(row)} {...{ number: row.number, subject: row.subject, unread: row.unread }}>
                  {lead.about(row)}
                </ThreadLead>
              </Td>
              {shown.map(({ title, cell }) => (
                <Td key={title} label={title}>
                  {cell(row)}
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}

/** When the last message or event was. */
export function LastActivity({ row: { activeAt, activeWhen } }: { row: ListedThread }) {
  return (
    <time dateTime={activeAt} className="tabular">
      {activeWhen}
    </time>
  );
}

/** Its column, the last one in lists for clients. */
export const lastActivity = (order?: Order): Column<ListedThread> => ({
  title: "Last activity",
  cell: (row) => <LastActivity row={row} />,
  order,
});
