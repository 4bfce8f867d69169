import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { Severity } from "@/db/schema/constants";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";

const tones: Record<Severity, Tone> = {
  production_stopped: "danger",
  impaired: "warning",
  question: "neutral",
};

export function SeverityDot({ severity }: { severity: Severity }) {
  return (
    <StatusDot tone={tones[severity]} plain>
      {SEVERITY_LABELS[severity]}
    </StatusDot>
  );
}
