import { CompanyLink } from "@/components/people/companies/staff/client-links";
import type { BrandNames } from "@/components/ui/brand-field";
import { Day, Money } from "@/components/ui/facts";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import type { StaffPaymentRow } from "@/lib/money/payments/staff/queries";
import { routes } from "@/lib/routes";
import { PaymentStateDot } from "./states";
import { SOURCE_WORDS } from "./words";

interface Props {
  rows: readonly StaffPaymentRow[];
  brands: BrandNames;
  /** Show currency codes, because they mix. */
  code: boolean;
}

/** One row for each payment, newest first, the whole row a link. */
export function PaymentTable({ rows, brands, code }: Props) {
  return (
    <Table caption="Payments, newest first">
      <Thead>
        <Th>Payment</Th>
        <Th>State</Th>
        <Th>Date</Th>
        <Th>Company</Th>
        <Th>Method</Th>
        <Th numeric>Amount</Th>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td lead>
              <RowLink href={routes.staffPayment(row.id)}>
                <span className="whitespace-nowrap">{row.reference}</span>
              </RowLink>
            </Td>
            <Td label="State">
              <PaymentStateDot state={row.state} />
            </Td>
            <Td label="Date">
              <Day value={row.receivedOn} />
            </Td>
            <Td label="Company">
              <span className="flex min-w-0 flex-wrap items-baseline justify-end gap-x-3 md:justify-start">
                <CompanyLink company={row.company} inRow />
                <span className="text-xs text-muted">{brands[row.brand]}</span>
              </span>
            </Td>
            <Td label="Method">
              <span className="flex min-w-0 flex-wrap items-baseline justify-end gap-x-3 md:justify-start">
                {PAYMENT_METHOD_WORDS[row.method]}
                <span className="text-xs text-muted">{SOURCE_WORDS[row.source]}</span>
              </span>
            </Td>
            <Td label="Amount" numeric>
              <span className="grid">
                <Money value={row.amount} code={code} />
                {row.credit.minor > 0 && (
                  <span className="text-xs text-muted">
                    <Money value={row.credit} code={code} /> credit left
                  </span>
                )}
              </span>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
