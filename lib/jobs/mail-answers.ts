import { eq } from "drizzle-orm";
import { threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { AnswerByMail } from "@/lib/mail/inbound/receive";
import { answerByMail as answerCaseByMail } from "@/lib/threads/cases/inbound/service";
import { answerRequestByMail } from "@/lib/threads/requests/inbound/service";

/** Gives a reply by mail to the kind of thread that it answers. */
export const answerByMail: AnswerByMail = async (reply) => {
  const [thread] = await asSystem("a reply by mail finds the kind of its thread", (db) =>
    db.select({ kind: threads.kind }).from(threads).where(eq(threads.id, reply.threadId)),
  );
  if (!thread) return { refused: "Its conversation is gone." };
  return thread.kind === "case" ? answerCaseByMail(reply) : answerRequestByMail(reply);
};
