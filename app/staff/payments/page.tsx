import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { PaymentFilterBar } from "@/components/money/payments/staff/payment-filters";
import { PaymentTable } from "@/components/money/payments/staff/payment-table";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { ButtonLink } from "@/components/ui/button";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { listStaffPayments } from "@/lib/money/payments/staff/queries";
import { parseStaffPaymentFilters, staffPaymentsHref } from "@/lib/money/payments/staff/schema";
import { readsMoney } from "@/lib/people/companies/policy";
import { lookedOfSearch } from "@/lib/people/looks/queries";
import { recordManyLooks } from "@/lib/people/looks/service";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Payments" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffPaymentsPage({ searchParams }: Props) {
  const filters = parseStaffPaymentFilters(await searchParams);
  const { list, viewer, views } = await asViewer("staff", async (context, { viewer }) => {
    if (!readsMoney(viewer)) forbidden();
    return together({ viewer, list: listStaffPayments(context, filters), views: listSavedViews(context, "payments") });
  });
  await recordManyLooks(viewer, lookedOfSearch(filters.q, list.rows, ["money"]));
  const brands = await brandNames(viewer.brands);
  const place = staffPaymentsHref(filters, filters.cursor ? { cursor: filters.cursor } : {});
  const code = new Set(list.rows.map((row) => row.amount.currency)).size > 1;
  return (
    <ListPage
      list={list}
      href={(cursor) => staffPaymentsHref(filters, { cursor })}
      bar={
        <PaymentFilterBar
          {...{ filters, brands }}
          detail="Payments of all your brands and where they lie. Nothing is changed here."
          views={<SavedViews list="payments" views={views} href={staffPaymentsHref(filters)} />}
          tools={
            <ButtonLink href={routes.staffStripeEvents} variant="tool">
              Stripe events
            </ButtonLink>
          }
        />
      }
      empty={
        <ListEmpty
          thing="payment"
          href={staffPaymentsHref(filters)}
          searched="Every word must be a reference, an id of the ERP or of Stripe, an invoice number, or part of the company’s name."
          nothing="Payments appear here when a client pays or the ERP reports one."
        />
      }
    >
      <MinuteRefresh />
      <PaymentTable rows={list.rows} brands={brands} code={code} place={place} />
    </ListPage>
  );
}
