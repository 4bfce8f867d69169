/*
 * How mail programs make one conversation of what is said in one thread: each mail has a Message-ID made from what it
 * tells, and names those before it (RFC 5322, 3.6.4).
 */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OWN = /^<[0-9a-f-]{36}\.[0-9a-f-]{36}@[^<>@\s]+>$/;

/** Message-ID of the mails that tell of a message or event. The same for every recipient, and at every attempt. */
export function messageIdOf(told: string, threadId: string, origin: string): string {
  return `<${told}.${threadId}@${new URL(origin).hostname}>`;
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

/** Headers of a mail about a thread. Answering machines are asked not to answer (RFC 3834, MS-OXCMAIL). */
export function threadHeaders(messageId: string, references: readonly string[]): Record<string, string> {
  const last = references.at(-1);
  return {
    "Message-ID": messageId,
    ...(last ? { "In-Reply-To": last, References: references.join(" ") } : {}),
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
  };
}
