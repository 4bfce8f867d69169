import clsx from "clsx";
import { type BusinessCalendar, businessNow, describeOpenState, openState } from "@/lib/kit/time";

/** `Open now, until …` or `Opens …`, with a dot that says the same. */
export function OpenState({ calendar }: { calendar: BusinessCalendar; zone?: string | null }) {
  const now = businessNow();
  const open = openState(calendar, now).open;
  return (
    <span className={clsx("inline-flex items-baseline gap-2 text-sm", open ? "text-success" : "text-muted")}>
      <span
        aria-hidden
        className={clsx("forced-border size-2 flex-none rounded-full", open ? "bg-success-mark" : "bg-control")}
      />
      {describeOpenState(calendar, now)}
    </span>
  );
}
