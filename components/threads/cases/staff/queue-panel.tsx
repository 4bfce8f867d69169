import { QueueFigures } from "@/components/threads/staff/queue-figures";
import { routes } from "@/lib/routes";
import type { StaffCaseCounts } from "@/lib/threads/cases/staff/queue/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";

/** The case queue in four numbers; in three for staff who do not work cases. */
export function QueuePanel({ counts, works }: { counts: StaffCaseCounts; works: boolean }) {
  const { open, unassigned, late, mine, unread } = counts;
  const own = {
    term: "Mine",
    count: mine,
    href: staffCasesHref({ assignee: "me" }),
    detail: unread > 0 ? `${unread} unread` : "",
  };
  return (
    <QueueFigures
      title="Cases"
      all={{ href: routes.staffCases, label: "All cases" }}
      figures={[
        { term: "Open", count: open, href: staffCasesHref({}) },
        { term: "Unassigned", count: unassigned, href: staffCasesHref({ assignee: "nobody" }) },
        { term: "Late", count: late, href: staffCasesHref({ late: true }), alarming: late > 0 },
        ...(works ? [own] : []),
      ]}
    />
  );
}
