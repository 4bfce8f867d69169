import type { InboundState } from "@/db/schema/constants";

/** The filters of the list of received mail. Without a filter the list shows the mails that wait for an agent. */
export const RECEIVED_FILTERS = ["joined", "dismissed", "dropped", "all"] as const;
export type ReceivedFilter = (typeof RECEIVED_FILTERS)[number];

/** States of mails that wait for an agent to join or dismiss them. */
export const WAITING_STATES = ["unverified", "held"] as const;

export const waits = (state: InboundState): boolean => state === "unverified" || state === "held";

export const RECEIVED_LABELS: Readonly<Record<InboundState, string>> = {
  received: "Arriving",
  joined: "Joined",
  unverified: "Unverified",
  held: "Held",
  dismissed: "Dismissed",
  dropped: "Dropped",
  failed: "Given up",
};

export const RECEIVED_HELP: Readonly<Record<InboundState, string>> = {
  received: "It waits for its turn.",
  joined: "It stands in its conversation.",
  unverified: "Nobody knows who wrote it. The client does not see it.",
  held: "Its sender is right, but it does not read like a message. The client does not see it.",
  dismissed: "It was put away. The client does not see it.",
  dropped: "It was a loop, or the same mail again.",
  failed: "It could not be taken in.",
};
