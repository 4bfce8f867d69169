import { CAUSE_LABELS } from "@/lib/threads/promises/rules";
import type { CauseCount } from "@/lib/threads/promises/staff/queries";

/** How many answers came late for each cause. */
export function CauseList({ causes }: { causes: readonly CauseCount[] }) {
  return (
    <ul className="grid max-w-[480px] gap-1 text-sm">
      {causes.map(({ cause, misses }) => (
        <li key={cause ?? "none"} className="flex justify-between gap-4">
          <span className={cause === null ? "text-muted" : undefined}>
            {cause === null ? "Not said yet" : CAUSE_LABELS[cause]}
          </span>
          <span className="tabular">{misses.toLocaleString("en-US")}</span>
        </li>
      ))}
    </ul>
  );
}
