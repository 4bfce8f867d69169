import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { EstimateStatus } from "@/lib/money/estimates/rules";

const tones: Record<EstimateStatus, Tone> = {
  Open: "info",
  Expired: "neutral",
  Accepted: "success",
  Declined: "neutral",
  Withdrawn: "neutral",
};

/** Status of an estimate: dot and word. */
export function EstimateStatusDot({ status }: { status: EstimateStatus }) {
  return <StatusDot tone={tones[status]}>{status}</StatusDot>;
}
