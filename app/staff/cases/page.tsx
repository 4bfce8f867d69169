import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { StaffCaseFilterBar } from "@/components/threads/cases/staff/case-filters";
import { StaffCaseTable } from "@/components/threads/cases/staff/case-table";
import { QueuePage } from "@/components/threads/staff/queue-page";
import { choicesOf } from "@/components/ui/choices";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { readsCases, worksCases } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { findDeed } from "@/lib/people/bulk-deeds/queries";
import { chosenOf, deedKey, deedOf } from "@/lib/people/bulk-deeds/schema";
import { lookedOfCompany, lookedOfSearch } from "@/lib/people/looks/queries";
import { recordLooks, recordManyLooks } from "@/lib/people/looks/service";
import {
  bulkAssignCasesAction,
  bulkCloseCasesAction,
  bulkSetCaseStatusAction,
  bulkSnoozeCasesAction,
  bulkUndoCasesAction,
} from "@/lib/threads/cases/staff/actions";
import { readQueueChoices } from "@/lib/threads/cases/staff/choices/queries";
import {
  countStaffCases,
  listCaseCompanyChoices,
  listCaseProductChoices,
  listStaffCases,
} from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters, staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { KINDS } from "@/lib/threads/kinds";
import { BULK_STATUSES } from "@/lib/threads/staff/bulk/schema";

export const metadata: Metadata = { title: "Cases" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const DETAIL = "Support cases of all your brands. Answer clocks run in each brand’s chat hours.";

export default async function StaffCasesPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const filters = parseStaffCaseFilters(parameters);
  const chosen = chosenOf(parameters);
  const allBrands = await loadBrands();
  const { viewer, zone, list, looked, counts, choices, deed } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!readsCases(viewer)) forbidden();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return together({
        ...{ viewer, zone: local.zone },
        // A list of one company is a look at it.
        looked: filters.company ? lookedOfCompany(context, filters.company) : null,
        list: listStaffCases(context, filters, allBrands, local),
        counts: countStaffCases(context),
        deed: findDeed(context, "case", deedOf(parameters)),
        choices: together({
          small: readQueueChoices(context),
          companies: listCaseCompanyChoices(context, filters.company),
          products: listCaseProductChoices(context, filters.product),
        }),
      });
    },
  );
  if (looked) await recordLooks(viewer, looked, ["cases"]);
  await recordManyLooks(viewer, lookedOfSearch(filters.q, list.rows, ["cases"]));
  const { agents, views } = choices.small;
  const brands = await brandNames(viewer.brands);
  return (
    <QueuePage
      kind="case"
      detail={DETAIL}
      list={list}
      href={(cursor) => staffCasesHref(filters, { cursor })}
      bar={
        <StaffCaseFilterBar
          detail={DETAIL}
          views={<SavedViews list="cases" views={views} href={staffCasesHref(filters)} />}
          filters={filters}
          counts={counts}
          choices={{ agents, companies: choices.companies, products: choices.products, brands }}
        />
      }
      bulk={
        worksCases(viewer)
          ? {
              ...{ workers: agents, deed, chosen, zone, me: viewer.staffId },
              statuses: choicesOf(BULK_STATUSES.case, KINDS.case.staffLabels),
              actions: {
                assign: bulkAssignCasesAction,
                status: bulkSetCaseStatusAction,
                snooze: bulkSnoozeCasesAction,
                close: bulkCloseCasesAction,
                undo: bulkUndoCasesAction,
              },
            }
          : null
      }
      searched="Search looks through numbers, companies, contacts, products, subjects and what was said."
      nothing="Open cases appear here as soon as a client files one."
    >
      <StaffCaseTable
        rows={list.rows}
        filters={filters}
        brands={brands}
        works={worksCases(viewer)}
        chosen={chosen}
        deed={deedKey(deed)}
      />
    </QueuePage>
  );
}
