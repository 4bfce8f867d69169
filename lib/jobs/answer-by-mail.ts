import { eq } from "drizzle-orm";
import { threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { answerByMail as answerCaseByMail } from "@/lib/cases/inbound-mail";
import type { AnswerByMail } from "@/lib/mail/inbound-task";
import { answerRequestByMail } from "@/lib/requests/inbound-mail";

/** Gives a reply by mail to the kind of thread that it answers. */
export const answerByMail: AnswerByMail = async (reply) => {
  const [thread] = await asSystem("a reply by mail finds the kind of its thread", (db) =>
    db.select({ kind: threads.kind }).from(threads).where(eq(threads.id, reply.threadId)),
  );
  if (!thread) return { refused: "Its conversation is gone." };
  return thread.kind === "case" ? answerCaseByMail(reply) : answerRequestByMail(reply);
};
