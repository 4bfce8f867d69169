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

/** Ids of mails are made from their dedupe key, so an event has the same id however often it is told. */
const ID_NAMESPACE = "6f1f3a52-6c1e-4f0f-9d55-0f7f6a3b1c2d";

const address = z.email().max(254);

/** The conversation that a mail tells of. Asked again when it is sent: a person who may not see it gets nothing. */
interface MailThread {
  readonly threadId: string;
  /** Message-ID of this mail, and of those before it in the conversation, oldest first: see lib/mail/threading.ts. */
  readonly messageId: string;
  readonly references: readonly string[];
}

interface AnyMail<K extends MailKind> {
  /** Key of the brand that decides sender, links and looks. */
  readonly brand: string;
  readonly kind: K;
  readonly to: string;
  readonly toName?: string | null;
  readonly replyTo?: string | null;
  readonly props: MailProps<K>;
  /** Names the event: a second mail with this key is the same mail. */
  readonly dedupeKey: string;
}

/**
 * `person`: whose account it is for. Their bell rings too, and what they have switched off is not sent. With `thread`,
 * replies go to the person's address of that thread. Both are the system's alone: the database lets no viewer queue one.
 */
export type NewMail<K extends MailKind> = AnyMail<K> &
  (
    | { readonly person?: undefined; readonly thread?: undefined }
    | { readonly person: AccountKey; readonly thread?: MailThread }
  );

/**
 * Writes a mail into the outbox; it leaves after the caller's transaction commits, and not at all if that rolls back.
 * Viewers may call it with their own transaction. Telling the same event again changes nothing and answers the same id,
 * under which there is no mail where its person wants none of the kind; one that they want once a day waits for that mail. Throws ZodError on an address or props that the
 * kind does not take; the bell has rung by then where only the address is wrong.
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
    // Without a target: naming the column would need the right to read it, which viewers lack.
    .onConflictDoNothing();
  return { id };
}
