import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { inboundMails, messages, wholeMails } from "@/db/schema";
import type { MailField } from "@/db/schema/inbound-mail";
import type { AccountKey } from "@/lib/gate/accounts";
import { plainLine } from "@/lib/mail/plain-text";
import { withoutTokens } from "@/lib/mail/reply-address";
import { decodeWords } from "./encoded-words";
import { header } from "./headers";
import { partsOf } from "./mail-text";
import type { ReplyText } from "./reply-text";
import type { ReceivedMail } from "./resend";

/* Keeps the whole text of a received mail beside the part that its conversation shows. */

/** The header fields that are kept, in the order in which they are shown: who wrote to whom, and with which program. */
const KEPT = [
  ...["From", "Sender", "Reply-To", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "Return-Path"],
  ...["Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "List-Id", "X-Mailer", "User-Agent"],
  ...["Received-SPF", "Authentication-Results"],
];
/** How many files of a mail are named and, if it waits for agents, fetched. */
export const MOST_FILES = 100;

export interface WholeMail {
  readonly headers: readonly MailField[];
  readonly text: string;
  /** The HTML as text; empty where there was none. */
  readonly html: string;
  readonly files: readonly string[];
}

export function wholeMailOf(mail: ReceivedMail): WholeMail {
  const given: Readonly<Record<string, string>> = {
    From: mail.from,
    To: header(mail.headers, "to") ?? mail.recipients.join(", "),
    Subject: mail.subject,
    "Message-ID": mail.messageId,
  };
  const headers = KEPT.flatMap((name): MailField[] => {
    const value = plainLine(decodeWords(given[name] ?? header(mail.headers, name.toLowerCase()) ?? ""), 1_000);
    return value ? [[name, withoutTokens(value)]] : [];
  });
  const { text, html } = partsOf(mail);
  return {
    headers,
    text: withoutTokens(text),
    html: withoutTokens(html),
    files: mail.files.slice(0, MOST_FILES).map(({ name }) => plainLine(name, 300)),
  };
}

interface Kept {
  readonly id: string;
  readonly brand: string;
  readonly threadId: string;
  /** Id of the message that the mail becomes. For a mail that waits for agents it is the mail's own id. */
  readonly messageId: string;
  /** Null if it is not proven who wrote the mail. */
  readonly author: AccountKey | null;
  /** What the conversation shows and folds of the mail. */
  readonly reply: ReplyText;
}

/**
 * Keeps a mail. If it is kept already, only the values of `kept` are updated. Returns false, and keeps nothing, if the
 * same mail is kept for another row of this thread: it was delivered twice, perhaps at this very instant. Only the
 * system may call it.
 */
export async function keepWholeMail(db: Transaction, mail: WholeMail, kept: Kept): Promise<boolean> {
  const { author, reply, ...place } = kept;
  const row = { ...place, ...reply, authorKind: author?.kind ?? null, authorId: author?.id ?? null };
  const { headers, text, html } = mail;
  const digest = digestOf(mail, kept.id);
  // A mail that was given up must not keep out its second copy.
  await db
    .update(wholeMails)
    .set({ digest: null })
    .where(
      and(
        eq(wholeMails.threadId, kept.threadId),
        eq(wholeMails.digest, digest),
        sql`exists (select from ${inboundMails} where ${eq(inboundMails.id, wholeMails.id)} and ${inboundMails.state} = 'failed')`,
      ),
    );
  const made = await db
    .insert(wholeMails)
    .values({ ...row, headers, text, html, files: [...mail.files], digest })
    .onConflictDoNothing()
    .returning({ id: wholeMails.id });
  if (made.length > 0) return true;
  const updated = await db
    .update(wholeMails)
    .set(row)
    .where(eq(wholeMails.id, kept.id))
    .returning({ id: wholeMails.id });
  return updated.length > 0;
}

/**
 * What makes a mail this one and no other: its headers and all that it says. A mail without a Message-ID may be sent
 * again with the same words, so each is another one.
 */
function digestOf({ headers, text, html, files }: WholeMail, id: string): string {
  const own = headers.some(([name]) => name === "Message-ID") ? null : id;
  return createHash("sha256")
    .update(JSON.stringify([headers, text, html, files, own]))
    .digest("hex");
}

/** Moves a kept mail to the thread of its message: a reply to a thread that was closed long ago begins a new thread. */
export async function placeWholeMail(db: Transaction, id: string): Promise<void> {
  await db
    .update(wholeMails)
    .set({ threadId: sql`${messages.threadId}` })
    .from(messages)
    .where(and(eq(wholeMails.id, id), eq(messages.id, wholeMails.messageId)));
}
