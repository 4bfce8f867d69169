import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { RequestStatus } from "@/db/schema/constants";
import { STATUS_LABELS } from "@/lib/threads/requests/rules";

const tones: Record<RequestStatus, Tone> = {
  new: "info",
  in_progress: "info",
  waiting_on_you: "warning",
  answered: "success",
  closed: "neutral",
};

/** State of a request as its client reads it: dot and word. */
export function RequestStatusDot({ status }: { status: RequestStatus }) {
  return <StatusDot tone={tones[status]}>{STATUS_LABELS[status]}</StatusDot>;
}
