import { createHash } from "node:crypto";

/*
 * How mail programs make one conversation of what is said in one thread: each mail has a Message-ID made from what it
 * tells, and names those before it (RFC 5322, 3.6.4).
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Mails sent before 2026-12 had no third part. */
const OWN = /^<[0-9a-f-]{36}\.[0-9a-f-]{36}(\.[0-9a-f]{16})?@[^<>@\s]+>$/;

interface TellingOf {
  readonly threadId: string;
  /** Of the brand. */
  readonly origin: string;
  /** Id of who gets it. */
  readonly recipient: string;
}

/**
 * Message-ID of the mail that tells a recipient of a message or event: the same at every attempt, and another for each
 * recipient, as RFC 5322 demands of mails that are not the same.
 */
export function messageIdOf(told: string, { threadId, origin, recipient }: TellingOf): string {
  const who = createHash("sha256").update(recipient).digest("hex").slice(0, 16);
  return `<${told}.${threadId}.${who}@${new URL(origin).hostname}>`;
}

/** Names the thread in the References of every mail about it, to whomever: by it programs keep those together. */
export function threadReference(threadId: string, origin: string): string {
  return `<${threadId}.${threadId}@${new URL(origin).hostname}>`;
}

/** Has the shape of our own Message-IDs: a mail with one is ours, come back. */
export function isOwnMessageId(messageId: string): boolean {
  return OWN.test(messageId.trim().toLowerCase());
}

/** What a mail of this thread told that is answered by one with these headers; null where they name none of ours. */
export function answeredId(threadId: string, inReplyTo: string, references: string): string | null {
  const ids = [...inReplyTo.slice(0, 2_000).split(/\s+/), ...references.slice(-20_000).split(/\s+/).toReversed()];
  for (const id of ids) {
    const [told, thread] = isOwnMessageId(id) ? id.trim().toLowerCase().slice(1).split(/[.@]/) : [];
    if (told && thread === threadId && UUID.test(told)) return told;
  }
  return null;
}

/** Every mail of the portal is a program's: answering machines are asked not to answer (RFC 3834, MS-OXCMAIL). */
export const AUTOMATIC = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" } as const;

/** Headers of a mail about a thread. */
export function threadHeaders(messageId: string, references: readonly string[]): Record<string, string> {
  const last = references.at(-1);
  return {
    "Message-ID": messageId,
    ...(last ? { "In-Reply-To": last, References: references.join(" ") } : {}),
  };
}
