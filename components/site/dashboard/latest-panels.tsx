import { DocumentStatusDot } from "@/components/money/invoices/document-status";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import type { PaymentState } from "@/db/schema/constants";
import { PAYMENT_METHOD_WORDS, PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";
import type { DashboardMoney } from "@/lib/site/dashboard/queries";

interface Props {
  data: Pick<DashboardMoney, "latestInvoices" | "latestPayments">;
  code: boolean;
}

const tones: Record<PaymentState, Tone> = {
  started: "neutral",
  processing: "warning",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
  refunded: "neutral",
  partly_refunded: "neutral",
  disputed: "danger",
};

/** The newest invoices and credit notes. */
export function LatestInvoices({ data, code }: Props) {
  return (
    <Panel
      title="Latest invoices"
      flush={data.latestInvoices.length > 0}
      action={data.latestInvoices.length > 0 && <TextLink href={routes.invoices}>All invoices</TextLink>}
    >
      {data.latestInvoices.length === 0 ? (
        <p className="text-sm text-muted">Your invoices will be here.</p>
      ) : (
        <Table caption="Latest invoices">
          <Thead>
            <Th>Invoice</Th>
            <Th>Status</Th>
            <Th>Issued</Th>
            <Th numeric>Total</Th>
          </Thead>
          <Tbody>
            {data.latestInvoices.map((row) => (
              <Tr key={row.number}>
                <Td lead>
                  <RowLink href={routes.invoice(row.number)}>{row.number}</RowLink>
                </Td>
                <Td label="Status">
                  <DocumentStatusDot status={row.status} />
                </Td>
                <Td label="Issued">
                  <Day value={row.issuedOn} />
                </Td>
                <Td label="Total" numeric {...(row.isVoid ? { className: "text-muted line-through" } : {})}>
                  <Money value={row.total} code={code} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}

/** The newest payments that came in. */
export function LatestPayments({ data, code }: Props) {
  return (
    <Panel title="Latest payments received" flush={data.latestPayments.length > 0}>
      {data.latestPayments.length === 0 ? (
        <p className="text-sm text-muted">Payments will be here once we have received them.</p>
      ) : (
        <Table caption="Latest payments received">
          <Thead>
            <Th>Reference</Th>
            <Th>State</Th>
            <Th>Received</Th>
            <Th numeric>Amount</Th>
          </Thead>
          <Tbody>
            {data.latestPayments.map((payment) => (
              <Tr key={payment.id}>
                <Td lead>
                  <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 font-normal">
                    <span className="tabular">{payment.reference}</span>
                    <span className="text-xs text-muted">{PAYMENT_METHOD_WORDS[payment.method]}</span>
                  </span>
                </Td>
                <Td label="State">
                  <StatusDot tone={tones[payment.state]}>{PAYMENT_STATE_WORDS[payment.state]}</StatusDot>
                </Td>
                <Td label="Received">
                  <Day value={payment.receivedOn} />
                </Td>
                <Td label="Amount" numeric>
                  <Money value={payment.amount} code={code} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
