import { and, eq } from "drizzle-orm";
import { cases } from "@/db/schema";
import { type Context, runAsViewer } from "@/db/viewer";
import { turnOf } from "@/lib/actions/limit";
import { type Count, refund, reserve } from "@/lib/auth/limits";
import { AppError } from "@/lib/errors";
import { FilesRefused } from "@/lib/files/refused";
import { cleanFileName, FILE_LIMITS, uploadRefusal } from "@/lib/files/rules";
import { dropFiles, storeFile, type Uploader } from "@/lib/files/upload-service";
import type { AnswerByMail, MailedReply } from "@/lib/mail/inbound-task";
import { MailNotFetched, type ReceivedFile } from "@/lib/mail/receiving";
import { visibleCases } from "@/lib/threads/policy";
import { systemNow } from "@/lib/time";
import { replyToCase } from "./service";
import { answerCase } from "./staff-service";

/** Outcomes by which the page would refuse the same message. */
const REFUSALS: readonly AppError["code"][] = ["NOT_FOUND", "FORBIDDEN", "CONFLICT", "INVALID"];

/**
 * Makes a reply by mail a message of its case, through the services of the page and in the writer's own role. Files that
 * break a limit are left out and named in the text. A closed case opens again or is followed by a new one.
 */
export const answerByMail: AnswerByMail = async (reply) => {
  const number = await runAsViewer(reply.viewer, "read", (context) => findNumber(context, reply.threadId));
  if (number === null) return { refused: "The sender may not see the case." };
  const turns = turnsOf(reply);
  const now = systemNow();
  if (!(await reserve(turns, now))) return { held: "Too many mails came in a short time." };
  try {
    const said = await sayWithFiles(reply, number);
    if (!("messageId" in said)) await refund(turns, now);
    return said;
  } catch (error) {
    // Another try takes its own.
    await refund(turns, now);
    throw error;
  }
};

/** What the writer may send, the page's messages counted in, and what a thread takes from all. */
function turnsOf({ viewer, threadId }: MailedReply): Count[] {
  const writer =
    viewer.kind === "client"
      ? turnOf("case.reply", "messageByAccount", { kind: "contact", id: viewer.contactId })
      : turnOf("case.answer", "messageByAccount", { kind: "staff", id: viewer.staffId });
  return [writer, { limit: "mailByThread", subject: threadId }];
}

async function sayWithFiles(reply: MailedReply, number: string) {
  const kept = await keepFiles(reply);
  try {
    return await say(reply, number, kept.ids, kept.left);
  } catch (error) {
    await dropFiles(uploaderOf(reply), kept.ids);
    if (error instanceof FilesRefused) {
      const left = reply.files.map((file) => leftOut(file, error.message));
      return refusedOr(() => say(reply, number, [], left));
    }
    return refusedOr(() => Promise.reject(error));
  }
}

async function refusedOr(work: () => Promise<{ messageId: string }>) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && REFUSALS.includes(error.code)) return { refused: error.message };
    throw error;
  }
}

async function findNumber({ viewer, db }: Context, threadId: string): Promise<string | null> {
  const [row] = await db
    .select({ number: cases.number })
    .from(cases)
    .where(and(visibleCases(viewer), eq(cases.id, threadId)));
  return row?.number ?? null;
}

/** One transaction of the writer's own, as an action has. */
async function say(
  { viewer, name, brand, id, body: written, answers }: MailedReply,
  number: string,
  files: readonly string[],
  left: readonly string[],
): Promise<{ messageId: string }> {
  const body = [written, left.join("\n")].filter(Boolean).join("\n\n");
  const input = { id, number, body, files: [...files] };
  if (viewer.kind === "client") {
    return runAsViewer(viewer, "write", (context) => replyToCase({ ...context, brand, name }, input, "mail"));
  }
  const answer = answers ? { ...input, seen: answers } : input;
  return runAsViewer(viewer, "write", (context) => answerCase({ ...context, brand, name }, answer, "mail"));
}

const uploaderOf = ({ brand, viewer }: MailedReply): Uploader => ({
  brand,
  viewer,
  asViewer: (mode, work) => runAsViewer(viewer, mode, work),
});

const leftOut = (file: ReceivedFile, reason: string) => `${cleanFileName(file.name)} was not taken. ${reason}`;

/** Keeps the files one after the other; answers their ids, and a sentence for each that was left out. */
async function keepFiles(reply: MailedReply): Promise<{ ids: string[]; left: string[] }> {
  const ids: string[] = [];
  const left: string[] = [];
  for (const file of reply.files) {
    const kept = ids.length < FILE_LIMITS.filesPerMessage ? await keepFile(reply, file, ids) : refusal("too-many");
    if ("id" in kept) ids.push(kept.id);
    else left.push(leftOut(file, kept.reason));
  }
  return { ids, left };
}

const refusal = (code: "too-many" | "too-large" | "broken") => ({ reason: uploadRefusal(code) ?? "" });

async function keepFile(
  reply: MailedReply,
  file: ReceivedFile,
  before: readonly string[],
): Promise<{ id: string } | { reason: string }> {
  const { signal, lastTry } = reply;
  // What is announced as too large is not fetched.
  if (file.sizeBytes > FILE_LIMITS.fileBytes) return refusal("too-large");
  try {
    const { id } = await storeFile(uploaderOf(reply), file.name, await file.open(signal), signal);
    return { id };
  } catch (error) {
    const broken = error instanceof MailNotFetched || (error instanceof FilesRefused && error.refusal === "broken");
    if (!broken && error instanceof FilesRefused) return { reason: error.message };
    if (broken && lastTry) return refusal("broken");
    await dropFiles(uploaderOf(reply), before);
    throw error;
  }
}
