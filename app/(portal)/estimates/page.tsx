import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EstimateEmpty } from "@/components/money/estimates/estimate-empty";
import { EstimateFilterBar } from "@/components/money/estimates/estimate-filters";
import { EstimateTable } from "@/components/money/estimates/estimate-table";
import { EstimateTotalsLine } from "@/components/money/estimates/estimate-totals";
import { needsCode } from "@/components/money/invoices/mixed";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { countAcceptable, listEstimates } from "@/lib/money/estimates/queries";
import { estimatesHref, parseEstimateFilters } from "@/lib/money/estimates/schema";
import { readsMoney } from "@/lib/people/companies/policy";

export const metadata: Metadata = { title: "Estimates" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function EstimatesPage({ searchParams }: Props) {
  const filters = parseEstimateFilters(await searchParams);
  const { brand, list, counts } = await asViewer("client", async (context, { brand, viewer }) => {
    if (!readsMoney(viewer)) notFound();
    const today = businessToday(brand.zone);
    return together({
      brand,
      list: listEstimates(context, filters, today),
      counts: countAcceptable(context, filters, today),
    });
  });
  const code = needsCode(list.totals, brand.currency);
  return (
    <>
      <PageHeader title="Estimates" />
      <ListPage
        list={list}
        href={(cursor) => estimatesHref(filters, { cursor })}
        bar={<EstimateFilterBar filters={filters} counts={counts} />}
        empty={<EstimateEmpty filters={filters} supportMailbox={brand.supportMailbox} />}
      >
        {/* Totals only with a status: a sum over open, declined and withdrawn estimates means nothing. */}
        <EstimateTotalsLine totals={filters.status ? list.totals : []} count={list.count} code={code} />
        <EstimateTable rows={list.rows} filters={filters} code={code} />
      </ListPage>
    </>
  );
}
