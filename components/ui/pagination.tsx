import type { ReactNode } from "react";
import { ButtonLink } from "./button";

interface Props {
  /** Position of the first and last row shown, from 1. */
  from: number;
  to: number;
  total: number;
  /** `total` says no more than this number exactly; behind it positions are unknown. Null where all rows are counted. */
  counted: number | null;
  /** Shown only where there is such a page. */
  firstHref?: string | undefined;
  previousHref?: string | undefined;
  nextHref?: string | undefined;
  /** Before the links. */
  children?: ReactNode;
}

const format = (value: number) => value.toLocaleString("en-US");

function shown({ from, to, total, counted }: Props): string {
  if (total === 0) return "Nothing to show";
  if (counted === null || total <= counted) return `Showing ${format(from)}–${format(to)} of ${format(total)}`;
  if (from > counted) return `Showing ${format(to - from + 1)} after the first ${format(counted)}`;
  return `Showing ${format(from)}–${format(to)} of more than ${format(counted)}`;
}

export function Pagination(props: Props) {
  const { firstHref, previousHref, nextHref, children } = props;
  return (
    <nav aria-label="Pages" className="no-print flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <p className="tabular text-sm text-muted">{shown(props)}</p>
      <div className="flex gap-2">
        {children}
        {firstHref && (
          <ButtonLink href={firstHref} variant="quiet" size="small">
            First
          </ButtonLink>
        )}
        {previousHref && (
          <ButtonLink href={previousHref} size="small" rel="prev">
            Previous
          </ButtonLink>
        )}
        {nextHref && (
          <ButtonLink href={nextHref} size="small" rel="next">
            Next
          </ButtonLink>
        )}
      </div>
    </nav>
  );
}
