import type { DeliveryEvent, MailOutcome, MailState } from "@/db/schema/constants";

/** Where a mail stands: by us until it is handed over, by what its provider tells after that. */
export const MAIL_STANDINGS = ["queued", "sent", "delivered", "bounced", "complained", "dead", "withheld"] as const;
export type MailStanding = (typeof MAIL_STANDINGS)[number];

export const STANDING_LABELS: Readonly<Record<MailStanding, string>> = {
  queued: "Queued",
  sent: "Sent",
  delivered: "Delivered",
  bounced: "Bounced",
  complained: "Complained",
  dead: "Given up",
  withheld: "Withheld",
};

export const STANDING_HELP: Readonly<Record<MailStanding, string>> = {
  queued: "It waits for its turn, or for its next try.",
  sent: "The mail provider has taken it. Nothing more is known yet.",
  delivered: "The recipient’s mail server has taken it.",
  bounced: "The recipient’s mail server refused it.",
  complained: "It was delivered, and the recipient marked it as spam.",
  dead: "It could not be sent, and is not tried again.",
  withheld: "It was not sent: its reader may not read of it any more, or wants no such mail.",
};

export const DELIVERY_LABELS: Readonly<Record<DeliveryEvent, string>> = {
  delivered: "Delivered",
  delayed: "Delayed",
  bounced: "Bounced",
  complained: "Marked as spam",
  failed: "Failed at the provider",
};

/** Where a mail stands by its own state, and once it was sent by the worst that its provider told of it. */
export function standingOf(state: MailState, outcome: MailOutcome | null): MailStanding {
  if (state === "queued" || state === "sending") return "queued";
  if (state !== "sent") return state;
  return outcome === "failed" ? "dead" : (outcome ?? "sent");
}
