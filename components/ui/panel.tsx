import clsx from "clsx";
import type { ReactNode } from "react";

interface Props {
  title?: ReactNode;
  /** At the right end of the title's line: a link or a quiet button. */
  action?: ReactNode;
  /** Without padding, for tables and lists that have their own. */
  flush?: boolean;
  /** Level of the title's heading; 2 unless the panel sits inside a section. */
  level?: 2 | 3;
  className?: string;
  children: ReactNode;
}

/** A surface with a thin border. Panels are never nested. */
export function Panel({ title, action, flush, level = 2, className, children }: Props) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section className={clsx("min-w-0 rounded-lg border border-line bg-surface", className)}>
      {(title || action) && (
        <div className="flex min-h-12 items-center justify-between gap-4 px-4 pt-2">
          {title && <Heading className="text-sm font-semibold">{title}</Heading>}
          {action && <div className="flex-none text-sm">{action}</div>}
        </div>
      )}
      <div className={flush ? "min-w-0" : clsx("px-4 pb-4", title || action ? "pt-1" : "pt-4")}>{children}</div>
    </section>
  );
}
