import { eq } from "drizzle-orm";
import { threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { AnswerByMail } from "@/lib/mail/inbound/receive";
import { replyToCase } from "@/lib/threads/cases/service";
import { type ClientReplies, answerByMail as takeIn } from "@/lib/threads/inbound/service";
import { replyToRequest } from "@/lib/threads/requests/service";

const REPLIES: ClientReplies = { case: replyToCase, request: replyToRequest };

/** Gives a reply by mail to the thread that it answers. Its kind is asked for as the system: the writer may not see it. */
export const answerByMail: AnswerByMail = async (reply) => {
  const [thread] = await asSystem("a reply by mail finds the kind of its thread", (db) =>
    db.select({ kind: threads.kind }).from(threads).where(eq(threads.id, reply.threadId)),
  );
  return thread ? takeIn(reply, thread.kind, REPLIES) : { refused: "Its conversation is gone." };
};
