import type { InboundState } from "@/db/schema/constants";
import { fileSizeText } from "@/lib/files/rules";

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

/** A file of a received mail. */
export interface MailFileView {
  readonly name: string;
  /** What became of it while its mail waits, in words; null once the mail is a message or was dismissed. */
  readonly state: string | null;
}

export function stateOfFile(file: {
  readonly sizeBytes: number;
  readonly fileId: string | null;
  readonly leftOut: string | null;
}): string {
  if (file.leftOut !== null) return `Not taken. ${file.leftOut}`;
  return file.fileId === null ? "On its way" : `Kept, ${fileSizeText(file.sizeBytes)}`;
}
