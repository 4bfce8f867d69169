import type { TwoZones } from "@/lib/threads/answer-clock/rules";

/** `Nov 21, 2026, 4:05 p.m. Eastern (1:05 p.m. Pacific)`, with the reader's day where it is another. */
export function inBothZones({ when, readerWhen }: TwoZones): string {
  if (readerWhen === null) return when;
  const day = when.split(", ").slice(0, 2).join(", ");
  return `${when} (${readerWhen.startsWith(`${day}, `) ? readerWhen.slice(day.length + 2) : readerWhen})`;
}
