import type { AccountKind, MessageSource, ScanState, ThreadEventKind } from "@/db/schema/constants";
import type { Moment } from "@/lib/kit/list-time";
import type { InstantWords } from "@/lib/kit/time";
import type { MailFileView } from "./received/rules";

export interface NamedPerson {
  readonly kind: AccountKind;
  readonly id: string;
}

/** Who wrote or did something, by their name at that time. */
export interface ThreadPerson extends NamedPerson {
  readonly name: string;
  readonly isMe: boolean;
  /** A colleague with a page in the team that the viewer may open. */
  readonly hasPage?: boolean;
}

export interface ThreadFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** An image that the portal shows; everything else is a download. */
  readonly isImage: boolean;
  /** A file that is `infected` is never served, one that is `pending` not yet. */
  readonly scan: ScanState;
  /** Why the file is or was held, in words. For staff only. */
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
  /** The signature and closing of a mail; null if it has none. */
  readonly folded: string | null;
  /** The pictures and the S/MIME or PGP signature files of a mail's signature. */
  readonly foldedFiles: readonly ThreadFile[];
  /** For a mail that the author joined: the sender address that the mail names. The author did not write its words. */
  readonly mailFrom: string | null;
  /** The id of the mail, if the message came by mail and the viewer may read the whole mail. */
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
  /** Where either is the number of another thread, UNSEEN stands for one that the viewer may not open. */
  readonly before: string | null;
  readonly after: string | null;
  /** Whom `after`, or without it `before`, names, where the viewer may open a page of theirs. */
  readonly named?: NamedPerson;
  /** Of a case that was handed over: to whom `after` names, and the note that came with it. */
  readonly handover?: { readonly toMe: boolean; readonly note: string };
  /** Of a thread that staff began: whether it is the viewer's own, whom `after` names. */
  readonly forMe?: boolean;
}

/** In a quiet line, in the place of the number of a thread that its reader may not open today. */
export const UNSEEN = "";

/** Did staff begin the thread in a contact's name with this event? */
export function isBegunByFirm(event: {
  readonly kind: ThreadEventKind;
  readonly actorKind: AccountKind | null;
  readonly after: string | null;
}): boolean {
  return (event.kind === "filed" || event.kind === "asked") && event.actorKind === "staff" && event.after !== null;
}

/** A mail to this thread that is not a message and waits for a decision. Only those who answer the thread see it. */
export interface WaitingMail extends Placed {
  readonly kind: "mail";
  /** Whether it is proven who wrote the mail. */
  readonly isProven: boolean;
  readonly from: string;
  /** Why the mail is not a message. */
  readonly reason: string;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly MailFileView[];
}

export type ThreadItem = ThreadMessage | ThreadNote | ThreadEvent | WaitingMail;

/** The day and hour of an item, as the viewer reads them. */
export const whenOf = ({ day, hour }: ThreadItem): string => `${day}, ${hour}`;

/** The same with the time for machines. */
export const momentOfItem = (item: ThreadItem): Moment => ({ at: item.at, words: whenOf(item) });

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
