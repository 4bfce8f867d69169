import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import type { AllocationState } from "@/db/schema/constants";
import { money } from "@/lib/kit/money";
import type { PaymentLine, PortalPayment } from "@/lib/money/payments/detail/queries";
import { ALLOCATION_STATE_WORDS, moneyCame } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";

const tones: Record<AllocationState, Tone> = {
  planned: "info",
  pending: "warning",
  applied: "success",
  disputed: "danger",
  refunded: "neutral",
  released: "neutral",
};

/** The invoices of a payment, each with its balance without the payment and now. */
export function PaymentLines({ payment, code }: { payment: PortalPayment; code: boolean }) {
  const came = moneyCame(payment.state);
  return (
    <Panel title="Invoices" flush>
      <Table caption="Invoices of this payment">
        <Thead>
          <Th>Invoice</Th>
          <Th>State</Th>
          <Th numeric>{came ? "Without this payment" : "Balance"}</Th>
          <Th numeric>This payment</Th>
          <Th numeric>{came ? "Balance now" : "Balance after"}</Th>
        </Thead>
        <Tbody>
          {payment.lines.map((line) => (
            <Tr key={line.id}>
              <Td lead>
                <span className="flex flex-wrap items-baseline gap-x-3">
                  <RowLink href={routes.invoice(line.number)}>{line.number}</RowLink>
                  {line.isAppliedCredit && <span className="text-xs font-normal text-muted">From the credit</span>}
                </span>
              </Td>
              <Td label="State">
                <span className="flex flex-wrap items-baseline gap-x-3">
                  <StatusDot tone={tones[line.state]}>{ALLOCATION_STATE_WORDS[line.state]}</StatusDot>
                  {line.refundedOn && (
                    <span className="text-xs text-muted">
                      <Day value={line.refundedOn} />
                    </span>
                  )}
                </span>
              </Td>
              <Td label={came ? "Without this payment" : "Balance"} numeric>
                <Money value={line.without} code={code} />
              </Td>
              <Td label="This payment" numeric>
                <Money value={line.amount} code={code} className="font-semibold" />
              </Td>
              <Td label={came ? "Balance now" : "Balance after"} numeric>
                <Money value={came ? line.balance : after(line)} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {payment.credit.minor > 0 && (
        <p className="border-t border-line px-4 py-3 text-sm">
          <Money value={payment.credit} code={code} className="font-semibold" /> found no invoice to settle and is your
          credit. <TextLink href={routes.credits}>Apply it to an invoice</TextLink>
        </p>
      )}
    </Panel>
  );
}

/** Balance once the payment has arrived; the present balance where nothing is outstanding. */
function after(line: PaymentLine) {
  const coming = line.state === "planned" || line.state === "pending" ? line.amount.minor : 0;
  return money(Math.max(0, line.balance.minor - coming), line.balance.currency);
}
