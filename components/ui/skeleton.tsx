import clsx from "clsx";

/** A grey bar in the shape of what comes; give it the real thing's size. Invisible for the first 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("skeleton block h-4 rounded-sm bg-sunken", className)} />;
}

/** A list of rows while it loads. */
export function SkeletonRows({ rows = 5, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
          key={row}
          className="flex h-11 items-center gap-6 border-line px-4 not-first:border-t"
        >
          <Skeleton className="w-24" />
          <Skeleton className="w-20" />
          <Skeleton className="ml-auto w-28" />
        </div>
      ))}
    </div>
  );
}
