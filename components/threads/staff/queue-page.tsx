import type { ReactNode } from "react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { PageHeader } from "@/components/ui/page-header";
import type { ThreadKind } from "@/db/schema/constants";
import type { ListPage as Page } from "@/lib/kit/lists/page";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadCursor } from "@/lib/threads/schema";

interface Props {
  kind: ThreadKind;
  title: string;
  detail: string;
  list: Page<unknown, ThreadCursor>;
  /** Address of the list at a cursor; null for its beginning. */
  href: (cursor: ThreadCursor | null) => string;
  bar: ReactNode;
  /** What the search looks through, and the text of an empty queue. */
  searched: string;
  nothing: string;
  /** The table. */
  children: ReactNode;
}

/** The page of a queue: reloads its data when something happens, and every minute for the answer clocks. */
export function QueuePage({ kind, title, detail, list, href, bar, searched, nothing, children }: Props) {
  return (
    <>
      <LiveRefresh />
      <MinuteRefresh />
      <PageHeader title={title} detail={detail} />
      <ListPage
        list={list}
        href={href}
        bar={bar}
        empty={<ListEmpty thing={kindOf(kind).noun} href={href(null)} searched={searched} nothing={nothing} />}
      >
        {children}
      </ListPage>
    </>
  );
}
