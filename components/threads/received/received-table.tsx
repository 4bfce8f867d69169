import type { BrandNames } from "@/components/ui/brand-field";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { kindOf } from "@/lib/threads/kinds";
import type { ReceivedRow } from "@/lib/threads/received/queries";
import { ReceivedStateDot } from "./received-state";

export function ReceivedTable({ rows, brands }: { rows: readonly ReceivedRow[]; brands: BrandNames }) {
  return (
    <Table caption="Received mail, newest first">
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
              <span className="grid min-w-0 gap-0.5">
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
            <Td label="State">
              <span className="grid min-w-0 gap-0.5">
                <ReceivedStateDot state={row.state} />
                {row.reason && <span className="max-w-[36ch] text-xs text-pretty wrap-anywhere">{row.reason}</span>}
              </span>
            </Td>
            <Td label="Brand" muted>
              {brands[row.brand]}
            </Td>
            <Td label="Received">
              <time dateTime={row.at} className="tabular text-xs">
                {row.when}
              </time>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
