import clsx from "clsx";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { ListTime as Time } from "@/lib/kit/list-time";

/**
 * A time in a list: short on screen; in full with its zone on hover, while its row has focus by keys, and for screen
 * readers.
 */
export function ListTime({ time: { at, short, full }, className }: { time: Time; className?: string }) {
  return (
    <time dateTime={at} title={full} data-full={full} className={clsx("tabular whitespace-nowrap", className)}>
      <span aria-hidden>{short}</span>
      <VisuallyHidden>{full}</VisuallyHidden>
    </time>
  );
}
