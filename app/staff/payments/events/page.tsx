import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { EventFilterBar } from "@/components/money/payments/staff/event-filters";
import { EventTable } from "@/components/money/payments/staff/event-table";
import { Callout } from "@/components/ui/callout";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
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
        <Callout
          tone="danger"
          title={
            list.failed === 1 ? "1 event was given up" : `${list.failed.toLocaleString("en-US")} events were given up`
          }
          className="mb-4"
        >
          The payments they are about may differ from what Stripe says.{" "}
          <TextLink href={stripeEventsHref({ state: "failed" })}>Show them</TextLink>
        </Callout>
      )}
      <ListPage
        list={list}
        href={(cursor) => stripeEventsHref(filters, { cursor })}
        bar={<EventFilterBar filters={filters} brands={brands} />}
        empty={
          <ListEmpty
            thing="event"
            href={stripeEventsHref(filters)}
            searched="Every word must be the id of an event or its object, the reference of a payment, or part of an event’s type."
            nothing="Events appear here as soon as Stripe’s webhooks arrive."
          />
        }
      >
        <EventTable rows={list.rows} zone={zone} brands={brands} />
      </ListPage>
    </>
  );
}
