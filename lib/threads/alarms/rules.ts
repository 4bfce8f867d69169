import type { Temporal } from "temporal-polyfill";
import type { AlarmOutcome, AlarmState, OnCallDuty } from "@/db/schema/constants";
import { type BusinessCalendar, openState } from "@/lib/kit/time";

/** Chat hours and gaps between them that are looked through for an hour in which an alarm calls. */
const MOST_TURNS = 60;

/**
 * When an alarm that begins at `from` calls for the first time (business time): as soon as chat is closed and the
 * coverage holds. Null if that never comes: the coverage has no hour outside chat hours. `covered` has the chat hours
 * too.
 */
export function firstCall(
  chat: BusinessCalendar,
  covered: BusinessCalendar,
  from: Temporal.Instant,
): Temporal.Instant | null {
  let at = from;
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const chats = openState(chat, at);
    if (chats.open) {
      at = chats.closes.toInstant();
      continue;
    }
    const covers = openState(covered, at);
    if (covers.open) return at;
    if (covers.opens === null) return null;
    at = covers.opens.toInstant();
  }
  return null;
}

/** What is known of a step of an alarm. */
export interface StepLine {
  readonly position: number;
  readonly duty: OnCallDuty;
  readonly dueAt: Date;
  readonly calledAt: Date | null;
  /** Whom it told. Empty where it was not called yet. */
  readonly told: readonly string[];
}

export interface AlarmLine {
  readonly state: AlarmState;
  readonly callsAt: Date | null;
  readonly seenAt: Date | null;
  readonly seenByName: string | null;
  readonly endedAt: Date | null;
  readonly outcome: AlarmOutcome | null;
  readonly endedByName: string | null;
  readonly steps: readonly StepLine[];
}

/** Whom a step will call, before anybody knows who that is. */
export const DUTY_WORDS: Readonly<Record<OnCallDuty, string>> = {
  on_call: "the person on call",
  next: "the next person on the rota",
  lead: "the lead of support",
};
