import { Download } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CreditLine } from "@/components/money/invoices/credit-line";
import { InvoiceEmpty } from "@/components/money/invoices/invoice-empty";
import { InvoiceFilterBar } from "@/components/money/invoices/invoice-filters";
import { InvoiceTable } from "@/components/money/invoices/invoice-table";
import { InvoiceTotalsLine } from "@/components/money/invoices/invoice-totals";
import { needsCode } from "@/components/money/invoices/mixed";
import { ButtonLink, buttonClass } from "@/components/ui/button";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { readCreditParts } from "@/lib/money/invoices/credit/queries";
import { countWaiting, listInvoices } from "@/lib/money/invoices/queries";
import { invoicesCsvHref, invoicesHref, parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { isPayOffered } from "@/lib/money/payments/checkout/policy";
import { readsMoney } from "@/lib/people/companies/policy";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Invoices" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InvoicesPage({ searchParams }: Props) {
  const filters = parseInvoiceFilters(await searchParams);
  const { brand, mayPay, list, counts, credit } = await asViewer("client", async (context, { brand, viewer }) => {
    if (!readsMoney(viewer)) notFound();
    const today = businessToday(brand.zone);
    return together({
      brand,
      mayPay: isPayOffered(viewer),
      list: listInvoices(context, filters, today),
      counts: countWaiting(context, filters, today),
      credit: readCreditParts(context),
    });
  });
  const credits = [...credit.usable, ...credit.notes];
  const code = needsCode([...list.totals.map((sum) => sum.total), ...credits], brand.currency);
  return (
    <>
      <PageHeader
        title="Invoices"
        detail={credits.length > 0 && <CreditLine credit={credit} code={code} />}
        tools={
          <>
            {list.count > 0 && (
              // A plain anchor: Next's link would prefetch the file.
              <a href={invoicesCsvHref(filters)} className={buttonClass("tool")}>
                <Download aria-hidden size={16} />
                Download CSV
              </a>
            )}
            <ButtonLink href={routes.statement} variant="tool">
              Statement of account
            </ButtonLink>
          </>
        }
      />
      <ListPage
        list={list}
        href={(cursor) => invoicesHref(filters, { cursor })}
        bar={<InvoiceFilterBar filters={filters} counts={counts} counted={list.counted} />}
        empty={<InvoiceEmpty filters={filters} supportMailbox={brand.supportMailbox} />}
      >
        <InvoiceTotalsLine list={list} filters={filters} code={code} />
        <InvoiceTable rows={list.rows} filters={filters} code={code} mayPay={mayPay} />
      </ListPage>
    </>
  );
}
