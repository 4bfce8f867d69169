import { LiveTable } from "@/components/live/live-table";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import type { BrandNames } from "@/components/ui/brand-field";
import { BrandTag } from "@/components/ui/brand-tag";
import { Day, Money } from "@/components/ui/facts";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Td, Th, Tr } from "@/components/ui/table";
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
  /** Address of the list at this page: with another the table begins anew. */
  place: string;
}

/** One row for each payment, newest first, the whole row a link; none moves when the page is reloaded with new ones. */
export function PaymentTable({ rows, brands, code, place }: Props) {
  return (
    <RowKeys>
      <LiveTable
        key={place}
        caption="Payments, newest first"
        className="table-dense"
        head={
          <>
            <Th>Payment</Th>
            <Th>State</Th>
            <Th>Date</Th>
            <Th>Company</Th>
            <Th>Method</Th>
            <Th numeric>Amount</Th>
          </>
        }
        rows={rows.map((row) => ({
          id: row.id,
          row: (
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
                <span className="cell-pair text-right md:text-left">
                  <CompanyLink company={row.company} inRow />
                  <BrandTag name={brands[row.brand]} />
                </span>
              </Td>
              <Td label="Method">
                <span className="cell-pair text-right md:text-left">
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
          ),
        }))}
      />
    </RowKeys>
  );
}
