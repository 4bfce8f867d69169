import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import { CLOSE_REASON_LABELS, SEVERITY_LABELS, STATUS_LABELS } from "@/lib/threads/cases/rules";

const tones: Record<CaseStatus, Tone> = {
  new: "info",
  in_progress: "info",
  waiting_on_you: "warning",
  closed: "neutral",
};

interface Props {
  status: CaseStatus;
  closeReason: CloseReason | null;
}

/** Status of a case as its client reads it: dot and word, with the reason where it is closed. */
export function CaseStatusDot({ status, closeReason }: Props) {
  const why = closeReason && `: ${CLOSE_REASON_LABELS[closeReason].toLocaleLowerCase("en-US")}`;
  return (
    <StatusDot tone={tones[status]}>
      {STATUS_LABELS[status]}
      {why}
    </StatusDot>
  );
}

const severityTones: Record<Severity, Tone> = {
  production_stopped: "danger",
  impaired: "warning",
  question: "neutral",
};

export function SeverityDot({ severity }: { severity: Severity }) {
  return (
    <StatusDot tone={severityTones[severity]} plain>
      {SEVERITY_LABELS[severity]}
    </StatusDot>
  );
}
