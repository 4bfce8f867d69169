import clsx from "clsx";
import type { ReactNode } from "react";

interface Props {
  /** Pairs side by side, from 640 px. */
  columns?: 1 | 2 | 3;
  /** Two columns below 640 px too: for short values. */
  dense?: boolean;
  children: ReactNode;
}

/** Facts as terms and values. Holds <Fact>s. */
export function DefinitionList({ columns = 1, dense, children }: Props) {
  return (
    <dl
      className={clsx(
        "grid text-sm",
        // On phones a status may wrap, in half the width.
        dense ? "grid-cols-2 gap-x-4 max-sm:[&_span]:whitespace-normal sm:gap-x-6" : "gap-x-6",
        columns === 1 && "grid-cols-1 divide-y divide-line [&>*+*]:pt-2 [&>:not(:last-child)]:pb-2",
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
  /** Spans both columns on a phone. */
  wide?: boolean;
  children: ReactNode;
}

export function Fact({ term, inline, wide, children }: FactProps) {
  return (
    <div
      className={clsx(
        inline ? "flex items-baseline justify-between gap-6 py-2" : "grid content-start gap-0.5",
        wide && "max-sm:col-span-full",
      )}
    >
      <dt className={clsx("text-muted", inline && "flex-none")}>{term}</dt>
      <dd className={clsx("min-w-0 wrap-anywhere", inline && "text-right")}>{children}</dd>
    </div>
  );
}
