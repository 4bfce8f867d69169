import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { ClientFilterBar } from "@/components/people/companies/staff/client-filters";
import { ContactTable } from "@/components/people/contacts/staff/contact-table";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { servesClients } from "@/lib/people/companies/policy";
import { findCompany } from "@/lib/people/companies/queries";
import { lookedOfCompany } from "@/lib/people/looks/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { standingsFor } from "@/lib/site/clients/policy";
import { listContacts } from "@/lib/site/clients/queries";
import { contactsHref, parseContactFilters } from "@/lib/site/clients/schema";

export const metadata: Metadata = { title: "Contacts" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffContactsPage({ searchParams }: Props) {
  const filters = parseContactFilters(await searchParams);
  const allBrands = await loadBrands();
  const { viewer, list, company, looked, views } = await asViewer("staff", async (context, { viewer }) => {
    if (!servesClients(viewer)) forbidden();
    return together({
      viewer,
      list: listContacts(context, filters, allBrands),
      views: listSavedViews(context, "contacts"),
      company: findCompany(context, filters.company),
      looked: filters.company ? lookedOfCompany(context, filters.company) : null,
    });
  });
  if (looked) await recordLooks(viewer, looked, ["contacts"]);
  const brands = await brandNames(viewer.brands);
  return (
    <ListPage
      list={list}
      href={(cursor) => contactsHref(filters, { cursor })}
      bar={
        <ClientFilterBar
          label="Contacts"
          detail="The people at the clients of all your brands."
          views={<SavedViews list="contacts" views={views} href={contactsHref(filters)} />}
          filters={filters}
          href={(change = {}) => contactsHref(filters, change)}
          standings={standingsFor(viewer)}
          brands={brands}
          placeholder="Name, address, job or company"
          company={company && { name: company.name, clearHref: contactsHref({ ...filters, company: null }) }}
        />
      }
      empty={
        <ListEmpty
          thing="contact"
          href={contactsHref(filters)}
          searched="Search looks through names, addresses, jobs and companies."
          nothing="Contacts come from the ERP, and from Connect with Us."
        />
      }
    >
      <ContactTable rows={list.rows} brands={brands} />
    </ListPage>
  );
}
