import { AlarmClock, Clock } from "lucide-react";
import { IconSymbol, IconUse } from "@/components/ui/icon-symbol";
import { type Tone, toneText } from "@/components/ui/tone";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { type AnswerClock, shortClock } from "@/lib/threads/answer-clock/rules";

const tones: Record<AnswerClock["state"], Tone> = { late: "danger", soon: "warning", owed: "neutral" };

/** The symbols of ClockMark. Needed once on each page that has a ClockMark. */
export function ClockSymbols() {
  return (
    <>
      <IconSymbol name="clock" icon={Clock} />
      <IconSymbol name="alarm" icon={AlarmClock} />
    </>
  );
}

/**
 * When an answer is owed: amber when it is soon due, red when it is late. `short`: without the zone, for lists; the whole
 * on hover, while its row has focus by keys, and for screen readers.
 */
export function ClockMark({ clock, short }: { clock: AnswerClock; short?: boolean }) {
  const tone = tones[clock.state];
  const words = sentenceCase(clock.words);
  return (
    <span
      className={`inline-flex items-baseline gap-1.5 ${toneText[tone]} ${clock.state === "owed" ? "" : "font-semibold"}`}
    >
      <IconUse name={clock.state === "owed" ? "clock" : "alarm"} className="size-3.5 flex-none translate-y-0.5" />
      {short ? (
        <time dateTime={clock.at} title={words} data-full={words} className="tabular">
          <span aria-hidden>{sentenceCase(shortClock(clock.words))}</span>
          <VisuallyHidden>{words}</VisuallyHidden>
        </time>
      ) : (
        <time dateTime={clock.at} className="tabular">
          {words}
        </time>
      )}
    </span>
  );
}

const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
