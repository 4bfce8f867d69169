import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { CloseReason, ThreadKind, ThreadStatus } from "@/db/schema/constants";
import { CLOSE_REASON_LABELS } from "@/lib/threads/cases/rules";
import { statusLabel } from "@/lib/threads/kinds";

type Side = "client" | "staff";

/** The status that asks the viewer to act stands out: for clients "waiting on you", for staff "new". */
const TONES: Readonly<Record<Side, Readonly<Record<ThreadStatus, Tone>>>> = {
  client: { new: "info", in_progress: "info", waiting_on_you: "warning", answered: "success", closed: "neutral" },
  staff: { new: "info", in_progress: "neutral", waiting_on_you: "neutral", answered: "success", closed: "success" },
};

interface Props {
  kind: ThreadKind;
  status: ThreadStatus;
  /** For a kind that is closed with a reason. */
  closeReason?: CloseReason | null;
  side: Side;
}

/** Status of a thread in the viewer's words: dot and word, with the reason where it is closed. */
export function ThreadStatusDot({ kind, status, closeReason, side }: Props) {
  const why = closeReason && `: ${CLOSE_REASON_LABELS[closeReason].toLocaleLowerCase("en-US")}`;
  return (
    <StatusDot tone={TONES[side][status]} plain={side === "staff" && status !== "new"}>
      {statusLabel(kind, status, side)}
      {why}
    </StatusDot>
  );
}
