import type { ChatOutcome, ChatStatus } from "@/db/schema/constants";

/** Until when messages were received and read on one side, as ISO 8601. */
export interface Marks {
  readonly receivedAt: string | null;
  readonly readAt: string | null;
}

/** The person on the other side of a chat: for the client who answers it, for staff the client. */
export interface OtherSide extends Marks {
  readonly name: string;
  /** Id of the picture; null for a person without one. */
  readonly photo: string | null;
  /** Whether a browser of theirs was heard of within the last minute. */
  readonly isHere: boolean;
}

/** How a chat stands now, as one side may know it. */
export interface ChatState {
  readonly number: string;
  readonly status: ChatStatus;
  readonly outcome: ChatOutcome | null;
  /** Number of the case that it became, for those who see that case. */
  readonly caseNumber: string | null;
  /** The place in the queue, from 1; null outside of the queue, and for staff. */
  readonly place: number | null;
  /** `usually under 5 minutes`; null where nothing is known. */
  readonly wait: string | null;
  /** Whether an agent takes chats now. */
  readonly isStaffed: boolean;
  /** It has waited for longer than two minutes. */
  readonly isLong: boolean;
  /** Until when it is offered as a case, because chat has closed: `4:40 p.m. Eastern`. */
  readonly offeredUntil: string | null;
  readonly other: OtherSide | null;
  /** The newest message is the other side's, and unread by the viewer. */
  readonly isUnread: boolean;
  /** Id of the newest message. */
  readonly newestId: string | null;
}

/** The contact's chat that is going on. */
export interface OpenChat {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly isTalking: boolean;
  readonly isUnread: boolean;
}
