import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { DecidedCompanyTable } from "@/components/people/portal-decisions/staff/decided-companies";
import { DecisionFilterBar } from "@/components/people/portal-decisions/staff/decision-filters";
import { DecidedContactTable, DecisionTable } from "@/components/people/portal-decisions/staff/decision-tables";
import { Callout } from "@/components/ui/callout";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { firstParameter } from "@/lib/kit/lists/address";
import { findCompany } from "@/lib/people/companies/queries";
import { lookedOfCompany, lookedOfSearch } from "@/lib/people/looks/queries";
import { recordLooks, recordManyLooks } from "@/lib/people/looks/service";
import { listDecidedCompanies } from "@/lib/people/portal-decisions/list/companies/queries";
import { listDecidedContacts, listPortalDecisions } from "@/lib/people/portal-decisions/list/queries";
import {
  type DecisionFilters,
  decisionsHref,
  HANDED_BACK,
  parseDecisionFilters,
} from "@/lib/people/portal-decisions/list/schema";
import { handsBack } from "@/lib/people/portal-decisions/policy";

export const metadata: Metadata = { title: "Decisions" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** All that was decided in the portal and imports leave unchanged, for administrators. */
export default async function StaffDecisionsPage({ searchParams }: Props) {
  const query = await searchParams;
  const filters = parseDecisionFilters(query);
  const { viewer, contacts, decided, others, company, looked } = await asViewer(
    "staff",
    async (context, { viewer, brand, signedIn }) => {
      if (!handsBack(viewer)) forbidden();
      const zone = signedIn.account.timeZone ?? brand.zone;
      return {
        viewer,
        contacts: filters.tab === "contacts" ? await listDecidedContacts(context, filters, { zone }) : null,
        decided: filters.tab === "companies" ? await listDecidedCompanies(context, filters) : null,
        others: filters.tab === "others" ? await listPortalDecisions(context, filters, { zone }) : null,
        company: await findCompany(context, filters.company),
        looked: filters.company ? await lookedOfCompany(context, filters.company) : null,
      };
    },
  );
  if (looked) await recordLooks(viewer, looked, ["contacts"]);
  // Fields of a company name nobody of it.
  const people = [...(contacts?.rows ?? []), ...(others?.rows ?? []).filter(({ hasPerson }) => hasPerson)];
  await recordManyLooks(viewer, lookedOfSearch(filters.q, people, ["contacts"]));
  const brands = await brandNames(viewer.brands);
  const bar = <DecisionFilterBar filters={filters} brands={brands} company={company?.name ?? null} />;
  const page = { href: (cursor: typeof filters.cursor) => decisionsHref(filters, { cursor }), bar };
  const shown = { brands, filters };
  return (
    <>
      <PageHeader
        title="Decisions"
        detail="What people decided in the portal. Imports leave it alone until it is handed back to the ERP."
      />
      {firstParameter(query, HANDED_BACK) && (
        <div className="mb-4">
          <Callout tone="success" role="status">
            Handed back to the ERP. It stays as it is until an import says something else.
          </Callout>
        </div>
      )}
      {contacts && (
        <ListPage list={contacts} {...page} empty={<Empty filters={filters} thing="edited field" />}>
          <DecidedContactTable rows={contacts.rows} {...shown} />
        </ListPage>
      )}
      {decided && (
        <ListPage list={decided} {...page} empty={<Empty filters={filters} thing="edited field" />}>
          <DecidedCompanyTable rows={decided.rows} brands={brands} />
        </ListPage>
      )}
      {others && (
        <ListPage list={others} {...page} empty={<Empty filters={filters} thing="decision" />}>
          <DecisionTable rows={others.rows} {...shown} />
        </ListPage>
      )}
    </>
  );
}

function Empty({ filters, thing }: { filters: DecisionFilters; thing: string }) {
  const href = decisionsHref(filters);
  const tab = decisionsHref(parseDecisionFilters({ tab: filters.tab }));
  return (
    <ListEmpty
      thing={thing}
      href={href}
      bare={tab}
      searched="Every word must be part of a person’s name or address, or of a company’s name."
      nothing="What a person edits in the portal, and what administrators add or remove, appears here."
    />
  );
}
