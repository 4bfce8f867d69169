import type { MissCause, PromiseKind, PromiseOutcome } from "@/db/schema/promise-constants";
import { minutesInWords } from "@/lib/threads/answer-clock/rules";

/** Clients read these too. */
export const CAUSE_LABELS: Readonly<Record<MissCause, string>> = {
  not_seen: "Seen too late",
  too_much_work: "Too much work at once",
  took_longer: "Took longer than promised",
  manufacturer: "Waited for the manufacturer",
  handed_on: "Lost in a hand-over",
  portal: "The portal or mail did not work",
};

export const PROMISE_KIND_LABELS: Readonly<Record<PromiseKind, string>> = {
  first: "First answer",
  next: "Next answer",
  named: "Time named by us",
};

export const OUTCOME_LABELS: Readonly<Record<PromiseOutcome, string>> = {
  made: "Waiting",
  kept: "In time",
  missed: "Late",
  withdrawn: "No longer owed",
};

/** How promises of answers turned out. */
export interface Tally {
  readonly kept: number;
  /** Also those whose time has passed and that nobody has answered yet. */
  readonly missed: number;
  /** Half of the answers came within so many business minutes; null where none is counted. */
  readonly half: number | null;
}

const answers = (count: number) => (count === 1 ? "answer" : "answers");

/** `47 of 49 answers in time`, `No answers` */
export function inTimeWords({ kept, missed }: Pick<Tally, "kept" | "missed">): string {
  const all = kept + missed;
  return all === 0
    ? "No answers"
    : `${kept.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} ${answers(all)} in time`;
}

/** `47 of 49 answers in time this year, half within 2 h 10 min` */
export function tallyWords(tally: Tally, when: string): string {
  const half = tally.half === null ? "" : `, half within ${spentWords(tally.half)}`;
  return `${inTimeWords(tally)} ${when}${half}`;
}

/** Business minutes in words: `2 h 10 min`, `under a minute`. */
export function spentWords(minutes: number): string {
  return minutes < 1 ? "under a minute" : minutesInWords(minutes);
}

/** Why a promise was missed, as clients and leads read it. */
export function causeWords(cause: MissCause | null, note: string | null): string {
  if (cause === null) return "Not said yet";
  return note ? `${CAUSE_LABELS[cause]}: ${note}` : CAUSE_LABELS[cause];
}
