import { createHash } from "node:crypto";

/*
 * Lets mail programs group the mails of one thread: the Message-ID of each mail is made from the message or event that
 * it tells of, and each mail names the Message-IDs of the mails before it (RFC 5322, 3.6.4).
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The shape of our Message-IDs. Those of mails sent before 2026-12 have no third part. */
const OWN = /^<[0-9a-f-]{36}\.[0-9a-f-]{36}(\.[0-9a-f]{16})?@[^<>@\s]+>$/;

interface TellingOf {
  readonly threadId: string;
  /** The origin of the brand. */
  readonly origin: string;
  /** Id of the recipient. */
  readonly recipient: string;
}

/**
 * Message-ID of the mail that tells a recipient of the message or event with the id `told`. It is the same at every
 * attempt. Each recipient has another, as RFC 5322 demands of mails that are not identical.
 */
export function messageIdOf(told: string, { threadId, origin, recipient }: TellingOf): string {
  const who = createHash("sha256").update(recipient).digest("hex").slice(0, 16);
  return `<${told}.${threadId}.${who}@${new URL(origin).hostname}>`;
}

/** An id of the thread for the References of every mail about it, by which mail programs group these mails. */
export function threadReference(threadId: string, origin: string): string {
  return `<${threadId}.${threadId}@${new URL(origin).hostname}>`;
}

/** Has a Message-ID the shape of our own? A received mail with such an id is one of our mails that came back. */
export function isOwnMessageId(messageId: string): boolean {
  return OWN.test(messageId.trim().toLowerCase());
}

/**
 * Id of the message or event that the answered mail of this thread told of; null if the headers name no mail of ours.
 */
export function answeredId(threadId: string, inReplyTo: string, references: string): string | null {
  const ids = [...inReplyTo.slice(0, 2_000).split(/\s+/), ...references.slice(-20_000).split(/\s+/).toReversed()];
  for (const id of ids) {
    const [told, thread] = isOwnMessageId(id) ? id.trim().toLowerCase().slice(1).split(/[.@]/) : [];
    if (told && thread === threadId && UUID.test(told)) return told;
  }
  return null;
}

/**
 * Headers that ask mail programs not to answer automatically, because a program wrote the mail (RFC 3834, MS-OXCMAIL).
 */
export const AUTOMATIC = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" } as const;

/** Headers of a mail about a thread. */
export function threadHeaders(messageId: string, references: readonly string[]): Record<string, string> {
  const last = references.at(-1);
  return {
    "Message-ID": messageId,
    ...(last ? { "In-Reply-To": last, References: references.join(" ") } : {}),
  };
}
