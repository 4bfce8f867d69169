import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { ClientFilterBar } from "@/components/people/companies/staff/client-filters";
import { CompanyTable } from "@/components/people/companies/staff/company-table";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { servesClients } from "@/lib/people/companies/policy";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { standingsFor } from "@/lib/site/clients/policy";
import { listCompanies } from "@/lib/site/clients/queries";
import { companiesHref, parseCompanyFilters } from "@/lib/site/clients/schema";

export const metadata: Metadata = { title: "Companies" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffCompaniesPage({ searchParams }: Props) {
  const filters = parseCompanyFilters(await searchParams);
  const allBrands = await loadBrands();
  const { viewer, list, views } = await asViewer("staff", async (context, { viewer }) => {
    if (!servesClients(viewer)) forbidden();
    return together({
      viewer,
      list: listCompanies(context, filters, allBrands),
      views: listSavedViews(context, "companies"),
    });
  });
  const brands = await brandNames(viewer.brands);
  return (
    <ListPage
      list={list}
      href={(cursor) => companiesHref(filters, { cursor })}
      bar={
        <ClientFilterBar
          label="Companies"
          detail="The clients of all your brands."
          views={<SavedViews list="companies" views={views} href={companiesHref(filters)} />}
          filters={filters}
          href={(change = {}) => companiesHref(filters, change)}
          standings={standingsFor(viewer)}
          brands={brands}
          placeholder="Name, ERP key, city or mail domain"
        />
      }
      empty={
        <ListEmpty
          thing="company"
          href={companiesHref(filters)}
          searched="Search looks through names, ERP keys, cities and mail domains."
          nothing="Companies come from the ERP, with the first import."
        />
      }
    >
      <MinuteRefresh />
      <CompanyTable
        rows={list.rows}
        brands={brands}
        place={companiesHref(filters, filters.cursor ? { cursor: filters.cursor } : {})}
      />
    </ListPage>
  );
}
