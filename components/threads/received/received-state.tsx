import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { InboundState } from "@/db/schema/constants";
import { RECEIVED_LABELS } from "@/lib/threads/received/rules";

const tones: Record<InboundState, Tone> = {
  received: "info",
  joined: "success",
  unverified: "danger",
  held: "warning",
  dismissed: "neutral",
  dropped: "neutral",
  failed: "danger",
};

export function ReceivedStateDot({ state }: { state: InboundState }) {
  return <StatusDot tone={tones[state]}>{RECEIVED_LABELS[state]}</StatusDot>;
}
