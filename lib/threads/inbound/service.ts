import { runAsViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { FilesRefused } from "@/lib/files/refused";
import { cleanFileName, FILE_LIMITS, uploadRefusal } from "@/lib/files/rules";
import { dropFiles, storeFile, type Uploader } from "@/lib/files/upload";
import { turnOf } from "@/lib/gate/actions/limit";
import { type Count, refund, reserve } from "@/lib/gate/limits";
import { systemNow } from "@/lib/kit/time";
import type { AnswerByMail, MailedReply } from "@/lib/mail/inbound/receive";
import { MailNotFetched, type ReceivedFile } from "@/lib/mail/inbound/resend";

/** Outcomes by which the page would refuse the same message. */
const REFUSALS: readonly AppError["code"][] = ["NOT_FOUND", "FORBIDDEN", "CONFLICT", "INVALID"];

/** What a reply by mail says, as the form of the page would send it. */
export interface MailedMessage {
  readonly id: string;
  readonly body: string;
  readonly files: string[];
}

/** The page's own way into a kind of thread. */
export interface MailedThread {
  /** Names of the page's actions: what they count, counts here. */
  readonly actions: { readonly client: string; readonly staff: string };
  /** Says it in the writer's own role, in one transaction, as an action has. Throws AppError as the page would. */
  readonly say: (reply: MailedReply, message: MailedMessage) => Promise<{ readonly messageId: string }>;
}

/**
 * Makes a reply by mail a message of its thread, through the services of the page and in the writer's own role. Files that
 * break a limit are left out and named in the text.
 */
export async function answerThread(reply: MailedReply, thread: MailedThread): ReturnType<AnswerByMail> {
  const turns = turnsOf(reply, thread);
  const now = systemNow();
  if (!(await reserve(turns, now))) return { held: "Too many mails came in a short time." };
  try {
    const said = await sayWithFiles(reply, thread);
    if (!("messageId" in said)) await refund(turns, now);
    return said;
  } catch (error) {
    // Another try takes its own.
    await refund(turns, now);
    throw error;
  }
}

/** What the writer may send, the page's messages counted in, and what a thread takes from all. */
function turnsOf({ viewer, threadId }: MailedReply, { actions }: MailedThread): Count[] {
  const writer =
    viewer.kind === "client"
      ? turnOf(actions.client, "messageByAccount", { kind: "contact", id: viewer.contactId })
      : turnOf(actions.staff, "messageByAccount", { kind: "staff", id: viewer.staffId });
  return [writer, { limit: "mailByThread", subject: threadId }];
}

async function sayWithFiles(reply: MailedReply, thread: MailedThread) {
  const kept = await keepFiles(reply);
  try {
    return await thread.say(reply, messageOf(reply, kept.ids, kept.left));
  } catch (error) {
    await dropFiles(uploaderOf(reply), kept.ids);
    if (error instanceof FilesRefused) {
      const left = reply.files.map((file) => leftOut(file, error.message));
      return refusedOr(() => thread.say(reply, messageOf(reply, [], left)));
    }
    return refusedOr(() => Promise.reject(error));
  }
}

function messageOf({ id, body }: MailedReply, files: readonly string[], left: readonly string[]): MailedMessage {
  return { id, body: [body, left.join("\n")].filter(Boolean).join("\n\n"), files: [...files] };
}

async function refusedOr(work: () => Promise<{ messageId: string }>) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && REFUSALS.includes(error.code)) return { refused: error.message };
    throw error;
  }
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
