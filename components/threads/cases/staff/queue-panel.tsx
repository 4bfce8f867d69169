import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { StaffCaseCounts } from "@/lib/threads/cases/staff/queue/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";

/** The case queue in four numbers, each leading to the list that it counts. */
export function QueuePanel({ counts, works }: { counts: StaffCaseCounts; works: boolean }) {
  const { open, unassigned, late, mine, unread } = counts;
  return (
    <Panel title="Cases" action={<TextLink href={routes.staffCases}>All cases</TextLink>}>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-4">
        <Figure term="Open" count={open} href={staffCasesHref({})} />
        <Figure term="Unassigned" count={unassigned} href={staffCasesHref({ assignee: "nobody" })} />
        <Figure term="Late" count={late} href={staffCasesHref({ late: true })} alarming={late > 0} />
        {works && (
          <Figure
            term="Mine"
            count={mine}
            href={staffCasesHref({ assignee: "me" })}
            {...(unread > 0 ? { detail: `${unread} unread` } : {})}
          />
        )}
      </dl>
    </Panel>
  );
}

interface FigureProps {
  term: string;
  count: number;
  href: string;
  alarming?: boolean;
  detail?: string;
}

function Figure({ term, count, href, alarming, detail }: FigureProps) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-sm text-muted">{term}</dt>
      <dd>
        <TextLink
          href={href}
          className={alarming ? "tabular text-xl font-semibold text-danger" : "tabular text-xl font-semibold"}
        >
          {count.toLocaleString("en-US")}
        </TextLink>
        {detail && <span className="block text-sm text-muted">{detail}</span>}
      </dd>
    </div>
  );
}
