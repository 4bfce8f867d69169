import clsx from "clsx";
import { CheckCheck } from "lucide-react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { markAllReadAction } from "@/lib/mail/notices/actions";
import type { NoticeDay, NoticePage, NoticeRow } from "@/lib/mail/notices/queries";
import { noticesHref } from "@/lib/mail/notices/schema";

interface Props {
  page: NoticePage;
  /** Path of the list. */
  path: string;
  noticeHref: (id: string) => string;
  /** Names of brands, for viewers who see several. */
  brands?: Readonly<Record<string, string>>;
  /** What notices are about, for the text of an empty list. */
  nothing: string;
}

/** All that happened for one person, newest first, by day. */
export function NoticeCenter({ page, path, noticeHref, brands, nothing }: Props) {
  const { days, unread, previous, next } = page;
  return (
    <>
      {/* The stream sends events about notices without a thread. */}
      <LiveRefresh thread="" />
      <PageHeader
        title="Notices"
        detail={unread === 0 ? "Nothing is unread." : `${unread > 99 ? "More than 99" : unread} unread.`}
        action={
          unread > 0 && (
            <form action={markAllReadAction}>
              <Button type="submit" icon={<CheckCheck aria-hidden size={16} />}>
                Mark all as read
              </Button>
            </form>
          )
        }
      />
      {days.length === 0 ? (
        <Panel flush>
          <EmptyState title="No notices yet">{nothing}</EmptyState>
        </Panel>
      ) : (
        <div className="grid gap-5">
          {days.map((day) => (
            <Day key={day.day} day={day} noticeHref={noticeHref} brands={brands} />
          ))}
        </div>
      )}
      {(previous || next) && (
        <nav aria-label="Pages" className="no-print mt-4 flex justify-end gap-2">
          {previous && (
            <ButtonLink href={noticesHref(path, previous)} size="small" rel="prev">
              Newer
            </ButtonLink>
          )}
          {next && (
            <ButtonLink href={noticesHref(path, next)} size="small" rel="next">
              Older
            </ButtonLink>
          )}
        </nav>
      )}
    </>
  );
}

function Day({ day, noticeHref, brands }: { day: NoticeDay } & Pick<Props, "noticeHref" | "brands">) {
  return (
    <section aria-label={day.day} className="grid gap-2">
      <h2 className="text-sm font-semibold text-muted">{day.day}</h2>
      <Panel flush>
        <ul className="divide-y divide-line">
          {day.rows.map((row) => (
            <Line key={row.id} row={row} href={noticeHref(row.id)} brand={brands?.[row.brand]} />
          ))}
        </ul>
      </Panel>
    </section>
  );
}

/** A plain anchor: its address marks the notice as read and redirects to what it is about. */
function Line({ row, href, brand }: { row: NoticeRow; href: string; brand: string | undefined }) {
  return (
    <li className="relative flex min-h-12 items-baseline gap-3 px-4 py-3 text-sm hover:bg-sunken">
      <span
        aria-hidden
        className={clsx(
          "forced-border size-2 flex-none self-start mt-1.5 rounded-full",
          row.isUnread ? "bg-accent" : "invisible",
        )}
      />
      {/* On a phone the time stands below the title: names of zones are long. */}
      <div className="grid min-w-0 flex-1 gap-x-3 gap-y-0.5 sm:flex sm:items-baseline">
        <a
          href={href}
          className={clsx(
            "stretched min-w-0 flex-1 wrap-anywhere text-ink no-underline hover:text-accent",
            row.isUnread && "font-semibold",
          )}
        >
          {row.isUnread && <span className="sr-only">Unread: </span>}
          {row.title}
        </a>
        <span className="flex flex-wrap gap-x-3 text-xs text-muted sm:flex-none sm:justify-end">
          {brand && <span>{brand}</span>}
          <time dateTime={row.at} className="tabular sm:whitespace-nowrap">
            {row.when}
          </time>
        </span>
      </div>
    </li>
  );
}
