import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { ListEmpty } from "@/components/staff-payments/list-empty";
import { PaymentFilterBar } from "@/components/staff-payments/payment-filters";
import { PaymentTable } from "@/components/staff-payments/payment-table";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/actions/context";
import { brandNames } from "@/lib/brand/names";
import { readsMoney } from "@/lib/companies/policy";
import { parseStaffPaymentFilters, staffPaymentsHref } from "@/lib/payments/staff-filters";
import { listStaffPayments } from "@/lib/payments/staff-queries";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Payments" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffPaymentsPage({ searchParams }: Props) {
  const filters = parseStaffPaymentFilters(await searchParams);
  const { list, viewer } = await asViewer("staff", async (context, { viewer }) => {
    if (!readsMoney(viewer)) forbidden();
    return { list: await listStaffPayments(context, filters), viewer };
  });
  const brands = await brandNames(viewer.brands);
  const code = new Set(list.rows.map((row) => row.amount.currency)).size > 1;
  return (
    <>
      <PageHeader
        title="Payments"
        detail="Payments of all your brands and where they lie. Nothing is changed here."
        tools={
          <ButtonLink href={routes.staffStripeEvents} variant="tool">
            Stripe events
          </ButtonLink>
        }
      />
      <PaymentFilterBar filters={filters} brands={brands} />
      <Panel flush>
        {list.count === 0 ? (
          <ListEmpty
            thing="payment"
            narrowed={staffPaymentsHref(filters) !== routes.staffPayments}
            href={routes.staffPayments}
            searched="Every word must be a reference, an id of the ERP or of Stripe, an invoice number, or part of the company’s name."
            nothing="Payments appear here when a client pays or the ERP reports one."
          />
        ) : (
          <>
            <PaymentTable rows={list.rows} brands={brands} code={code} />
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                firstHref={list.from > 1 ? staffPaymentsHref(filters) : undefined}
                previousHref={list.previous ? staffPaymentsHref(filters, { cursor: list.previous }) : undefined}
                nextHref={list.next ? staffPaymentsHref(filters, { cursor: list.next }) : undefined}
              />
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
