import { and, eq, ne, sql } from "drizzle-orm";
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
const MOST_FILES = 100;

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

/** Keeps a mail. If it is kept already, only the values of `kept` are updated. Only the system may call it. */
export async function keepWholeMail(db: Transaction, mail: WholeMail, kept: Kept): Promise<void> {
  const { author, reply, ...place } = kept;
  const row = { ...place, ...reply, authorKind: author?.kind ?? null, authorId: author?.id ?? null };
  await db
    .insert(wholeMails)
    .values({ ...row, headers: mail.headers, text: mail.text, html: mail.html, files: [...mail.files] })
    .onConflictDoUpdate({ target: wholeMails.id, set: row });
}

/** Moves a kept mail to the thread of its message: a reply to a thread that was closed long ago begins a new thread. */
export async function placeWholeMail(db: Transaction, id: string): Promise<void> {
  await db
    .update(wholeMails)
    .set({ threadId: sql`${messages.threadId}` })
    .from(messages)
    .where(and(eq(wholeMails.id, id), eq(messages.id, wholeMails.messageId)));
}

/** Did a mail with the same headers, text and HTML come to the thread before, and was it kept? */
export async function cameBefore(
  db: Transaction,
  mail: WholeMail,
  of: { readonly id: string; readonly threadId: string },
): Promise<boolean> {
  const [other] = await db
    .select({ id: wholeMails.id })
    .from(wholeMails)
    .innerJoin(inboundMails, eq(inboundMails.id, wholeMails.id))
    .where(
      and(
        eq(wholeMails.threadId, of.threadId),
        ne(wholeMails.id, of.id),
        ne(inboundMails.state, "received"),
        eq(wholeMails.text, mail.text),
        eq(wholeMails.html, mail.html),
        sql`${wholeMails.headers} = ${JSON.stringify(mail.headers)}::jsonb`,
      ),
    )
    .limit(1);
  return other !== undefined;
}
