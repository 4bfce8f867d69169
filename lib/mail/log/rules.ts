import type { DeliveryEvent, MailOutcome, MailState } from "@/db/schema/constants";

/** Where a mail stands: by us until it is handed over, by what its provider tells after that. */
export const MAIL_STATUSES = [
  "queued",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "dead",
  "withheld",
  "collected",
  "digested",
] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

export const MAIL_STATUS_LABELS: Readonly<Record<MailStatus, string>> = {
  queued: "Queued",
  sent: "Sent",
  delivered: "Delivered",
  bounced: "Bounced",
  complained: "Complained",
  dead: "Given up",
  withheld: "Withheld",
  collected: "Collected",
  digested: "In a daily mail",
};

export const MAIL_STATUS_HELP: Readonly<Record<MailStatus, string>> = {
  queued: "It waits for its turn, or for its next attempt.",
  sent: "The mail provider has taken it. Nothing more is known yet.",
  delivered: "The recipient’s mail server has taken it.",
  bounced: "The recipient’s mail server refused it.",
  complained: "It was delivered, and the recipient marked it as spam.",
  dead: "It could not be sent, and is not tried again.",
  withheld: "It was not sent: its recipient may not read of it any more, or wants no such mail.",
  collected: "It waits for its recipient’s daily mail.",
  digested: "Its recipient’s daily mail told of it.",
};

export const DELIVERY_LABELS: Readonly<Record<DeliveryEvent, string>> = {
  delivered: "Delivered",
  delayed: "Delayed",
  bounced: "Bounced",
  complained: "Marked as spam",
  failed: "Failed at the provider",
};

/** Where a mail stands by its own state, and once it was sent by the worst that its provider told of it. */
export function mailStatusOf(state: MailState, outcome: MailOutcome | null): MailStatus {
  if (state === "queued" || state === "sending") return "queued";
  if (state !== "sent") return state;
  return outcome === "failed" ? "dead" : (outcome ?? "sent");
}
