import { v5 as uuidv5 } from "uuid";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { outbox } from "@/db/schema";
import type { AccountKey } from "@/lib/gate/accounts";
import { addNotice } from "./add-notice";
import type { Frequency } from "./frequency";
import { MAIL_KINDS, type MailKind, type MailProps } from "./kinds";
import { plainLine } from "./plain-text";
import { readFrequency } from "./wanted";

/** The id of a mail is made from its dedupe key, so it is the same id each time that the same mail is queued. */
const ID_NAMESPACE = "6f1f3a52-6c1e-4f0f-9d55-0f7f6a3b1c2d";

/** How the dedupe key begins of a mail that repeats a failed one, as the database writes it; the failed one's id follows. */
export const REPEATS = "again:";

const address = z.email().max(254);

/** The thread that a mail is about. When the mail is sent, a recipient who may not see the thread then gets nothing. */
interface MailThread {
  readonly threadId: string;
  /**
   * Message-ID of this mail, and (`references`) of those before it in the thread, oldest first: see
   * lib/mail/threading.ts.
   */
  readonly messageId: string;
  readonly references: readonly string[];
}

interface AnyMail<K extends MailKind> {
  /** Key of the brand, which decides the sender, the links and the look of the mail. */
  readonly brand: string;
  readonly kind: K;
  readonly to: string;
  readonly toName?: string | null;
  readonly replyTo?: string | null;
  readonly props: MailProps<K>;
  /** Identifies the mail: a second mail with this key is not queued. */
  readonly dedupeKey: string;
}

/**
 * `person`: the account that the mail is for. They get a notice in the bell, too, and kinds that they switched off are
 * not sent. With `thread`, replies go to the person's reply address for that thread. Only the system may give `person`
 * and `thread`: the database lets no viewer queue such a mail.
 */
export type NewMail<K extends MailKind> = AnyMail<K> &
  (
    | { readonly person?: undefined; readonly thread?: undefined }
    | { readonly person: AccountKey; readonly thread?: MailThread }
  );

/**
 * Writes a mail into the outbox. It is sent after the caller's transaction commits, and not at all if that rolls back.
 * Viewers may call it with their own transaction. Queuing the same mail again changes nothing and returns the same id.
 * If the person does not want the kind, the id is returned but no mail is stored. If they want it once a day, the mail
 * is collected for the daily mail. Throws ZodError for a wrong address or props that do not fit the kind; if only the
 * address is wrong, the notice was already added in the transaction.
 */
export async function enqueueMail<K extends MailKind>(db: Transaction, mail: NewMail<K>): Promise<{ id: string }> {
  const { brand, kind, person, thread, dedupeKey } = mail;
  const id = uuidv5(dedupeKey, ID_NAMESPACE);
  const props = MAIL_KINDS[kind].props.parse(mail.props);
  let frequency: Frequency = "at-once";
  if (person) {
    await addNotice(db, { brand, kind, props, person, threadId: thread?.threadId ?? null, dedupeKey });
    frequency = await readFrequency(db, kind, person);
    if (frequency === "never") return { id };
  }
  await db
    .insert(outbox)
    .values({
      ...{ id, brand, kind, props, dedupeKey },
      state: frequency === "daily" ? "collected" : "queued",
      toAddress: address.parse(mail.to.trim()),
      toName: mail.toName ? plainLine(mail.toName, 200) : null,
      replyTo: mail.replyTo ? address.parse(mail.replyTo.trim()) : null,
      ...(person && { personKind: person.kind, personId: person.id }),
      ...(thread && {
        threadId: thread.threadId,
        messageId: thread.messageId,
        threadReferences: [...thread.references],
      }),
    })
    // It names no target column, because that needs the right to read the column, which viewers do not have.
    .onConflictDoNothing();
  return { id };
}
