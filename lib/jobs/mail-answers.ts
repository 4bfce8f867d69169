import { and, desc, eq, ne } from "drizzle-orm";
import { outbox, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import type { AnswerByMail, ReadSent } from "@/lib/mail/inbound/receive";
import { isMailKind } from "@/lib/mail/kinds";
import { plainLine } from "@/lib/mail/plain-text";
import { renderMail } from "@/lib/mail/templates/render";
import { choicesOf } from "@/lib/mail/unsubscribe/token";
import { replyToCase } from "@/lib/threads/cases/service";
import { type ClientReplies, answerByMail as takeIn } from "@/lib/threads/inbound/service";
import { replyToRequest } from "@/lib/threads/requests/service";

const REPLIES: ClientReplies = { case: replyToCase, request: replyToRequest, chat: null };

/**
 * Gives a reply by mail to the thread that it answers. The thread's kind is read as the system, because the writer may
 * not see the thread.
 */
export const answerByMail: AnswerByMail = async (reply) => {
  const [thread] = await asSystem("a reply by mail finds the kind of its thread", (db) =>
    db.select({ kind: threads.kind }).from(threads).where(eq(threads.id, reply.threadId)),
  );
  return thread ? takeIn(reply, thread.kind, REPLIES) : { refused: "Its conversation is gone." };
};

/** How many of the latest sent mails are searched for the one that a reply quotes. */
const MOST_SENT = 30;

/**
 * Renders the mails that were sent to this person about this thread again. A mail that this version cannot render any
 * more is skipped.
 */
export const readSent: ReadSent = async ({ threadId, personKind, personId }) => {
  const rows = await asSystem("a reply by mail finds the mails that it may quote", (db) =>
    db
      .select()
      .from(outbox)
      .where(
        and(
          eq(outbox.threadId, threadId),
          eq(outbox.personKind, personKind),
          eq(outbox.personId, personId),
          ne(outbox.state, "withheld"),
        ),
      )
      .orderBy(desc(outbox.createdAt))
      .limit(MOST_SENT),
  );
  const mails = await Promise.all(
    rows.map(async ({ brand, kind, props, toName }) => {
      if (!isMailKind(kind)) return null;
      const context = {
        brand: await brandByKey(brand),
        toName: toName && plainLine(toName, 70),
        link: null,
        canReply: true,
        choices: choicesOf(await brandByKey(brand), { person: { kind: personKind, id: personId }, kind }),
      };
      return renderMail(kind, props, context).catch(() => null);
    }),
  );
  return mails.filter((mail) => mail !== null);
};
