import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { toneSoft, toneText } from "./tone";

type CalloutTone = "info" | "success" | "warning" | "danger";

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

interface Props {
  tone?: CalloutTone;
  title?: ReactNode;
  children?: ReactNode;
  /**
   * "alert" is announced at once, "status" when the screen reader pauses. Leave it out for a callout that is there from
   * the start.
   */
  role?: "alert" | "status";
  className?: string;
}

/** A message about the page or the form: what happened, what was kept, what to do. */
export function Callout({ tone = "info", title, children, role, className }: Props) {
  const Icon = icons[tone];
  return (
    <div
      role={role}
      className={clsx("forced-border flex gap-3 rounded-lg px-4 py-3 text-sm", toneSoft[tone], className)}
    >
      <Icon aria-hidden size={18} className={clsx("mt-px flex-none", toneText[tone])} />
      <div className="grid min-w-0 gap-1">
        {title && <p className={clsx("font-semibold", toneText[tone])}>{title}</p>}
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
