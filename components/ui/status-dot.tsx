import clsx from "clsx";
import type { ReactNode } from "react";
import { type Tone, toneMark, toneText } from "./tone";

/** A state: dot and word. With `plain` the word has the text's own colour, for dense tables. */
export function StatusDot({ tone, children, plain }: { tone: Tone; children: ReactNode; plain?: boolean }) {
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-2 align-bottom whitespace-nowrap",
        plain ? "text-ink" : toneText[tone],
      )}
    >
      <span aria-hidden className={clsx("forced-border size-2 flex-none rounded-full", toneMark[tone])} />
      {children}
    </span>
  );
}
