import type { Temporal } from "temporal-polyfill";
import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import { addOpenMinutes } from "@/lib/kit/business-minutes";
import { type BusinessCalendar, businessInstant, systemInstant } from "@/lib/kit/time";

/** Until how many days after closing a reply opens the case again; a later one files a new case linked to it. */
export const REOPEN_DAYS = 14;

/** Minutes of chat hours to the first answer where a brand has said nothing else. A day is eight hours of them. */
export const DEFAULT_TARGETS: Readonly<Record<Severity, number>> = {
  production_stopped: 60,
  impaired: 240,
  question: 480,
};

export const STATUS_LABELS: Readonly<Record<CaseStatus, string>> = {
  new: "New",
  in_progress: "In progress",
  waiting_on_you: "Waiting on you",
  closed: "Closed",
};

/** What staff read where a client reads "Waiting on you". */
export const STAFF_STATUS_LABELS: Readonly<Record<CaseStatus, string>> = {
  ...STATUS_LABELS,
  waiting_on_you: "Waiting on client",
};

export const CLOSE_REASON_LABELS: Readonly<Record<CloseReason, string>> = { solved: "Solved", withdrawn: "Withdrawn" };

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  production_stopped: "Production stopped",
  impaired: "Production impaired",
  question: "Question",
};

/** In words of the plant: what a client chooses by. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  production_stopped: "A line or plant is down, or about to be.",
  impaired: "It runs, with a workaround, a loss or a risk.",
  question: "Nothing is at stake right now.",
};

/** What moves a case. `answer` carries the status that the agent chose for afterwards. */
export type CaseDeed = "client_message" | "answer" | "take" | "client_close" | "staff_status";

/** Statuses that a deed may lead to from each status, the usual one first; none: the deed is refused there. */
export const TRANSITIONS: Readonly<Record<CaseDeed, Readonly<Record<CaseStatus, readonly CaseStatus[]>>>> = {
  client_message: {
    new: ["new"],
    in_progress: ["in_progress"],
    waiting_on_you: ["in_progress"],
    // Within REOPEN_DAYS; later the message becomes a case of its own.
    closed: ["in_progress"],
  },
  answer: {
    new: ["waiting_on_you", "in_progress", "closed"],
    in_progress: ["waiting_on_you", "in_progress", "closed"],
    waiting_on_you: ["waiting_on_you", "in_progress", "closed"],
    closed: ["closed", "waiting_on_you", "in_progress"],
  },
  take: { new: ["in_progress"], in_progress: ["in_progress"], waiting_on_you: ["waiting_on_you"], closed: ["closed"] },
  client_close: { new: ["closed"], in_progress: ["closed"], waiting_on_you: ["closed"], closed: [] },
  staff_status: {
    new: ["in_progress", "waiting_on_you", "closed"],
    in_progress: ["waiting_on_you", "closed"],
    waiting_on_you: ["in_progress", "closed"],
    closed: ["in_progress"],
  },
};

/** The status after a deed; null where it is not allowed. `wish` is what an agent chose. */
export function nextStatus(deed: CaseDeed, from: CaseStatus, wish?: CaseStatus): CaseStatus | null {
  const allowed = TRANSITIONS[deed][from];
  if (wish === undefined) return allowed[0] ?? null;
  return allowed.includes(wish) ? wish : null;
}

/** May a reply at `now` open a case again that was closed at `closedAt`? To the end of the very last millisecond. */
export function reopens(closedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - closedAt.epochMilliseconds <= REOPEN_DAYS * 24 * 60 * 60 * 1000;
}

/** When an answer is owed for what was asked at `since`. Both are system time; hours are those of business time. */
export function answerDue(calendar: BusinessCalendar, since: Temporal.Instant, minutes: number): Temporal.Instant {
  return systemInstant(addOpenMinutes(calendar, businessInstant(since), minutes));
}
