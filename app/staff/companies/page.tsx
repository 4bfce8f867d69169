import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { ClientFilterBar } from "@/components/people/companies/staff/client-filters";
import { CompanyTable } from "@/components/people/companies/staff/company-table";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { servesClients } from "@/lib/people/companies/policy";
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
  const { viewer, list } = await asViewer("staff", async (context, { viewer }) => {
    if (!servesClients(viewer)) forbidden();
    return { viewer, list: await listCompanies(context, filters, allBrands) };
  });
  const brands = await brandNames(viewer.brands);
  return (
    <>
      <PageHeader title="Companies" detail="The clients of all your brands." />
      <ListPage
        list={list}
        href={(cursor) => companiesHref(filters, { cursor })}
        bar={
          <ClientFilterBar
            label="Companies"
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
        <CompanyTable rows={list.rows} brands={brands} />
      </ListPage>
    </>
  );
}
