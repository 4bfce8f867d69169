import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { StaffCaseFilterBar } from "@/components/threads/cases/staff/case-filters";
import { StaffCaseTable } from "@/components/threads/cases/staff/case-table";
import { QueuePage } from "@/components/threads/staff/queue-page";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { readsCases, worksCases } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { lookedOfCompany } from "@/lib/people/looks/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { listAgents } from "@/lib/threads/cases/staff/choices/queries";
import {
  countStaffCases,
  listCaseCompanyChoices,
  listCaseProductChoices,
  listStaffCases,
} from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters, staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";

export const metadata: Metadata = { title: "Cases" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffCasesPage({ searchParams }: Props) {
  const filters = parseStaffCaseFilters(await searchParams);
  const allBrands = await loadBrands();
  const { viewer, list, looked, counts, choices } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!readsCases(viewer)) forbidden();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return together({
        viewer,
        // A list of one company is a look at it.
        looked: filters.company ? lookedOfCompany(context, filters.company) : null,
        list: listStaffCases(context, filters, allBrands, local),
        counts: countStaffCases(context),
        choices: together({
          agents: listAgents(context),
          companies: listCaseCompanyChoices(context, filters.company),
          products: listCaseProductChoices(context, filters.product),
        }),
      });
    },
  );
  if (looked) await recordLooks(viewer, looked, ["cases"]);
  const brands = await brandNames(viewer.brands);
  return (
    <QueuePage
      kind="case"
      title="Cases"
      detail="Support cases of all your brands. Answer clocks run in each brand’s chat hours."
      list={list}
      href={(cursor) => staffCasesHref(filters, { cursor })}
      bar={<StaffCaseFilterBar filters={filters} counts={counts} choices={{ ...choices, brands }} />}
      searched="Search looks through numbers, companies, contacts, products, subjects and what was said."
      nothing="Open cases appear here as soon as a client files one."
    >
      <StaffCaseTable rows={list.rows} filters={filters} brands={brands} works={worksCases(viewer)} />
    </QueuePage>
  );
}
