import { Download } from "lucide-react";
import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { AnswerFilterBar } from "@/components/threads/promises/staff/answer-filters";
import { AnswerPanels } from "@/components/threads/promises/staff/answer-panels";
import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ListEmpty } from "@/components/ui/list-empty";
import { PageHeader } from "@/components/ui/page-header";
import { THREAD_KINDS } from "@/db/schema/constants";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { readsCases } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { coverageNames } from "@/lib/people/agreements/coverage/rules";
import { recordManyLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import { LISTED_WITH } from "@/lib/threads/looks/rules";
import { readsThreads } from "@/lib/threads/policy";
import { answersHref, parseAnswerFilters } from "@/lib/threads/promises/schema";
import { lookedOfPromises } from "@/lib/threads/promises/staff/list/queries";
import { leadsAnswers, readAnswerLines, readAnswerTotal } from "@/lib/threads/promises/staff/queries";
import { groupNames } from "@/lib/threads/promises/staff/rules";

export const metadata: Metadata = { title: "Answers in time" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AnswersPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const wished = parseAnswerFilters(parameters);
  const brands = await loadBrands();
  const page = await asViewer("staff", async (context, { brand, signedIn, viewer }) => {
    if (!readsCases(viewer)) forbidden();
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const names = groupNames(
      brands.filter(({ key }) => viewer.brands.includes(key)),
      SEVERITY_LABELS,
      coverageNames,
    );
    const isLead = await leadsAnswers(context);
    const filters = { ...wished, by: wished.by === "agent" && !isLead ? ("week" as const) : wished.by };
    const found = await together({
      lines: readAnswerLines(context, filters, local, names),
      total: readAnswerTotal(context, filters, local),
      // Figures by agreement name their companies, and those of a search are the figures of what it finds.
      companies: filters.by === "agreement" || filters.q !== "" ? lookedOfPromises(context, filters, local) : [],
    });
    return { ...found, viewer, local, names, isLead, filters };
  });
  const { filters, lines, total, companies, isLead, names, local, viewer } = page;
  // A late answer is shown with its company and subject.
  const late = total.misses.map(({ brand, companyId }) => ({ brand, companyId, kinds: [LISTED_WITH[filters.of]] }));
  await recordManyLooks(viewer, [...companies, ...late]);
  return (
    <>
      <PageHeader
        title={isLead ? "Answers in time" : "Your answers in time"}
        detail={
          isLead
            ? "Promised answers of the brands that you lead, in business time."
            : "Promised answers that you gave or owned, in business time. You and your lead see them."
        }
        tools={
          total.tally.kept + total.tally.missed > 0 && (
            // A plain anchor: Next's link would prefetch the file.
            <a href={answersHref(filters, {}, routes.staffAnswersCsv)} className={buttonClass("tool")}>
              <Download aria-hidden size={16} />
              Download CSV
            </a>
          )
        }
      />
      {parameters.saved === "cause" && (
        <Callout tone="success" role="status" className="mb-4">
          The cause is saved. The client can read it.
        </Callout>
      )}
      <AnswerFilterBar
        filters={filters}
        brands={names.brands}
        kinds={THREAD_KINDS.filter((kind) => readsThreads(viewer, kind))}
        isLead={isLead}
      />
      {lines.length === 0 ? (
        <ListEmpty
          thing="answer"
          href={answersHref(filters)}
          searched="Figures count answers by the time for which they were promised."
          nothing="Each answer that is promised to a client counts here, whether it comes in time or late."
        />
      ) : (
        <AnswerPanels filters={filters} lines={lines} total={total} local={local} />
      )}
    </>
  );
}
