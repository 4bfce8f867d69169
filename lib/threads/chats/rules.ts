import type { Temporal } from "temporal-polyfill";
import type { ChatOutcome } from "@/db/schema/constants";
import { type BusinessCalendar, openState } from "@/lib/kit/time";

/** How a chat ended, in the words of each side. */
export const OUTCOME_LABELS: Readonly<Record<"client" | "staff", Readonly<Record<ChatOutcome, string>>>> = {
  client: {
    solved: "Solved",
    unsolved: "Not solved",
    case: "Became a case",
    left: "Ended by you",
    lost: "Support was no longer open to you",
  },
  staff: {
    solved: "Solved",
    unsolved: "Not solved",
    case: "Became a case",
    left: "Ended by the client",
    lost: "Support no longer open to the client",
  },
};

const MINUTE_MS = 60_000;
/** After how long without an answer a case is offered to a client in the queue. */
export const LONG_WAIT_MS = 2 * MINUTE_MS;
/** For how long after closing time a chat in the queue is offered as a case, while its client is there. */
const OFFER_MS = 10 * MINUTE_MS;
/** After how long without a sign of a browser its person counts as gone. SQL has the same minute. */
export const GONE_MS = MINUTE_MS;

const STEPS = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60] as const;

/** `usually under 5 minutes`, from how long chats waited; null where nothing is known. */
export function waitWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  const minutes = STEPS.find((step) => seconds < step * 60);
  if (minutes === undefined) return "usually over an hour";
  return minutes === 1 ? "usually under a minute" : `usually under ${minutes} minutes`;
}

interface Waiting {
  readonly calendar: BusinessCalendar;
  /** Since when the chat waits. All instants are business time. */
  readonly since: Temporal.Instant;
  readonly now: Temporal.Instant;
  /** Whether the client's browser is there. */
  readonly isHere: boolean;
}

/**
 * Whether a chat in the queue waits for an agent, is offered as a case because chat has closed (until `until`), or shall
 * become one because nobody took the offer.
 */
export type Standing =
  | { readonly kind: "waits" }
  | { readonly kind: "offered"; readonly until: Temporal.Instant }
  | { readonly kind: "over" };

export function standingOf({ calendar, since, now, isHere }: Waiting): Standing {
  const state = openState(calendar, since);
  // A chat that was handed back after closing time is offered from then on.
  const closed = state.open ? state.closes.toInstant() : since;
  if (now.epochMilliseconds < closed.epochMilliseconds) return { kind: "waits" };
  const until = closed.add({ milliseconds: OFFER_MS });
  return isHere && now.epochMilliseconds < until.epochMilliseconds ? { kind: "offered", until } : { kind: "over" };
}

/** May a chat begin now? */
export const isOpen = (calendar: BusinessCalendar, now: Temporal.Instant) => openState(calendar, now).open;
