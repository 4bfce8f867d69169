import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { RequestStatus } from "@/db/schema/constants";
import { STAFF_STATUS_LABELS } from "@/lib/threads/requests/rules";

const statusTones: Record<RequestStatus, Tone> = {
  new: "info",
  in_progress: "neutral",
  waiting_on_you: "neutral",
  answered: "success",
  closed: "success",
};

/** Status of a request in the words of staff. */
export function StaffRequestStatus({ status }: { status: RequestStatus }) {
  return (
    <StatusDot tone={statusTones[status]} plain={status !== "new"}>
      {STAFF_STATUS_LABELS[status]}
    </StatusDot>
  );
}
