import { ButtonLink } from "./button";

interface Props {
  /** Position of the first and last row shown, from 1. */
  from: number;
  to: number;
  total: number;
  /** Shown only where there is such a page. */
  firstHref?: string | undefined;
  previousHref?: string | undefined;
  nextHref?: string | undefined;
}

export function Pagination({ from, to, total, firstHref, previousHref, nextHref }: Props) {
  const format = (value: number) => value.toLocaleString("en-US");
  return (
    <nav aria-label="Pages" className="no-print flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <p className="tabular text-sm text-muted">
        {total === 0 ? "Nothing to show" : `Showing ${format(from)}–${format(to)} of ${format(total)}`}
      </p>
      <div className="flex gap-2">
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
