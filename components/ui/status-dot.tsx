import type { ReactNode } from "react";
import type { Tone } from "./tone";

/** A state as a dot and a word (status-dot.css). With `plain` the word has the colour of the text, for dense tables. */
export function StatusDot({ tone, children, plain }: { tone: Tone; children: ReactNode; plain?: boolean }) {
  return <span className={`status status-${tone}${plain ? " status-plain" : ""}`}>{children}</span>;
}
