import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { PaymentFilterBar } from "@/components/money/payments/staff/payment-filters";
import { PaymentTable } from "@/components/money/payments/staff/payment-table";
import { ButtonLink } from "@/components/ui/button";
import { ListEmpty } from "@/components/ui/list-empty";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { listStaffPayments } from "@/lib/money/payments/staff/queries";
import { parseStaffPaymentFilters, staffPaymentsHref } from "@/lib/money/payments/staff/schema";
import { readsMoney } from "@/lib/people/companies/policy";
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
