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

/**
 * Rings the bell of one person for the event of a mail, once however often it is told; nothing for kinds without a notice.
 * What they have read in its thread by then is read here too. The system's alone: the database lets no viewer write one.
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
      readAt: threadId === null ? null : readBy(person, threadId),
    })
    .onConflictDoNothing();
}

/** When the person read the thread, if that was after all that clients and staff see in it; else null. */
function readBy(person: AccountKey, threadId: string) {
  return sql<Date | null>`(
    select r.read_at from ${threadReads} r
    where r.thread_id = ${threadId}::uuid and r.reader_kind = ${person.kind} and r.reader_id = ${person.id}::uuid
      and not exists (select 1 from ${messages} m where m.thread_id = r.thread_id and m.created_at > r.read_at)
      and not exists (select 1 from ${threadEvents} e where e.thread_id = r.thread_id and not e.internal and e.created_at > r.read_at))`;
}
