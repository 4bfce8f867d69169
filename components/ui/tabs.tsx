import clsx from "clsx";
import { Link } from "./link";

interface Tab {
  readonly href: string;
  readonly label: string;
  /** Absent where the tabs are lists of different things. */
  readonly count?: number;
  readonly selected: boolean;
}

/**
 * Tabs that filter one list, each with its number of rows before other filters, or tabs of lists that belong together.
 */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="no-print mb-4 flex gap-6 border-b border-line">
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          href={tab.href}
          aria-current={tab.selected ? "page" : undefined}
          className={clsx(
            "-mb-px inline-flex min-h-11 items-center gap-2 border-b-2 text-sm no-underline",
            tab.selected ? "border-accent font-semibold text-accent" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="tabular text-xs text-muted">{tab.count.toLocaleString("en-US")}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
