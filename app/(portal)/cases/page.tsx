import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { askOf } from "@/components/threads/cases/ask";
import { CaseEmpty } from "@/components/threads/cases/case-empty";
import { CaseFilterBar } from "@/components/threads/cases/case-filters";
import { CaseTable } from "@/components/threads/cases/case-table";
import { CasesShut } from "@/components/threads/cases/cases-shut";
import { NotCovered } from "@/components/threads/cases/not-covered";
import { TAB_LABELS } from "@/components/threads/cases/tab-labels";
import { ButtonLink } from "@/components/ui/button";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { asViewer } from "@/lib/gate/actions/context";
import { routes } from "@/lib/routes";
import { countCases, listCaseProducts, listCases } from "@/lib/threads/cases/list/queries";
import { CASE_TABS, casesHref, parseCaseFilters } from "@/lib/threads/cases/schema";
import { readStanding } from "@/lib/threads/cases/standing/queries";

export const metadata: Metadata = { title: "Support Cases" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CasesPage({ searchParams }: Props) {
  const filters = parseCaseFilters(await searchParams);
  const { brand, standing, primary, team, cases } = await asViewer("client", async (context, { brand, signedIn }) => {
    const reader = { zone: signedIn.account.timeZone ?? brand.zone };
    const stand = await readStanding(context, brand);
    const cases = stand.standing.kind === "open" && {
      list: await listCases(context, filters, reader),
      counts: await countCases(context),
      products: await listCaseProducts(context),
    };
    return { brand, ...stand, cases };
  });
  const ask = askOf(team, brand.supportMailbox);
  if (standing.kind !== "open" || !cases) {
    return (
      <>
        <PageHeader title="Support Cases" />
        {standing.kind !== "open" && <CasesShut standing={standing} primary={primary} ask={ask} />}
      </>
    );
  }
  const { list, counts, products } = cases;
  const covered = standing.companies.filter(({ inForce }) => inForce);
  return (
    <>
      <LiveRefresh />
      <PageHeader
        title="Support Cases"
        tools={
          <ButtonLink href={routes.serviceRequests} variant="tool">
            All service requests
          </ButtonLink>
        }
        action={
          <ButtonLink href={routes.casesNew} variant="primary" icon={<Plus aria-hidden size={16} />}>
            Add New Case
          </ButtonLink>
        }
      />
      <NotCovered companies={standing.companies} ask={ask} effect="not-shown" />
      <ListPage
        list={list}
        href={(cursor) => casesHref(filters, { cursor })}
        bar={
          <>
            <Tabs
              label="Cases"
              tabs={CASE_TABS.map((tab) => ({
                href: casesHref(filters, { tab }),
                label: TAB_LABELS[tab],
                count: counts[tab],
                selected: tab === filters.tab,
              }))}
            />
            {counts.current + counts.historical > 0 && (
              <CaseFilterBar filters={filters} counts={counts} companies={covered} products={products} />
            )}
          </>
        }
        heading={TAB_LABELS[filters.tab]}
        empty={<CaseEmpty filters={filters} counts={counts} />}
      >
        <CaseTable rows={list.rows} filters={filters} hasCompanies={covered.length > 1} />
      </ListPage>
    </>
  );
}
