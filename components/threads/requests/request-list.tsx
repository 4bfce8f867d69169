import { RowKeys } from "@/components/ui/row-keys";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import type { RequestLine } from "@/lib/threads/requests/list/queries";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import { RequestStatusDot } from "./request-status";
import { ThreadLead } from "./thread-lead";

interface Props {
  requests: readonly RequestLine[];
  /** Said to screen readers. */
  caption?: string;
}

/** Requests as rows, on phones as cards; for a flush panel. Says nothing where there are none. */
export function RequestList({ requests, caption = "Requests" }: Props) {
  if (requests.length === 0) return null;
  return (
    <RowKeys>
      <Table caption={caption} className="md:max-xl:[&_td_span]:whitespace-normal">
        <Thead>
          <Th>Request</Th>
          <Th>Status</Th>
          <Th>Last activity</Th>
        </Thead>
        <Tbody>
          {requests.map((request) => (
            <Tr key={request.number}>
              <Td lead className="md:min-w-40">
                <ThreadLead href={routes.request(request.number)} {...request}>
                  {KIND_LABELS[request.kind]}
                  {request.askedByName && `, asked by ${request.askedByName}`}
                </ThreadLead>
              </Td>
              <Td label="Status">
                <span className="grid gap-0.5">
                  <RequestStatusDot status={request.status} />
                  {request.expected && (
                    <span className={request.late ? "text-xs text-danger" : "text-xs text-muted"}>
                      {request.late ? "Our answer is late" : request.expected}
                    </span>
                  )}
                </span>
              </Td>
              <Td label="Last activity">
                <time dateTime={request.activeAt} className="tabular">
                  {request.activeWhen}
                </time>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}
