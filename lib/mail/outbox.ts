import { v5 as uuidv5 } from "uuid";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { outbox } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";
import { MAIL_KINDS, type MailKind, type MailProps } from "./kinds";
import { plainLine } from "./plain-text";

/** Ids of mails are made from their dedupe key, so an event has the same id however often it is told. */
const ID_NAMESPACE = "6f1f3a52-6c1e-4f0f-9d55-0f7f6a3b1c2d";

const address = z.email().max(254);

/** The conversation that a mail tells of, and to whom. Asked again when it is sent: who may not see it gets nothing. */
export interface MailThread {
  readonly threadId: string;
  readonly personKind: AccountKind;
  readonly personId: string;
  /** Message-ID of this mail, and of those before it in the conversation, oldest first: see lib/mail/threading.ts. */
  readonly messageId: string;
  readonly references: readonly string[];
}

export interface NewMail<K extends MailKind> {
  /** Key of the brand that decides sender, links and looks. */
  readonly brand: string;
  readonly kind: K;
  readonly to: string;
  readonly toName?: string | null;
  readonly replyTo?: string | null;
  readonly props: MailProps<K>;
  /** The system's alone: the database lets no viewer queue one. Replies then go to the person's address of the thread. */
  readonly thread?: MailThread;
  /** Names the event: a second mail with this key is the same mail. */
  readonly dedupeKey: string;
}

/**
 * Writes a mail into the outbox; it leaves after the caller's transaction commits, and not at all if that rolls back.
 * Viewers may call it with their own transaction. Telling the same event again changes nothing and answers the same id.
 * Throws ZodError on an address or props that the kind does not take.
 */
export async function enqueueMail<K extends MailKind>(db: Transaction, mail: NewMail<K>): Promise<{ id: string }> {
  const id = uuidv5(mail.dedupeKey, ID_NAMESPACE);
  await db
    .insert(outbox)
    .values({
      id,
      brand: mail.brand,
      kind: mail.kind,
      toAddress: address.parse(mail.to.trim()),
      toName: mail.toName ? plainLine(mail.toName, 200) : null,
      replyTo: mail.replyTo ? address.parse(mail.replyTo.trim()) : null,
      props: MAIL_KINDS[mail.kind].props.parse(mail.props),
      ...(mail.thread && {
        threadId: mail.thread.threadId,
        personKind: mail.thread.personKind,
        personId: mail.thread.personId,
        messageId: mail.thread.messageId,
        threadReferences: [...mail.thread.references],
      }),
      dedupeKey: mail.dedupeKey,
    })
    // Without a target: naming the column would need the right to read it, which viewers lack.
    .onConflictDoNothing();
  return { id };
}
