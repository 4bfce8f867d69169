import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { CaseLead } from "@/components/threads/cases/case-table";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { DashboardCases } from "@/lib/site/dashboard/queries";
import type { CaseRow } from "@/lib/threads/cases/list/queries";

/** Cases that wait for the contact, then those answered since the contact last opened them. */
export function CasesPanel({ cases: { waiting, unread } }: { cases: DashboardCases }) {
  const isQuiet = waiting.length + unread.length === 0;
  return (
    <Panel
      title="Support Cases"
      flush={!isQuiet}
      action={
        <span className="flex gap-4">
          <TextLink href={routes.cases}>All cases</TextLink>
          <TextLink href={routes.casesNew}>Add New Case</TextLink>
        </span>
      }
    >
      {isQuiet ? (
        <p className="flex items-center gap-2 text-sm text-muted">
          <CircleCheck aria-hidden size={16} className="flex-none text-success" />
          No case waits on you, and you have read every answer.
        </p>
      ) : (
        <Table caption="Cases that wait on you, and unread answers">
          <Thead>
            <Th>Case</Th>
            <Th>Why</Th>
            <Th>Last activity</Th>
          </Thead>
          <Tbody>
            {waiting.map((row) => (
              <CaseLine key={row.id} row={row}>
                <StatusDot tone="warning">Waiting on you</StatusDot>
              </CaseLine>
            ))}
            {unread.map((row) => (
              <CaseLine key={row.id} row={row}>
                <StatusDot tone="info">Unread answer</StatusDot>
              </CaseLine>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}

function CaseLine({ row, children }: { row: CaseRow; children: ReactNode }) {
  return (
    <Tr>
      <Td lead>
        <CaseLead row={row} />
      </Td>
      <Td label="Why">{children}</Td>
      <Td label="Last activity">
        <time dateTime={row.activeAt} className="tabular">
          {row.activeWhen}
        </time>
      </Td>
    </Tr>
  );
}
