import type { ReactNode } from "react";
import { SeverityDot } from "@/components/threads/cases/severity-dot";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import { LastActivity } from "@/components/threads/thread-table";
import { Panel } from "@/components/ui/panel";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { ThreadKind } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { kindOf } from "@/lib/threads/kinds";
import type { ClientThread } from "@/lib/threads/staff/clients/queries";

interface Props {
  title: string;
  kind: ThreadKind;
  rows: readonly ClientThread[];
  /** Said where there is none. */
  none: string;
  /** The link to all of them, where there are more than are shown. */
  more?: ReactNode;
  /** With the contact who opened each: left out on a contact's own page. */
  named: boolean;
}

/** Cases, requests or chats of a company or contact, the latest activity first. */
export function ClientThreads({ title, kind, rows, none, more, named }: Props) {
  return (
    <Panel title={title} flush={rows.length > 0} action={more}>
      {rows.length === 0 ? (
        <p className="text-sm text-muted">{none}</p>
      ) : (
        <Table caption={title}>
          <Thead>
            <Th>Number</Th>
            {named && <Th>Opened by</Th>}
            {kind === "case" && <Th>Severity</Th>}
            <Th>Status</Th>
            <Th>Last activity</Th>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={row.number}>
                <Td lead className="md:min-w-48">
                  <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                    <RowLink href={kindOf(kind).staffPath(row.number)}>{row.number}</RowLink>
                    <span className="font-normal">{row.subject}</span>
                  </span>
                </Td>
                {named && (
                  <Td label="Opened by">
                    <TextLink href={routes.staffContact(row.openedBy.id)} className="relative z-1">
                      {row.openedBy.name}
                    </TextLink>
                  </Td>
                )}
                {kind === "case" && <Td label="Severity">{row.severity && <SeverityDot severity={row.severity} />}</Td>}
                <Td label="Status">
                  <ThreadStatusDot kind={kind} status={row.status} closeReason={row.closeReason} side="staff" />
                </Td>
                <Td label="Last activity">
                  <LastActivity row={row} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
