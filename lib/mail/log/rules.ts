import type { DeliveryEvent, MailOutcome, MailState } from "@/db/schema/constants";

/** The status of a mail: our own until the provider takes the mail, then what the provider reports. */
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

/** For so many days a mail that did not arrive is news. */
export const FAILED_MAIL_DAYS = 7;

/** What the log can be narrowed to. `failed`: did not arrive, or was called spam, within FAILED_MAIL_DAYS. */
export const MAIL_FILTERS = ["failed", ...MAIL_STATUSES] as const;

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

/** The status of a mail by its own state, and after it was sent by the worst event that the provider reported. */
export function mailStatusOf(state: MailState, outcome: MailOutcome | null): MailStatus {
  if (state === "queued" || state === "sending") return "queued";
  if (state !== "sent") return state;
  return outcome === "failed" ? "dead" : (outcome ?? "sent");
}
