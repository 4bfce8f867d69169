import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { RefundKind } from "@/db/schema/constants";
import type { PortalPayment } from "@/lib/money/payments/detail/queries";

const words: Record<RefundKind, string> = { refund: "Refund", chargeback: "Taken back by the bank" };

/** What was paid back of the payment, by day. */
export function PaymentReturns({ payment, code }: { payment: PortalPayment; code: boolean }) {
  if (payment.returns.length === 0) return null;
  return (
    <Panel title="Refunds" flush>
      <Table caption="Refunds">
        <Thead>
          <Th>What</Th>
          <Th>Date</Th>
          <Th numeric>Amount</Th>
        </Thead>
        <Tbody>
          {payment.returns.map((entry) => (
            <Tr key={entry.id}>
              <Td lead>
                <span className="font-normal">{words[entry.kind]}</span>
              </Td>
              <Td label="Date">
                <Day value={entry.on} />
              </Td>
              <Td label="Amount" numeric>
                <Money value={entry.amount} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}
