import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { EventTable } from "@/components/money/payments/staff/event-table";
import { PaymentFacts } from "@/components/money/payments/staff/payment-facts";
import { PaymentAllocations, PaymentCheckouts, PaymentRefunds } from "@/components/money/payments/staff/payment-parts";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { together } from "@/lib/kit/together";
import { findStaffPayment } from "@/lib/money/payments/staff/detail/queries";
import { eventsOf } from "@/lib/money/payments/staff/events/queries";
import { parsePaymentId } from "@/lib/money/payments/staff/schema";
import { readsMoney } from "@/lib/people/companies/policy";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";

// Without the reference: the title is sent with a 404 too, and must not tell whether the payment exists.
export const metadata: Metadata = { title: "Payment" };

/** Rows shown of events. A payment usually has a handful. */
const SHOWN = 50;

interface Props {
  params: Promise<{ id: string }>;
}

export default async function StaffPaymentPage({ params }: Props) {
  const id = parsePaymentId((await params).id);
  const { viewer, payment, events, history, zone } = await asViewer("staff", async (context, { brand, signedIn }) => {
    const { viewer } = context;
    if (!readsMoney(viewer)) forbidden();
    const payment = id && (await findStaffPayment(context, id));
    if (!payment) notFound();
    return together({
      viewer,
      payment,
      events: eventsOf(context, payment.id, SHOWN + 1),
      history: readHistory(context, { kind: "payment", id: payment.id }),
      zone: signedIn.account.timeZone ?? brand.zone,
    });
  });
  await recordLooks(viewer, { brand: payment.brand, companyId: payment.company.id }, ["money", "contacts"]);
  const brand = await brandByKey(payment.brand);
  const code = payment.amount.currency !== brand.currency;
  return (
    <>
      <PageHeader back={{ href: routes.staffPayments, label: "Payments" }} title={`Payment ${payment.reference}`} />
      <div className="grid gap-6">
        <PaymentFacts payment={payment} brandName={brand.name} zone={zone} code={code} />
        <PaymentAllocations rows={payment.allocations} code={code} />
        <PaymentCheckouts rows={payment.checkouts} zone={zone} />
        <PaymentRefunds rows={payment.refunds} code={code} />
        <Panel
          title="Stripe events"
          flush={events.length > 0}
          action={
            events.length > SHOWN && (
              <TextLink href={`${routes.staffStripeEvents}?${new URLSearchParams({ q: payment.reference })}`}>
                Show all
              </TextLink>
            )
          }
        >
          {events.length > 0 ? (
            <EventTable rows={events.slice(0, SHOWN)} zone={zone} />
          ) : (
            <p className="text-sm text-muted">Stripe told nothing about this payment.</p>
          )}
        </Panel>
        <RecordHistory history={history} zone={zone} />
      </div>
    </>
  );
}
