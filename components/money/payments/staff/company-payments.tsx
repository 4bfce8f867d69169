import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import type { CompanyPayment } from "@/lib/money/statements/staff/queries";
import { routes } from "@/lib/routes";
import { PaymentStateDot } from "./states";

/** The last payments of a company. */
export function CompanyPayments({ rows }: { rows: readonly CompanyPayment[] }) {
  return (
    <Panel title="Last payments" flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="text-sm text-muted">No payment is known.</p>
      ) : (
        <Table caption="Last payments, newest first">
          <Thead>
            <Th>Payment</Th>
            <Th>State</Th>
            <Th>Date</Th>
            <Th>Method</Th>
            <Th numeric>Amount</Th>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={row.id}>
                <Td lead>
                  <RowLink href={routes.staffPayment(row.id)}>{row.reference}</RowLink>
                </Td>
                <Td label="State">
                  <PaymentStateDot state={row.state} />
                </Td>
                <Td label="Date">
                  <Day value={row.receivedOn} />
                </Td>
                <Td label="Method">{PAYMENT_METHOD_WORDS[row.method]}</Td>
                <Td label="Amount" numeric>
                  <Money value={row.amount} code />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
