import type { RadioOption } from "@/components/forms/radio-field";
import { inBothZones } from "@/components/threads/two-zones";
import { SEVERITIES, type Severity } from "@/db/schema/constants";
import type { TwoZones } from "@/lib/threads/answer-clock/rules";
import { SEVERITY_LABELS, SEVERITY_WORDS } from "@/lib/threads/cases/rules";

/** Severities in words of the plant, each with the time by which a case sent now would be answered. */
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
