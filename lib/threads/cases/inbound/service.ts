import { and, eq } from "drizzle-orm";
import { cases } from "@/db/schema";
import { type Context, runAsViewer } from "@/db/viewer";
import type { AnswerByMail, MailedReply } from "@/lib/mail/inbound/receive";
import { replyToCase } from "@/lib/threads/cases/service";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { answerThread, type MailedMessage } from "@/lib/threads/inbound/service";
import { visibleCases } from "@/lib/threads/policy";

/** A reply by mail to a case: see answerThread. A closed case opens again or is followed by a new one. */
export const answerByMail: AnswerByMail = async (reply) => {
  const number = await runAsViewer(reply.viewer, "read", (context) => findNumber(context, reply.threadId));
  if (number === null) return { refused: "The sender may not see the case." };
  return answerThread(reply, {
    actions: { client: "case.reply", staff: "case.answer" },
    say: (sender, message) => say(sender, number, message),
  });
};

async function findNumber({ viewer, db }: Context, threadId: string): Promise<string | null> {
  const [row] = await db
    .select({ number: cases.number })
    .from(cases)
    .where(and(visibleCases(viewer), eq(cases.id, threadId)));
  return row?.number ?? null;
}

async function say({ viewer, name, brand, answers }: MailedReply, number: string, message: MailedMessage) {
  const input = { ...message, number };
  if (viewer.kind === "client") {
    return runAsViewer(viewer, "write", (context) => replyToCase({ ...context, brand, name }, input, "mail"));
  }
  const answer = answers ? { ...input, seen: answers } : input;
  return runAsViewer(viewer, "write", (context) => answerCase({ ...context, brand, name }, answer, "mail"));
}
