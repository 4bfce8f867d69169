import { AlarmClock, Clock } from "lucide-react";
import { type Tone, toneText } from "@/components/ui/tone";
import type { AnswerClock } from "@/lib/threads/answer-clock/rules";

const tones: Record<AnswerClock["state"], Tone> = { late: "danger", soon: "warning", owed: "neutral" };

/** When an answer is owed: amber when it is soon due, red when it is late. */
export function ClockMark({ clock }: { clock: AnswerClock }) {
  const Icon = clock.state === "owed" ? Clock : AlarmClock;
  const tone = tones[clock.state];
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
