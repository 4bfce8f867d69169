import type { MailKind } from "./kinds";

/**
 * Kinds about a thread that cannot be answered by mail: a reply becomes a message that the client reads, and what a
 * colleague asks in an internal note, or what is said of an answer that is nearly due or of a snooze, is not for the client.
 */
const ONE_WAY: readonly string[] = [
  "thread-mention",
  "case-answer-near",
  "request-answer-near",
  "snooze-ended",
] satisfies readonly MailKind[];

/** May a mail of this kind, which is about a thread, be answered by mail? */
export const takesReply = (kind: string): boolean => !ONE_WAY.includes(kind);
