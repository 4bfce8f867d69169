import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import { MAIL_STATUS_LABELS, type MailStatus } from "@/lib/mail/log/rules";

const tones: Record<MailStatus, Tone> = {
  queued: "warning",
  sent: "info",
  delivered: "success",
  bounced: "danger",
  complained: "danger",
  dead: "danger",
  withheld: "neutral",
  collected: "neutral",
  digested: "success",
};

export function MailStatusDot({ status }: { status: MailStatus }) {
  return <StatusDot tone={tones[status]}>{MAIL_STATUS_LABELS[status]}</StatusDot>;
}
