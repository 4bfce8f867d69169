import { QueueFigures } from "@/components/threads/staff/queue-figures";
import { routes } from "@/lib/routes";
import type { StaffRequestCounts } from "@/lib/threads/requests/staff/queue/queries";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

/** The request queue in numbers: first those that the viewer must answer, then the late ones. */
export function RequestsPanel({ counts }: { counts: StaffRequestCounts }) {
  const { mine, mineLate, unread, unassigned, late, standingIn } = counts;
  const details = [unread > 0 ? `${unread} unread` : "", mineLate > 0 ? `${mineLate} late` : ""].filter(Boolean);
  return (
    <QueueFigures
      title="Requests"
      all={{ href: routes.staffRequests, label: "All requests" }}
      figures={[
        { term: "Mine", count: mine, href: staffRequestsHref({ owner: "me" }), detail: details.join(", ") },
        { term: "Standing in", count: standingIn, href: staffRequestsHref({ owner: "away" }) },
        { term: "Unassigned", count: unassigned, href: staffRequestsHref({ owner: "nobody" }) },
        { term: "Late", count: late, href: staffRequestsHref({ late: true }), alarming: late > 0 },
      ]}
    />
  );
}
