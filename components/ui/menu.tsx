import clsx from "clsx";
import type { ReactNode } from "react";
import { DetailsCloser } from "./details-closer";

interface Props {
  /** Content of the button. */
  trigger: ReactNode;
  /** Name for screen readers when the trigger shows no words. */
  label?: string;
  align?: "start" | "end";
  /** Opens upwards, for bars at the bottom. */
  up?: boolean;
  triggerClassName?: string;
  className?: string;
  children: ReactNode;
}

/** A menu made of <details>: opens without JavaScript; with it Escape and a click elsewhere close it. */
export function Menu({ trigger, label, align = "end", up, triggerClassName, className, children }: Props) {
  return (
    <details className={clsx("group relative", className)}>
      <summary
        aria-label={label}
        className={clsx(
          "flex select-none items-center rounded-lg",
          triggerClassName ?? "min-h-11 px-2 hover:bg-sunken lg:min-h-9",
        )}
      >
        {trigger}
      </summary>
      <div
        className={clsx(
          "absolute z-30 grid w-max max-w-[min(20rem,calc(100vw-2rem))] min-w-56 gap-px rounded-lg border border-line bg-surface p-1.5 text-sm shadow-raised",
          "motion-safe:animate-[menu-in_140ms_var(--ease-out)]",
          align === "end" ? "right-0" : "left-0",
          up ? "bottom-full mb-2" : "top-full mt-2",
        )}
      >
        {children}
      </div>
      <DetailsCloser />
    </details>
  );
}

/** Classes of one line of a menu, for links and for buttons. */
export const menuItemClass =
  "flex min-h-11 w-full items-center gap-3 rounded-md px-3 text-left text-sm text-ink no-underline hover:bg-sunken lg:min-h-9";
