import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { RowsDone } from "@/components/people/bulk-deeds/staff/rows-done";
import { ClientFilterBar } from "@/components/people/companies/staff/client-filters";
import { ContactTable } from "@/components/people/contacts/staff/contact-table";
import { ContactsBulk } from "@/components/people/contacts/staff/contacts-bulk";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { chosenOf, deedKey, deedOf } from "@/lib/people/bulk-deeds/schema";
import { servesClients } from "@/lib/people/companies/policy";
import { findCompany } from "@/lib/people/companies/queries";
import { findContactDeed } from "@/lib/people/edits/contacts/bulk/queries";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { lookedOfCompany, lookedOfSearch } from "@/lib/people/looks/queries";
import { recordLooks, recordManyLooks } from "@/lib/people/looks/service";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { routes } from "@/lib/routes";
import { standingsFor } from "@/lib/site/clients/policy";
import { listContacts } from "@/lib/site/clients/queries";
import { contactsHref, parseContactFilters } from "@/lib/site/clients/schema";

export const metadata: Metadata = { title: "Contacts" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffContactsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const filters = parseContactFilters(parameters);
  const chosen = chosenOf(parameters);
  const allBrands = await loadBrands();
  const { viewer, list, company, looked, views, deed } = await asViewer("staff", async (context, { viewer }) => {
    if (!servesClients(viewer)) forbidden();
    return together({
      viewer,
      list: listContacts(context, filters, allBrands),
      views: listSavedViews(context, "contacts"),
      deed: findContactDeed(context, deedOf(parameters)),
      company: findCompany(context, filters.company),
      looked: filters.company ? lookedOfCompany(context, filters.company) : null,
    });
  });
  if (looked) await recordLooks(viewer, looked, ["contacts"]);
  await recordManyLooks(viewer, lookedOfSearch(filters.q, list.rows, ["contacts"]));
  const brands = await brandNames(viewer.brands);
  const edits = editsPeople(viewer);
  const href = contactsHref(filters);
  return (
    <>
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
        <MinuteRefresh />
        <ContactTable
          rows={list.rows}
          brands={brands}
          choice={edits ? { chosen, deed: deedKey(deed) } : null}
          place={contactsHref(filters, filters.cursor ? { cursor: filters.cursor } : {})}
        />
        {edits && <ContactsBulk href={href} chosen={chosen} deed={deed} ids={list.rows.map(({ id }) => id)} />}
      </ListPage>
      {/* Outside of the list, which may be empty after the deed. */}
      {deed && <RowsDone deed={deed} href={href} rowHref={routes.staffContact} />}
    </>
  );
}
