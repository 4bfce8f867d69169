import type { ReactNode } from "react";
import type { ListPage as Page } from "@/lib/kit/lists/page";
import { KeysHelp } from "./keys-help";
import { Pagination } from "./pagination";
import { Panel } from "./panel";

interface Props<Cursor> {
  list: Omit<Page<unknown, Cursor>, "rows">;
  /** Address of the list at a cursor; null for its beginning. */
  href: (cursor: Cursor | null) => string;
  /** Tabs and filters. */
  bar: ReactNode;
  /** Names the panel to screen readers where the page's title does not. */
  heading?: string;
  /** Shown where there is no row. */
  empty: ReactNode;
  /** The table of the list's rows, with anything above it. */
  children: ReactNode;
}

/** The content of a page that is one list, under its header. */
export function ListPage<Cursor>({ list, href, bar, heading, empty, children }: Props<Cursor>) {
  return (
    <>
      {bar}
      {heading && <h2 className="sr-only">{heading}</h2>}
      <Panel flush>
        {list.count === 0 ? (
          empty
        ) : (
          <>
            {children}
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                counted={list.counted}
                firstHref={list.from > 1 ? href(null) : undefined}
                previousHref={list.previous ? href(list.previous) : undefined}
                nextHref={list.next ? href(list.next) : undefined}
              >
                <KeysHelp />
              </Pagination>
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
