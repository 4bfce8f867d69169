import { ChevronRight } from "lucide-react";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { HitGroup } from "@/lib/site/search/types";

/** What a search found: a panel for each kind, the kind that fits best first. */
export function SearchResults({ groups }: { groups: readonly HitGroup[] }) {
  return (
    <div className="grid gap-6">
      {groups.map(({ kind, label, hits, hasMore, listHref }) => (
        <Panel
          key={kind}
          flush
          title={label}
          action={
            listHref && (
              <TextLink href={listHref}>
                {hasMore ? "See all" : "Open the list"}
                <span className="sr-only"> of {label}</span>
              </TextLink>
            )
          }
        >
          <ul className="mt-1 divide-y divide-line border-t border-line">
            {hits.map(({ href, number, title, detail }) => (
              <li key={href}>
                <Link
                  href={href}
                  className="flex min-h-14 items-center gap-3 px-4 py-2 text-ink no-underline hover:bg-sunken"
                >
                  <span className="grid min-w-0 flex-1 gap-0.5">
                    <span className="wrap-anywhere">
                      {number && <span className="tabular mr-1 whitespace-nowrap text-muted">{number}</span>}
                      {number && " "}
                      <span className="font-semibold">{title}</span>
                    </span>
                    {detail && <span className="wrap-anywhere text-sm text-muted">{detail}</span>}
                  </span>
                  <ChevronRight aria-hidden size={16} className="flex-none text-muted" />
                </Link>
              </li>
            ))}
          </ul>
        </Panel>
      ))}
    </div>
  );
}
