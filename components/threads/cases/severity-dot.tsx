import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { Severity } from "@/db/schema/constants";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";

const tones: Record<Severity, Tone> = {
  production_stopped: "danger",
  impaired: "warning",
  question: "neutral",
};

const WORDS: Record<Severity, string> = { production_stopped: "Stopped", impaired: "Impaired", question: "Question" };

/** `short`: in one word, for lists of staff; the whole on hover and for screen readers. */
export function SeverityDot({ severity, short }: { severity: Severity; short?: boolean }) {
  const label = SEVERITY_LABELS[severity];
  if (!short) {
    return (
      <StatusDot tone={tones[severity]} plain>
        {label}
      </StatusDot>
    );
  }
  return (
    <span title={label}>
      <StatusDot tone={tones[severity]} plain>
        <span aria-hidden>{WORDS[severity]}</span>
        <VisuallyHidden>{label}</VisuallyHidden>
      </StatusDot>
    </span>
  );
}
