import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import { type MailStanding, STANDING_LABELS } from "@/lib/mail/log/rules";

const tones: Record<MailStanding, Tone> = {
  queued: "warning",
  sent: "info",
  delivered: "success",
  bounced: "danger",
  complained: "danger",
  dead: "danger",
  withheld: "neutral",
};

export function StandingDot({ standing }: { standing: MailStanding }) {
  return <StatusDot tone={tones[standing]}>{STANDING_LABELS[standing]}</StatusDot>;
}
