import { businessInstant, businessNow, instantWords } from "@/lib/kit/time";
import { type AlarmLine, DUTY_WORDS, type StepLine } from "@/lib/threads/alarms/rules";

/** The hour of a stored instant in a zone, with the day where it is not today. */
export function hourOf(at: Date, zone: string): string {
  const { day, hour } = instantWords(businessInstant(at), zone);
  return day === instantWords(businessNow(), zone).day ? hour : `${day}, ${hour}`;
}

/** One line of what has happened and what will. */
interface NightStep {
  readonly position: number;
  readonly isDone: boolean;
  readonly words: string;
}

/** An alarm as the client reads it. */
export interface AlarmWords {
  /**
   * `reaching`: people are being called, or will be; `taken`: somebody of the firm has it; `over`: it ended otherwise;
   * `none`: nobody is called, because the agreement does not cover the hour.
   */
  readonly kind: "reaching" | "taken" | "over" | "none";
  /** It is not known yet whom it calls and when. The next look tells. */
  readonly isJudged: boolean;
  readonly headline: string;
  /** `Seen by Marcus Bell 2:14 a.m. Eastern`; null until somebody has opened it. */
  readonly seen: string | null;
  readonly steps: readonly NightStep[];
}

/**
 * The words of an alarm, all from its own rows: nothing is promised that no step will do. `namesPeople`: whether the
 * reader's coverage includes this hour, without which no name of a step is told. `hour` writes an instant.
 */
export function alarmWords(alarm: AlarmLine, namesPeople: boolean, hour: (at: Date) => string): AlarmWords {
  const seen = alarm.seenAt && `Seen by ${alarm.seenByName ?? "support"} ${hour(alarm.seenAt)}`;
  const common = { seen, isJudged: alarm.state !== "asked" };
  const isOver = alarm.endedAt !== null;
  const steps = alarm.steps
    .filter(({ calledAt }) => !isOver || calledAt !== null)
    .map((step) => ({
      position: step.position,
      isDone: step.calledAt !== null,
      words: stepWords(step, namesPeople, hour),
    }));
  if (!alarm.endedAt) return { ...common, kind: "reaching", headline: reachingWords(alarm, hour), steps };
  const at = hour(alarm.endedAt);
  switch (alarm.outcome) {
    case "taken":
    case "answered": {
      const deed = alarm.outcome === "taken" ? "has it since" : "answered at";
      return { ...common, kind: "taken", headline: `${alarm.endedByName ?? "Support"} ${deed} ${at}`, steps };
    }
    case "closed":
      return { ...common, kind: "over", headline: `The case was closed at ${at}`, steps };
    case "lowered":
      return { ...common, kind: "over", headline: `Production runs again, as support was told at ${at}`, steps };
    default:
      return { ...common, kind: "none", headline: "Nobody is called at this hour", steps: [] };
  }
}

function reachingWords({ state, callsAt, steps }: AlarmLine, hour: (at: Date) => string): string {
  if (state === "waiting" && callsAt) return `Support is called at ${hour(callsAt)} if nobody has turned to it by then`;
  if (state === "asked") return "Finding out who is called";
  const called = steps.filter(({ calledAt }) => calledAt !== null).length;
  if (called === 0) return "Support is being called";
  return called === steps.length ? "Everybody on the list has been called" : "Support is being called";
}

function stepWords(
  { duty, dueAt, calledAt, told }: StepLine,
  namesPeople: boolean,
  hour: (at: Date) => string,
): string {
  if (calledAt === null) return `At ${hour(dueAt)}, unless somebody has it by then: ${DUTY_WORDS[duty]} is called`;
  const names = namesPeople && told.length > 0 ? namesInWords(told) : DUTY_WORDS[duty];
  return `Called at ${hour(calledAt)}: ${names}`;
}

/** `Marcus Bell`, `Marcus Bell and Robin Vale`, `3 people of support`. */
function namesInWords(names: readonly string[]): string {
  return names.length > 2 ? `${names.length} people of support` : names.join(" and ");
}
