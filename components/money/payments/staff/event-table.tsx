import type { BrandNames } from "@/components/ui/brand-field";
import { Instant } from "@/components/ui/facts";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant } from "@/lib/kit/time";
import type { StripeEventRow } from "@/lib/money/payments/staff/events/queries";
import { routes } from "@/lib/routes";
import { EventStateDot } from "./states";
import { StripeId } from "./stripe-id";

interface Props {
  rows: readonly StripeEventRow[];
  /** The viewer's zone. */
  zone: string;
  /** Left out on the page of one payment, where the columns about it would be the same in every row. */
  brands?: BrandNames;
}

/** Stripe's events, newest first. One that was given up shows the reason in its row. */
export function EventTable({ rows, zone, brands }: Props) {
  return (
    <Table caption="Stripe events, newest first">
      <Thead>
        <Th>Event</Th>
        <Th>State</Th>
        <Th>Object</Th>
        {brands && <Th>Payment</Th>}
        <Th>Happened</Th>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.id} {...(row.state === "failed" ? { className: "bg-danger-soft" } : {})}>
            <Td lead>
              <span className="grid min-w-0 gap-0.5">
                <span className="wrap-anywhere">{row.type}</span>
                <span className="font-normal">
                  <StripeId value={row.eventId} />
                </span>
              </span>
            </Td>
            <Td label="State">
              <span className="grid min-w-0 gap-0.5">
                <EventStateDot state={row.state} />
                {row.note && (
                  <span className="max-w-[36ch] text-xs text-pretty wrap-anywhere text-ink">{row.note}</span>
                )}
              </span>
            </Td>
            <Td label="Object">{row.objectId && <StripeId value={row.objectId} />}</Td>
            {brands && (
              <Td label="Payment">
                <span className="flex flex-wrap items-baseline justify-end gap-x-3 md:justify-start">
                  {row.payment ? (
                    <TextLink href={routes.staffPayment(row.payment.id)} className="tabular whitespace-nowrap">
                      {row.payment.reference}
                    </TextLink>
                  ) : (
                    <span className="text-muted">None</span>
                  )}
                  <span className="text-xs text-muted">{brands[row.brand]}</span>
                </span>
              </Td>
            )}
            <Td label="Happened">
              <Instant value={businessInstant(row.happenedAt).toString()} zone={zone} className="text-xs" />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
