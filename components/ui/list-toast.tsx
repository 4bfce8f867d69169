import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

interface Props {
  /** Undo, where there is one. */
  undo?: ReactNode;
  /** Address of the list with its present filters. */
  href: string;
  /** What was done. */
  children: ReactNode;
}

/** What became of the rows that were chosen, over the bottom of the window: no row moves for it. */
export function ListToast({ undo, href, children }: Props) {
  return (
    <div className="list-toast no-print">
      <p role="status" className="tabular min-w-0">
        {children}
      </p>
      <span className="ml-auto flex items-center gap-2">
        {undo}
        <Link href={href} className="inline-flex min-h-11 items-center px-2 text-muted hover:text-ink lg:min-h-8">
          Dismiss
        </Link>
      </span>
    </div>
  );
}
