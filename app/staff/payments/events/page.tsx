import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { EventFilterBar } from "@/components/money/payments/staff/event-filters";
import { EventTable } from "@/components/money/payments/staff/event-table";
import { ListEmpty } from "@/components/ui/list-empty";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { listStripeEvents } from "@/lib/money/payments/staff/events/queries";
import { parseStripeEventFilters, stripeEventsHref } from "@/lib/money/payments/staff/schema";
import { readsMoney } from "@/lib/people/companies/policy";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Stripe events" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StripeEventsPage({ searchParams }: Props) {
  const filters = parseStripeEventFilters(await searchParams);
  const { list, viewer, zone } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsMoney(viewer)) forbidden();
    return {
      list: await listStripeEvents(context, filters),
      viewer,
      zone: signedIn.account.timeZone ?? brand.zone,
    };
  });
  const brands = await brandNames(viewer.brands);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffPayments, label: "Payments" }}
        title="Stripe events"
        detail="What Stripe told the portal. Each event makes the portal look at Stripe again."
      />
      {list.failed > 0 && filters.state !== "failed" && (
        <Notice
          tone="danger"
          title={
            list.failed === 1 ? "1 event was given up" : `${list.failed.toLocaleString("en-US")} events were given up`
          }
          className="mb-4"
        >
          The payments they are about may differ from what Stripe says.{" "}
          <TextLink href={stripeEventsHref({ q: "", brand: null, state: "failed", cursor: null })}>Show them</TextLink>
        </Notice>
      )}
      <EventFilterBar filters={filters} brands={brands} />
      <Panel flush>
        {list.count === 0 ? (
          <ListEmpty
            thing="event"
            narrowed={stripeEventsHref(filters) !== routes.staffStripeEvents}
            href={routes.staffStripeEvents}
            searched="Every word must be the id of an event or its object, the reference of a payment, or part of an event’s type."
            nothing="Events appear here as soon as Stripe’s webhooks arrive."
          />
        ) : (
          <>
            <EventTable rows={list.rows} zone={zone} brands={brands} />
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                firstHref={list.from > 1 ? stripeEventsHref(filters) : undefined}
                previousHref={list.previous ? stripeEventsHref(filters, { cursor: list.previous }) : undefined}
                nextHref={list.next ? stripeEventsHref(filters, { cursor: list.next }) : undefined}
              />
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
