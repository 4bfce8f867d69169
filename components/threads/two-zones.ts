import type { TwoZones } from "@/lib/threads/answer-clock/rules";

/** `Nov 21, 2026, 4:05 p.m. Eastern (1:05 p.m. Pacific)`, with the viewer's day where it is another. */
export function inBothZones({ when, localBeside }: Pick<TwoZones, "when" | "localBeside">): string {
  return localBeside === null ? when : `${when} (${localBeside})`;
}
