import { DocumentStatusDot } from "@/components/money/invoices/document-status";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { CompanyMoney } from "@/lib/money/statements/staff/queries";
import { routes } from "@/lib/routes";

/** The company's open invoices, the earliest due day first. */
export function OpenInvoices({ rows }: { rows: CompanyMoney["invoices"] }) {
  return (
    <Panel title="Open invoices" flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="text-sm text-muted">No invoice is open.</p>
      ) : (
        <Table caption="Open invoices, the earliest due day first">
          <Thead>
            <Th>Invoice</Th>
            <Th>Status</Th>
            <Th>Due</Th>
            <Th numeric>Balance</Th>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={row.id}>
                <Td lead>
                  <RowLink href={routes.staffInvoice(row.id)}>{row.number}</RowLink>
                </Td>
                <Td label="Status">
                  <DocumentStatusDot status={row.status} />
                </Td>
                <Td label="Due">
                  <Day value={row.dueOn} />
                </Td>
                <Td label="Balance" numeric>
                  <Money value={row.balance} code />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
