import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";

interface Props {
  /** One of these fields has a value. */
  inUse: boolean;
  children: ReactNode;
}

/**
 * Fields of a filter form that a phone shows on demand, so that its first screen has rows; on wider screens they are cells
 * of the form's grid like the others (more-filters.css).
 */
export function MoreFilters({ inUse, children }: Props) {
  return (
    <details open={inUse} className="more-filters open:basis-full">
      <summary className={buttonClass("quiet", "medium", "-ml-4")}>
        <SlidersHorizontal aria-hidden size={16} />
        More filters
      </summary>
      <div className="mt-3 grid grid-cols-2 items-end gap-3">{children}</div>
    </details>
  );
}
