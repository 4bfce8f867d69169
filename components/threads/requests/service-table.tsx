import type { ReactNode } from "react";
import { CaseStatusDot } from "@/components/threads/cases/case-status";
import { RowKeys } from "@/components/ui/row-keys";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { ThreadKind } from "@/db/schema/constants";
import { kindOf } from "@/lib/threads/kinds";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import type { ServiceRow } from "@/lib/threads/requests/service-list/queries";
import { RequestStatusDot } from "./request-status";
import { ThreadLead } from "./thread-lead";

/** What a row says that depends on its kind. */
const SHOWN: { readonly [K in ThreadKind]: (row: Extract<ServiceRow, { thread: K }>) => Shown } = {
  case: ({ status, closeReason }) => ({
    kind: "Support case",
    status: <CaseStatusDot status={status} closeReason={closeReason} />,
  }),
  request: ({ kind, status }) => ({ kind: KIND_LABELS[kind], status: <RequestStatusDot status={status} /> }),
};

interface Shown {
  readonly kind: string;
  readonly status: ReactNode;
}

const shown = (row: ServiceRow) => (SHOWN[row.thread] as (row: ServiceRow) => Shown)(row);

/** Threads of every kind in one table. */
export function ServiceTable({ rows, caption }: { rows: readonly ServiceRow[]; caption: string }) {
  return (
    <RowKeys>
      <Table caption={caption} className="md:max-xl:[&_td_span]:whitespace-normal">
        <Thead>
          <Th>Case or request</Th>
          <Th>Kind</Th>
          <Th>Status</Th>
          <Th>Last activity</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead className="md:min-w-40 xl:min-w-64">
                <ThreadLead
                  href={kindOf(row.thread).clientPath(row.number)}
                  {...{ number: row.number, subject: row.subject, unread: row.unread }}
                >
                  {row.byName ? `By ${row.byName}` : "By you"}
                </ThreadLead>
              </Td>
              <Td label="Kind">{shown(row).kind}</Td>
              <Td label="Status">{shown(row).status}</Td>
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
