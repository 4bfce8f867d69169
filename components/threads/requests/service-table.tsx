import { CaseStatusDot } from "@/components/threads/cases/case-status";
import { RowKeys } from "@/components/ui/row-keys";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import type { ServiceRow } from "@/lib/threads/requests/service-list/queries";
import { RequestStatusDot } from "./request-status";
import { ThreadLead } from "./thread-lead";

/** Cases and requests in one table. */
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
                  href={row.thread === "case" ? routes.case(row.number) : routes.request(row.number)}
                  {...{ number: row.number, subject: row.subject, unread: row.unread }}
                >
                  {row.byName ? `By ${row.byName}` : "By you"}
                </ThreadLead>
              </Td>
              <Td label="Kind">{row.thread === "case" ? "Support case" : KIND_LABELS[row.kind]}</Td>
              <Td label="Status">
                {row.thread === "case" ? (
                  <CaseStatusDot status={row.status} closeReason={row.closeReason} />
                ) : (
                  <RequestStatusDot status={row.status} />
                )}
              </Td>
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
