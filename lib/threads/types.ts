import type { AccountKind, MessageSource, ScanState, ThreadEventKind } from "@/db/schema/constants";
import type { InstantWords } from "@/lib/kit/time";

/** Who wrote or did something, by their name at that time. */
export interface ThreadPerson {
  readonly kind: AccountKind;
  readonly id: string;
  readonly name: string;
  readonly isMe: boolean;
}

export interface ThreadFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** An image that the portal shows; everything else is a download. */
  readonly isImage: boolean;
  /** A file that is `infected` is never served, one that is `pending` not yet. */
  readonly scan: ScanState;
  /** Why it is or was held, in words: for staff alone. */
  readonly heldWords: string | null;
}

/** With the day and the hour of `at` in the viewer's zone. */
interface Placed extends InstantWords {
  readonly id: string;
  /** Business time in ISO 8601, to sort by and for the attribute `datetime`. */
  readonly at: string;
}

export interface ThreadMessage extends Placed {
  readonly kind: "message";
  readonly author: ThreadPerson;
  readonly source: MessageSource;
  readonly body: string;
  readonly files: readonly ThreadFile[];
  /** Signature and closing of a mail; null where it had none. */
  readonly folded: string | null;
  /** Pictures and proofs of that signature. */
  readonly foldedFiles: readonly ThreadFile[];
  /** The address that a mail named as its sender which its author joined: not theirs are the words. */
  readonly mailFrom: string | null;
  /** Of a mail that the viewer may read whole: its id. */
  readonly wholeMail: string | null;
}

/** Internal, for staff alone. */
export interface ThreadNote extends Placed {
  readonly kind: "note";
  readonly author: ThreadPerson;
  readonly body: string;
  readonly files: readonly ThreadFile[];
}

/** A quiet line: something that was done rather than said. `actor` is null where the portal itself did it. */
export interface ThreadEvent extends Placed {
  readonly kind: "event";
  readonly what: ThreadEventKind;
  readonly internal: boolean;
  readonly actor: ThreadPerson | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** Mail to this thread that is no message of it and waits for who answers it: nobody else reads it. */
export interface WaitingMail extends Placed {
  readonly kind: "mail";
  /** It is known who wrote it. */
  readonly isProven: boolean;
  readonly from: string;
  /** Why it is no message. */
  readonly reason: string;
  readonly subject: string;
  readonly body: string;
}

export type ThreadItem = ThreadMessage | ThreadNote | ThreadEvent | WaitingMail;

/** The day and hour of an item, as the viewer reads them. */
export const whenOf = ({ day, hour }: ThreadItem): string => `${day}, ${hour}`;

/**
 * A key that tells the items of a thread apart. An id does not: it is unique only among items of one kind, and browsers
 * make some of them.
 */
export function itemKey({ kind, id }: Pick<ThreadItem, "kind" | "id">): string {
  return `${kind}:${id}`;
}

const ANCHORS: Readonly<Record<ThreadItem["kind"], string>> = { message: "m", note: "n", event: "e", mail: "u" };

/** The anchor of an item on its page, without the `#`. */
export function itemAnchor(kind: ThreadItem["kind"], id: string): string {
  return `${ANCHORS[kind]}-${id}`;
}

/** A thread, or what came to it after a place, oldest first. */
export interface ThreadPage {
  readonly threadId: string;
  readonly items: readonly ThreadItem[];
  /** Id of the newest message, whoever wrote it; null in a thread without any. */
  readonly newestMessageId: string | null;
  /** Opaque. Passed as `after`, it gets what came since. */
  readonly place: string;
}
