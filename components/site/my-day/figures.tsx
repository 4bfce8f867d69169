import clsx from "clsx";
import { Link } from "@/components/ui/link";
import { mailHref } from "@/lib/mail/log/schema";
import { routes } from "@/lib/routes";
import { libraryDeskHref } from "@/lib/site/library/staff/schema";
import type { MyDay } from "@/lib/site/my-day/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { renewalsHref } from "@/lib/threads/requests/renewals/schema";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

interface Figure {
  readonly term: string;
  readonly count: number;
  readonly href: string;
  /** Something is late or has failed. */
  readonly isAlarm?: boolean;
  /** A second fact, in words. */
  readonly detail?: string | false;
}

interface Props {
  day: MyDay;
  /** The viewer works cases. */
  works: boolean;
  /** Short names by key. */
  brands: Readonly<Record<string, string>>;
}

/** What the viewer's roles see in numbers, each a link to the list that it counts. */
export function Figures({ day, works, brands }: Props) {
  const figures = figuresOf(day, works, brands);
  // More than fit on one line are spread over two, so that no line has a few wide ones.
  const basis = figures.length > 8 ? "basis-[max(8.5rem,15%)]" : "basis-[8.5rem]";
  return (
    <ul className="flex flex-wrap gap-px overflow-hidden rounded-lg border border-line bg-line">
      {figures.map(({ term, count, href, isAlarm, detail }) => (
        <li key={term} className={clsx("relative flex-1 bg-surface px-3 py-1.5 hover:bg-sunken", basis)}>
          <Link href={href} className="stretched grid text-ink no-underline">
            <span className={clsx("tabular text-lg font-semibold", isAlarm && count > 0 && "text-danger")}>
              {count.toLocaleString("en-US")}
            </span>
            <span className="text-xs text-muted">
              {term}
              {detail && `, ${detail}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function figuresOf(
  { cases, requests, chats, visitors, failedMails, renewalsDue, drafts }: MyDay,
  works: boolean,
  brands: Props["brands"],
): Figure[] {
  const figures: Figure[] = [];
  if (cases) {
    if (works) {
      const detail = cases.unread > 0 && `${cases.unread} unread`;
      figures.push(
        { term: "My cases", count: cases.mine, href: staffCasesHref({ assignee: "me" }), detail },
        { term: "Cases unassigned", count: cases.unassigned, href: staffCasesHref({ assignee: "nobody" }) },
      );
    } else {
      figures.push({ term: "Cases open", count: cases.open, href: staffCasesHref({}) });
    }
    figures.push({ term: "Cases late", count: cases.late, href: staffCasesHref({ late: true }), isAlarm: true });
  }
  if (chats) {
    const detail = chats.unread > 0 && `${chats.unread} unread`;
    figures.push({ term: "Chats waiting", count: chats.queued, href: routes.staffChats, isAlarm: true, detail });
  }
  if (requests) {
    const detail = requests.unread > 0 && `${requests.unread} unread`;
    figures.push(
      { term: "My requests", count: requests.mine, href: staffRequestsHref({ owner: "me" }), detail },
      { term: "Requests unassigned", count: requests.unassigned, href: staffRequestsHref({ owner: "nobody" }) },
      { term: "Requests late", count: requests.late, href: staffRequestsHref({ late: true }), isAlarm: true },
    );
    if (requests.standingIn > 0) {
      figures.push({ term: "Standing in", count: requests.standingIn, href: staffRequestsHref({ owner: "away" }) });
    }
  }
  if (renewalsDue !== null) {
    figures.push({ term: "Renewals due", count: renewalsDue, href: renewalsHref({ window: "30", talk: "due" }) });
  }
  if (visitors !== null) figures.push({ term: "Contacts waiting", count: visitors, href: routes.staffWaiting });
  if (failedMails !== null) {
    const href = mailHref({ standing: "failed" });
    figures.push({ term: "Mails that failed", count: failedMails, href, isAlarm: true });
  }
  for (const { brand, draft, scheduled } of drafts ?? []) {
    const term = drafts?.length === 1 ? "Drafts" : `Drafts, ${brands[brand] ?? brand}`;
    const detail = scheduled > 0 && `${scheduled} scheduled`;
    figures.push({ term, count: draft, href: libraryDeskHref(brand, "draft"), detail });
  }
  return figures;
}
