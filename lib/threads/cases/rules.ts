import type { Temporal } from "temporal-polyfill";
import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import { KINDS } from "@/lib/threads/kinds";
import { statusAfter, type ThreadAction } from "@/lib/threads/rules";

export const { labels: STATUS_LABELS, staffLabels: STAFF_STATUS_LABELS, transitions: TRANSITIONS } = KINDS.case;

/**
 * A reply opens a closed case again within this many days after closing; a later reply files a new case that is linked
 * to it.
 */
export const REOPEN_DAYS = 14;

export const CLOSE_REASON_LABELS: Readonly<Record<CloseReason, string>> = {
  solved: "Solved",
  withdrawn: "Withdrawn",
  merged: "Merged",
};

/** `Closed: solved` */
export const closedFor = (reason: CloseReason) => `Closed: ${CLOSE_REASON_LABELS[reason].toLocaleLowerCase("en-US")}`;

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  production_stopped: "Production stopped",
  impaired: "Production impaired",
  question: "Question",
};

/** What each severity means for a plant; a client chooses by these words. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  production_stopped: "A line or plant is down, or about to be.",
  impaired: "It runs, with a workaround, a loss or a risk.",
  question: "Nothing is at stake right now.",
};

/** As statusAfter, for a case. */
export const nextStatus = (action: ThreadAction, from: CaseStatus, wish?: CaseStatus) =>
  statusAfter(TRANSITIONS, action, from, wish);

/**
 * Does a reply at `now` open a case again that was closed at `closedAt`? It does up to and including the exact end of
 * REOPEN_DAYS.
 */
export function reopens(closedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - closedAt.epochMilliseconds <= REOPEN_DAYS * 24 * 60 * 60 * 1000;
}
