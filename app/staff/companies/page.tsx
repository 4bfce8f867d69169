import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { RowsDone } from "@/components/people/bulk-deeds/staff/rows-done";
import { ClientFilterBar } from "@/components/people/companies/staff/client-filters";
import { CompaniesBulk } from "@/components/people/companies/staff/companies-bulk";
import { CompanyTable } from "@/components/people/companies/staff/company-table";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { chosenOf, deedKey, deedOf } from "@/lib/people/bulk-deeds/schema";
import { servesClients } from "@/lib/people/companies/policy";
import { findCompanyDeed, listManagerChoices } from "@/lib/people/edits/companies/managers/queries";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { routes } from "@/lib/routes";
import { standingsFor } from "@/lib/site/clients/policy";
import { listCompanies } from "@/lib/site/clients/queries";
import { companiesHref, parseCompanyFilters } from "@/lib/site/clients/schema";

export const metadata: Metadata = { title: "Companies" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffCompaniesPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const filters = parseCompanyFilters(parameters);
  const chosen = chosenOf(parameters);
  const allBrands = await loadBrands();
  const { viewer, list, views, deed, managers } = await asViewer("staff", async (context, { viewer }) => {
    if (!servesClients(viewer)) forbidden();
    return together({
      viewer,
      list: listCompanies(context, filters, allBrands),
      views: listSavedViews(context, "companies"),
      deed: findCompanyDeed(context, deedOf(parameters)),
      managers: editsPeople(viewer) ? listManagerChoices(context) : [],
    });
  });
  const brands = await brandNames(viewer.brands);
  const edits = editsPeople(viewer);
  const href = companiesHref(filters);
  return (
    <>
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
          choice={edits ? { chosen, deed: deedKey(deed) } : null}
          opensPeople={worksRequests(viewer)}
          place={companiesHref(filters, filters.cursor ? { cursor: filters.cursor } : {})}
        />
        {edits && <CompaniesBulk {...{ href, chosen, deed, managers }} ids={list.rows.map(({ id }) => id)} />}
      </ListPage>
      {/* Outside of the list, which may be empty after the deed. */}
      {deed && <RowsDone deed={deed} href={href} rowHref={routes.staffCompany} />}
    </>
  );
}
