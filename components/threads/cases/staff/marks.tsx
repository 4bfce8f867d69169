import { AlarmClock, Clock } from "lucide-react";
import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import { toneText } from "@/components/ui/tone";
import type { CaseStatus, CloseReason } from "@/db/schema/constants";
import type { AnswerClock } from "@/lib/threads/answer-clock/rules";
import { CLOSE_REASON_LABELS, STAFF_STATUS_LABELS } from "@/lib/threads/cases/rules";

const statusTones: Record<CaseStatus, Tone> = {
  new: "info",
  in_progress: "neutral",
  waiting_on_you: "neutral",
  closed: "success",
};

/** Status of a case in the words of staff, with the reason where it is closed. */
export function StaffStatusDot({ status, closeReason }: { status: CaseStatus; closeReason?: CloseReason | null }) {
  const why = closeReason && `: ${CLOSE_REASON_LABELS[closeReason].toLocaleLowerCase("en-US")}`;
  return (
    <StatusDot tone={statusTones[status]} plain={status !== "new"}>
      {STAFF_STATUS_LABELS[status]}
      {why}
    </StatusDot>
  );
}

const clockTones: Record<AnswerClock["state"], Tone> = { late: "danger", soon: "warning", owed: "neutral" };

/** When an answer is owed: amber before it is late, red once it is. */
export function ClockMark({ clock }: { clock: AnswerClock }) {
  const Icon = clock.state === "owed" ? Clock : AlarmClock;
  const tone = clockTones[clock.state];
  return (
    <span
      className={`inline-flex items-baseline gap-1.5 ${toneText[tone]} ${clock.state === "owed" ? "" : "font-semibold"}`}
    >
      <Icon aria-hidden size={14} className="flex-none translate-y-0.5" />
      <span className="tabular">{sentenceCase(clock.words)}</span>
    </span>
  );
}

const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
