import type { RadioOption } from "@/components/forms/radio-field";
import { SEVERITIES, type Severity } from "@/db/schema/constants";
import type { TwoZones } from "@/lib/threads/answer-clock/rules";
import { SEVERITY_LABELS, SEVERITY_WORDS } from "@/lib/threads/cases/rules";

/** Severities in words of the plant, each with when a case sent now would be answered. */
export function severityOptions(answers: Readonly<Record<Severity, TwoZones>>): RadioOption[] {
  return SEVERITIES.map((value) => ({
    value,
    label: SEVERITY_LABELS[value],
    help: (
      <>
        {SEVERITY_WORDS[value]} <span className="block">Sent now, answered by {inBothZones(answers[value])}.</span>
      </>
    ),
  }));
}

/** `Nov 21, 2026, 4:05 p.m. Eastern (1:05 p.m. Pacific)`, with the reader's day where it is another. */
export function inBothZones({ when, readerWhen }: TwoZones): string {
  if (readerWhen === null) return when;
  const day = when.split(", ").slice(0, 2).join(", ");
  return `${when} (${readerWhen.startsWith(`${day}, `) ? readerWhen.slice(day.length + 2) : readerWhen})`;
}
