import clsx from "clsx";
import type { ReactNode } from "react";

/** Facts as terms and values. `columns` places the pairs side by side from 640 px. Holds <Fact>s. */
export function DefinitionList({ columns = 1, children }: { columns?: 1 | 2 | 3; children: ReactNode }) {
  return (
    <dl
      className={clsx(
        "grid gap-x-6 text-sm",
        columns === 1 && "divide-y divide-line",
        columns === 2 && "gap-y-4 sm:grid-cols-2",
        columns === 3 && "gap-y-4 sm:grid-cols-2 lg:grid-cols-3",
      )}
    >
      {children}
    </dl>
  );
}

interface FactProps {
  term: ReactNode;
  /** Label at the left, value at the right: for lists of one column. */
  inline?: boolean;
  children: ReactNode;
}

export function Fact({ term, inline, children }: FactProps) {
  return (
    <div className={inline ? "flex items-baseline justify-between gap-6 py-2" : "grid content-start gap-0.5"}>
      <dt className={clsx("text-muted", inline && "flex-none")}>{term}</dt>
      <dd className={clsx("min-w-0", inline && "text-right")}>{children}</dd>
    </div>
  );
}
