import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CreditLine } from "@/components/invoices/credit-line";
import { InvoiceEmpty } from "@/components/invoices/invoice-empty";
import { InvoiceFilterBar } from "@/components/invoices/invoice-filters";
import { InvoiceTable } from "@/components/invoices/invoice-table";
import { InvoiceTotalsLine } from "@/components/invoices/invoice-totals";
import { needsCode } from "@/components/invoices/mixed";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/actions/context";
import { readsMoney } from "@/lib/companies/policy";
import { availableCredit, countWaiting, listInvoices } from "@/lib/invoices/queries";
import { invoicesHref, parseInvoiceFilters } from "@/lib/invoices/schema";
import { businessToday } from "@/lib/time";

export const metadata: Metadata = { title: "Invoices" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InvoicesPage({ searchParams }: Props) {
  const filters = parseInvoiceFilters(await searchParams);
  const { brand, list, counts, credit } = await asViewer("client", async (context, { brand, viewer }) => {
    if (!readsMoney(viewer)) notFound();
    const today = businessToday(brand.zone);
    return {
      brand,
      list: await listInvoices(context, filters, today),
      counts: await countWaiting(context, filters, today),
      credit: await availableCredit(context),
    };
  });
  const code = needsCode([...list.totals.map((sum) => sum.total), ...credit], brand.currency);
  return (
    <>
      <PageHeader title="Invoices" detail={credit.length > 0 && <CreditLine credit={credit} code={code} />} />
      <InvoiceFilterBar filters={filters} counts={counts} />
      <Panel flush>
        {list.count === 0 ? (
          <InvoiceEmpty filters={filters} supportMailbox={brand.supportMailbox} />
        ) : (
          <>
            <InvoiceTotalsLine totals={list.totals} count={list.count} code={code} />
            <InvoiceTable rows={list.rows} filters={filters} code={code} />
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                firstHref={list.from > 1 ? invoicesHref(filters) : undefined}
                previousHref={list.previous ? invoicesHref(filters, { cursor: list.previous }) : undefined}
                nextHref={list.next ? invoicesHref(filters, { cursor: list.next }) : undefined}
              />
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
