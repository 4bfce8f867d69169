import { and, eq } from "drizzle-orm";
import { requests } from "@/db/schema";
import { type Context, runAsViewer } from "@/db/viewer";
import type { AnswerByMail, MailedReply } from "@/lib/mail/inbound/receive";
import { answerThread, type MailedMessage } from "@/lib/threads/inbound/service";
import { visibleRequests } from "@/lib/threads/policy";
import { replyToRequest } from "@/lib/threads/requests/service";
import { answerRequest } from "@/lib/threads/requests/staff/service";

/** A reply by mail to a request: see answerThread. A closed request opens again. */
export const answerRequestByMail: AnswerByMail = async (reply) => {
  const number = await runAsViewer(reply.viewer, "read", (context) => findNumber(context, reply.threadId));
  if (number === null) return { refused: "The sender may not see the request." };
  return answerThread(reply, {
    actions: { client: "request.reply", staff: "request.answer" },
    say: (sender, message) => say(sender, number, message),
  });
};

async function findNumber({ viewer, db }: Context, threadId: string): Promise<string | null> {
  const [row] = await db
    .select({ number: requests.number })
    .from(requests)
    .where(and(visibleRequests(viewer), eq(requests.id, threadId)));
  return row?.number ?? null;
}

async function say({ viewer, name, brand, answers }: MailedReply, number: string, message: MailedMessage) {
  const input = { ...message, number };
  if (viewer.kind === "client") {
    return runAsViewer(viewer, "write", (context) => replyToRequest({ ...context, brand, name }, input, "mail"));
  }
  const answer = answers ? { ...input, seen: answers } : input;
  return runAsViewer(viewer, "write", (context) => answerRequest({ ...context, brand, name }, answer, "mail"));
}
