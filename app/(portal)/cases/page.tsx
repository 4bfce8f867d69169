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
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { readCaseAccess } from "@/lib/threads/cases/access/queries";
import { countCases, listCaseProducts, listCases } from "@/lib/threads/cases/list/queries";
import { casesHref, parseCaseFilters } from "@/lib/threads/cases/schema";
import { countChats } from "@/lib/threads/chats/list/queries";

export const metadata: Metadata = { title: "Support Cases" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CasesPage({ searchParams }: Props) {
  const filters = parseCaseFilters(await searchParams);
  const { brand, access, primary, team, cases } = await asViewer("client", async (context, { brand, signedIn }) => {
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const found = await readCaseAccess(context, brand);
    const cases =
      found.access.kind === "open" &&
      (await together({
        list: listCases(context, filters, local),
        counts: countCases(context),
        products: listCaseProducts(context),
        chats: countChats(context),
      }));
    return { brand, ...found, cases };
  });
  const ask = askOf(team, brand.supportMailbox);
  if (access.kind !== "open" || !cases) {
    return (
      <>
        <PageHeader title="Support Cases" />
        {access.kind !== "open" && <CasesShut access={access} primary={primary} ask={ask} />}
      </>
    );
  }
  const { list, counts, products, chats } = cases;
  const covered = access.companies.filter(({ inForce }) => inForce);
  return (
    <>
      <LiveRefresh />
      <PageHeader
        title="Support Cases"
        tools={
          <>
            <ButtonLink href={routes.caseAnswers} variant="tool">
              Answers in time
            </ButtonLink>
            <ButtonLink href={routes.serviceRequests} variant="tool">
              All service requests
            </ButtonLink>
          </>
        }
        action={
          <ButtonLink href={routes.casesNew} variant="primary" icon={<Plus aria-hidden size={16} />}>
            Add New Case
          </ButtonLink>
        }
      />
      <NotCovered companies={access.companies} ask={ask} effect="not-shown" />
      <ListPage
        list={list}
        href={(cursor) => casesHref(filters, { cursor })}
        bar={
          <>
            <CaseTabs
              href={(tab) => casesHref(filters, { tab })}
              counts={counts}
              chats={chats}
              selected={filters.tab}
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
