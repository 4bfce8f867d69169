import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { StaffRequestCounts } from "@/lib/threads/requests/staff/queue/queries";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

/** The request queue in numbers, each leading to the list that it counts. */
export function RequestsPanel({ counts }: { counts: StaffRequestCounts }) {
  const { mine, mineLate, unread, unassigned, late, standingIn } = counts;
  const details = [unread > 0 ? `${unread} unread` : "", mineLate > 0 ? `${mineLate} late` : ""].filter(Boolean);
  return (
    <Panel title="Requests" action={<TextLink href={routes.staffRequests}>All requests</TextLink>}>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-5 sm:grid-cols-4">
        <Figure term="Mine" count={mine} href={staffRequestsHref({ owner: "me" })} detail={details.join(", ")} />
        <Figure term="Standing in" count={standingIn} href={staffRequestsHref({ owner: "away" })} />
        <Figure term="Unassigned" count={unassigned} href={staffRequestsHref({ owner: "nobody" })} />
        <Figure term="Late" count={late} href={staffRequestsHref({ late: true })} alarming={late > 0} />
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
