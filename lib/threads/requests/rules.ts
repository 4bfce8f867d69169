import type { Temporal } from "temporal-polyfill";
import type { ChangeField, RequestKind, RequestStatus } from "@/db/schema/constants";
import { addOpenMinutes } from "@/lib/kit/business-minutes";
import { type BusinessCalendar, businessInstant, systemInstant } from "@/lib/kit/time";

export const KIND_LABELS: Readonly<Record<RequestKind, string>> = {
  message: "Message",
  subscription: "Subscriptions and contracts",
  renewal: "Renewal guidance",
  support_agreement: "Support agreement guidance",
  change: "Change of details",
  invoice: "Question about an invoice",
  estimate: "New quote",
};

export const STATUS_LABELS: Readonly<Record<RequestStatus, string>> = {
  new: "New",
  in_progress: "In progress",
  waiting_on_you: "Waiting on you",
  answered: "Answered",
  closed: "Closed",
};

/** What staff read where a client reads "Waiting on you". */
export const STAFF_STATUS_LABELS: Readonly<Record<RequestStatus, string>> = {
  ...STATUS_LABELS,
  waiting_on_you: "Waiting on client",
};

export const CHANGE_LABELS: Readonly<Record<ChangeField, string>> = {
  name: "Name",
  email: "Sign-in email",
  company: "Company",
  relations: "Related companies",
  rights: "Rights",
  support: "Support authorization",
  account_team: "Account team",
};

/** What moves a request. `answer` and `staff_status` carry the status that was chosen. */
export type RequestDeed = "client_message" | "answer" | "take" | "client_close" | "staff_status";

/** Statuses that a deed may lead to from each status, the usual one first; none: the deed is refused there. */
export const TRANSITIONS: Readonly<Record<RequestDeed, Readonly<Record<RequestStatus, readonly RequestStatus[]>>>> = {
  client_message: {
    new: ["new"],
    in_progress: ["in_progress"],
    waiting_on_you: ["in_progress"],
    answered: ["in_progress"],
    closed: ["in_progress"],
  },
  answer: {
    new: ["answered", "waiting_on_you", "in_progress", "closed"],
    in_progress: ["answered", "waiting_on_you", "in_progress", "closed"],
    waiting_on_you: ["waiting_on_you", "answered", "in_progress", "closed"],
    answered: ["answered", "waiting_on_you", "in_progress", "closed"],
    closed: ["closed", "answered", "waiting_on_you", "in_progress"],
  },
  take: {
    new: ["in_progress"],
    in_progress: ["in_progress"],
    waiting_on_you: ["waiting_on_you"],
    answered: ["answered"],
    closed: ["closed"],
  },
  client_close: {
    new: ["closed"],
    in_progress: ["closed"],
    waiting_on_you: ["closed"],
    answered: ["closed"],
    closed: [],
  },
  staff_status: {
    new: ["in_progress", "waiting_on_you", "answered", "closed"],
    in_progress: ["waiting_on_you", "answered", "closed"],
    waiting_on_you: ["in_progress", "answered", "closed"],
    answered: ["in_progress", "waiting_on_you", "closed"],
    closed: ["in_progress"],
  },
};

/** The status after a deed; null where it is not allowed. `wish` is what a member of staff chose. */
export function nextStatus(deed: RequestDeed, from: RequestStatus, wish?: RequestStatus): RequestStatus | null {
  const allowed = TRANSITIONS[deed][from];
  if (wish === undefined) return allowed[0] ?? null;
  return allowed.includes(wish) ? wish : null;
}

/** When an answer is owed for what was asked at `since`. Both are system time; hours are those of business time. */
export function answerDue(calendar: BusinessCalendar, since: Temporal.Instant, minutes: number): Temporal.Instant {
  return systemInstant(addOpenMinutes(calendar, businessInstant(since), minutes));
}
