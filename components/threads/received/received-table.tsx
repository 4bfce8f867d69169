import type { BrandNames } from "@/components/ui/brand-field";
import { ListTime } from "@/components/ui/list-time";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { kindOf } from "@/lib/threads/kinds";
import type { ReceivedRow } from "@/lib/threads/received/queries";
import { ReceivedStateDot } from "./received-state";

export function ReceivedTable({ rows, brands }: { rows: readonly ReceivedRow[]; brands: BrandNames }) {
  return (
    <RowKeys>
      <Table caption="Received mail, newest first" className="table-dense">
        <Thead>
          <Th>Sender</Th>
          <Th>Conversation</Th>
          <Th>State</Th>
          <Th>Brand</Th>
          <Th>Received</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead>
                <span className="cell-pair">
                  <RowLink href={routes.staffReceivedMail(row.id)}>
                    <span className="wrap-anywhere">{row.from || "An unknown sender"}</span>
                  </RowLink>
                  <span className="text-xs wrap-anywhere text-muted">{row.subject}</span>
                </span>
              </Td>
              <Td label="Conversation">
                <TextLink
                  href={kindOf(row.thread.kind).staffPath(row.thread.number)}
                  className="relative z-1 tabular whitespace-nowrap"
                >
                  {row.thread.number}
                </TextLink>
              </Td>
              <Td label="State" className="xl:max-w-80">
                <span className="cell-pair">
                  <ReceivedStateDot state={row.state} />
                  {row.reason && (
                    <span title={row.reason} className="max-w-[36ch] text-xs wrap-anywhere">
                      {row.reason}
                    </span>
                  )}
                </span>
              </Td>
              <Td label="Brand" muted>
                {brands[row.brand]}
              </Td>
              <Td label="Received">
                <ListTime time={row.time} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}
