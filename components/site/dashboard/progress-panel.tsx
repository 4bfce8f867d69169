import { Day, Instant, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { businessInstant } from "@/lib/kit/time";
import type { PaymentInProgress } from "@/lib/money/payments/queries";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";

interface Props {
  payments: readonly PaymentInProgress[];
  zone: string;
  code: boolean;
}

/** Payments that were started and can be continued, and those that are clearing. Nothing where there are none. */
export function ProgressPanel({ payments, zone, code }: Props) {
  if (payments.length === 0) return null;
  return (
    <Panel title="Payments in progress" flush>
      <Table caption="Payments in progress">
        <Thead>
          <Th>Reference</Th>
          <Th>State</Th>
          <Th>When</Th>
          <Th numeric>Amount</Th>
        </Thead>
        <Tbody>
          {payments.map((payment) => (
            <Tr key={payment.id}>
              <Td lead>
                <Reference payment={payment} />
              </Td>
              <Td label="State">
                {payment.state === "processing" ? (
                  <StatusDot tone="warning">Processing</StatusDot>
                ) : (
                  <StatusDot tone="neutral">{startedWords(payment)}</StatusDot>
                )}
              </Td>
              <Td label="When">
                <When payment={payment} zone={zone} />
              </Td>
              <Td label="Amount" numeric>
                <Money value={payment.amount} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}

/** Reference and method; the method of a started payment is not known yet. */
function Reference({ payment: { reference, source, state, method } }: { payment: PaymentInProgress }) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
      {source === "portal" && reference ? (
        <RowLink href={routes.payment(reference)}>{reference}</RowLink>
      ) : (
        <span className="tabular font-normal">{reference}</span>
      )}
      {state === "processing" && <span className="text-xs font-normal text-muted">{PAYMENT_METHOD_WORDS[method]}</span>}
    </span>
  );
}

/** Only the person who started a payment can continue it. */
function startedWords({ isOwn, contactName }: PaymentInProgress): string {
  if (isOwn) return "Started by you: continue or cancel";
  return contactName ? `Started by ${contactName}` : "Started";
}

function When({ payment, zone }: { payment: PaymentInProgress; zone: string }) {
  if (payment.state === "started") return <Instant value={businessInstant(payment.startedAt).toString()} zone={zone} />;
  if (payment.expectedOn === null) return <Day value={payment.receivedOn} />;
  return (
    <span>
      Expected <Day value={payment.expectedOn} />
    </span>
  );
}
