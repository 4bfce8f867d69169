import type { TwoZones } from "@/lib/threads/answer-clock/rules";

/** `Nov 21, 2026, 4:05 p.m. Eastern (1:05 p.m. Pacific)`, with the reader's day where it is another. */
export function inBothZones({ when, readerBeside }: Pick<TwoZones, "when" | "readerBeside">): string {
  return readerBeside === null ? when : `${when} (${readerBeside})`;
}
