import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { askOf } from "@/components/threads/cases/ask";
import { CaseEmpty } from "@/components/threads/cases/case-empty";
import { CaseFilterBar } from "@/components/threads/cases/case-filters";
import { CaseTable } from "@/components/threads/cases/case-table";
import { CaseTabs } from "@/components/threads/cases/case-tabs";
import { CasesShut } from "@/components/threads/cases/cases-shut";
import { NotCovered } from "@/components/threads/cases/not-covered";
import { TAB_LABELS } from "@/components/threads/cases/tab-labels";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { routes } from "@/lib/routes";
import { countCases, listCaseProducts, listCases } from "@/lib/threads/cases/list/queries";
import { casesHref, parseCaseFilters } from "@/lib/threads/cases/schema";
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
      <CaseTabs filters={filters} counts={counts} />
      {counts.current + counts.historical > 0 && (
        <CaseFilterBar filters={filters} counts={counts} companies={covered} products={products} />
      )}
      <h2 className="sr-only">{TAB_LABELS[filters.tab]}</h2>
      <Panel flush>
        {list.count === 0 ? (
          <CaseEmpty filters={filters} counts={counts} />
        ) : (
          <>
            <CaseTable rows={list.rows} filters={filters} hasCompanies={covered.length > 1} />
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                firstHref={list.from > 1 ? casesHref(filters) : undefined}
                previousHref={list.previous ? casesHref(filters, { cursor: list.previous }) : undefined}
                nextHref={list.next ? casesHref(filters, { cursor: list.next }) : undefined}
              />
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
