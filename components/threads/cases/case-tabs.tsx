import clsx from "clsx";
import { Link } from "@/components/ui/link";
import type { CaseCounts } from "@/lib/threads/cases/list/queries";
import { CASE_TABS, type CaseFilters, casesHref } from "@/lib/threads/cases/schema";
import { TAB_LABELS } from "./tab-labels";

/** The two rooms of the list, each with how many cases it holds whatever the filters. What one searches for goes along. */
export function CaseTabs({ filters, counts }: { filters: CaseFilters; counts: CaseCounts }) {
  return (
    <nav aria-label="Cases" className="no-print mb-4 flex gap-6 border-b border-line">
      {CASE_TABS.map((tab) => (
        <Link
          key={tab}
          href={casesHref(filters, { tab })}
          aria-current={tab === filters.tab ? "page" : undefined}
          className={clsx(
            "-mb-px inline-flex min-h-11 items-center gap-2 border-b-2 text-sm no-underline",
            tab === filters.tab
              ? "border-accent font-semibold text-accent"
              : "border-transparent text-muted hover:text-ink",
          )}
        >
          {TAB_LABELS[tab]}
          <span className="tabular text-xs text-muted">{counts[tab].toLocaleString("en-US")}</span>
        </Link>
      ))}
    </nav>
  );
}
