import type { ReactNode } from "react";
import { ContactLink } from "@/components/people/companies/staff/client-links";
import { Day, Instant, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant } from "@/lib/kit/time";
import type { StaffAllocation, StaffCheckout, StaffRefund } from "@/lib/money/payments/staff/detail/queries";
import { routes } from "@/lib/routes";
import { AllocationStateDot, CheckoutStateDot } from "./states";
import { StripeId } from "./stripe-id";
import { REFUND_KIND_WORDS } from "./words";

/** A panel with a table, or one sentence where there is nothing to list. */
function Part({ title, nothing, children }: { title: string; nothing: string | null; children: ReactNode }) {
  if (nothing) {
    return (
      <Panel title={title}>
        <p className="text-sm text-muted">{nothing}</p>
      </Panel>
    );
  }
  return (
    <Panel title={title} flush>
      {children}
    </Panel>
  );
}

/** How the payment is allocated, invoice by invoice. */
export function PaymentAllocations({ rows, code }: { rows: readonly StaffAllocation[]; code: boolean }) {
  // Most payments have none of these, so a column is shown only where it has a value.
  const anyRefunded = rows.some((row) => row.refundedOn !== null);
  const anyApplied = rows.some((row) => row.appliedBy !== null);
  return (
    <Part title="Invoices" nothing={rows.length === 0 ? "This payment lies on no invoice." : null}>
      <Table caption="Invoices">
        <Thead>
          <Th>Invoice</Th>
          <Th>State</Th>
          <Th>Counts from</Th>
          {anyRefunded && <Th>Refunded</Th>}
          {anyApplied && <Th>Applied by</Th>}
          <Th numeric>Amount</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead>
                <TextLink href={routes.staffInvoice(row.invoiceId)} className="tabular">
                  {row.invoiceNumber}
                </TextLink>
              </Td>
              <Td label="State">
                <AllocationStateDot state={row.state} />
              </Td>
              <Td label="Counts from">
                <Day value={row.appliedOn} />
              </Td>
              {anyRefunded && <Td label="Refunded">{row.refundedOn && <Day value={row.refundedOn} />}</Td>}
              {anyApplied && <Td label="Applied by">{row.appliedBy && <ContactLink contact={row.appliedBy} />}</Td>}
              <Td label="Amount" numeric>
                <Money value={row.amount} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Part>
  );
}

/** Sessions of Stripe's checkout that were made for the payment. */
export function PaymentCheckouts({ rows, zone }: { rows: readonly StaffCheckout[]; zone: string }) {
  return (
    <Part title="Attempts" nothing={rows.length === 0 ? "This payment was not made in the portal." : null}>
      <Table caption="Attempts">
        <Thead>
          <Th>Attempt</Th>
          <Th>State</Th>
          <Th>Session and payment intent</Th>
          <Th>Started</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.number}>
              <Td lead>
                <span className="tabular">{row.number}</span>
              </Td>
              <Td label="State">
                <CheckoutStateDot state={row.state} />
              </Td>
              <Td label="Session and payment intent">
                <span className="grid gap-0.5">
                  {row.sessionId ? <StripeId value={row.sessionId} /> : <span className="text-muted">None yet</span>}
                  {row.paymentIntentId && <StripeId value={row.paymentIntentId} />}
                </span>
              </Td>
              <Td label="Started">
                <Instant value={businessInstant(row.createdAt).toString()} zone={zone} className="text-xs" />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Part>
  );
}

/** What was paid back of the payment. */
export function PaymentRefunds({ rows, code }: { rows: readonly StaffRefund[]; code: boolean }) {
  return (
    <Part title="Refunds" nothing={rows.length === 0 ? "Nothing went back." : null}>
      <Table caption="Refunds">
        <Thead>
          <Th>Kind</Th>
          <Th>Date</Th>
          <Th>Stripe’s id</Th>
          <Th numeric>Amount</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.stripeId}>
              <Td lead>
                <span className="font-normal">{REFUND_KIND_WORDS[row.kind]}</span>
              </Td>
              <Td label="Date">
                <Day value={row.refundedOn} />
              </Td>
              <Td label="Stripe’s id">
                <StripeId value={row.stripeId} />
              </Td>
              <Td label="Amount" numeric>
                <Money value={row.amount} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Part>
  );
}
