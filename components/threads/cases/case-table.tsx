import { ThreadStatusDot } from "@/components/threads/thread-status";
import { lastActivity, ThreadTable } from "@/components/threads/thread-table";
import { ListTime } from "@/components/ui/list-time";
import { routes } from "@/lib/routes";
import type { CaseRow } from "@/lib/threads/cases/list/queries";
import { type CaseFilters, casesHref } from "@/lib/threads/cases/schema";
import { SeverityDot } from "./severity-dot";
import { TAB_LABELS } from "./tab-labels";

interface Props {
  rows: readonly CaseRow[];
  filters: CaseFilters;
  /** The list may have cases of several companies. */
  hasCompanies: boolean;
}

export function CaseTable({ rows, filters, hasCompanies }: Props) {
  return (
    <ThreadTable
      caption={TAB_LABELS[filters.tab]}
      rows={rows}
      lead={{
        title: "Case",
        href: ({ number }) => routes.case(number),
        about: aboutCase,
        className: "md:min-w-40 xl:min-w-64",
      }}
      columns={[
        {
          title: "Status",
          cell: (row) => (
            <ThreadStatusDot kind="case" status={row.status} closeReason={row.closeReason} side="client" />
          ),
        },
        {
          title: "Severity",
          cell: ({ severity }) => <SeverityDot severity={severity} />,
          order: orderOf(filters, "severity"),
        },
        hasCompanies && { title: "Company", cell: ({ companyName }) => companyName },
        lastActivity(orderOf(filters, "activity")),
      ]}
    />
  );
}

function orderOf(filters: CaseFilters, sort: "severity" | "activity") {
  return {
    href: casesHref(filters, { sort }),
    sorted: filters.sort === sort ? ("descending" as const) : undefined,
  };
}

const aboutCase = ({ product, filedByMe, filedByName, filed }: CaseRow) => (
  <>
    {`${product}. Filed ${filedByMe ? "by you" : `by ${filedByName}`}, `}
    <ListTime time={filed} />
  </>
);
