import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { messages, notices, threadEvents, threadReads } from "@/db/schema";
import type { AccountKey } from "@/lib/gate/accounts";
import type { MailKind } from "./kinds";
import { noticeOf } from "./kinds";
import { plainLine } from "./plain-text";

interface NewNotice {
  readonly brand: string;
  readonly kind: MailKind;
  readonly props: unknown;
  readonly person: AccountKey;
  readonly threadId: string | null;
  readonly dedupeKey: string;
}

/** Kinds that tell what no client sees in the thread, so that nobody has read of it there. */
const UNSAID: readonly MailKind[] = [
  "case-answer-near",
  "request-answer-near",
  "case-assigned",
  "request-assigned",
  "thread-mention",
  "snooze-ended",
];

/**
 * Adds a notice to one person's bell for the event that a mail tells of. Calling it again for the same event adds
 * nothing, and kinds without a notice add nothing. A notice of what clients see in the thread is already read if the
 * person has read the thread up to its end. Only the system may call it: the database lets no viewer write a notice.
 */
export async function addNotice(db: Transaction, notice: NewNotice): Promise<void> {
  const { brand, kind, person, threadId, dedupeKey } = notice;
  const words = noticeOf(kind, notice.props, person.kind);
  if (!words) return;
  await db
    .insert(notices)
    .values({
      ...{ brand, kind, threadId, dedupeKey },
      personKind: person.kind,
      personId: person.id,
      title: plainLine(words.title, 200),
      path: words.path,
      readAt: threadId === null || UNSAID.includes(kind) ? null : readBy(person, threadId),
    })
    .onConflictDoNothing();
}

/** When the person last read the thread; null if something that clients can see was added to it after that. */
function readBy(person: AccountKey, threadId: string) {
  return sql<Date | null>`(
    select r.read_at from ${threadReads} r
    where r.thread_id = ${threadId}::uuid and r.reader_kind = ${person.kind} and r.reader_id = ${person.id}::uuid
      and not exists (select 1 from ${messages} m where m.thread_id = r.thread_id and m.created_at > r.read_at)
      and not exists (select 1 from ${threadEvents} e where e.thread_id = r.thread_id and not e.internal and e.created_at > r.read_at))`;
}
