import type { MessageSource, ThreadKind } from "@/db/schema/constants";
import { runAsViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { FilesRefused } from "@/lib/files/refused";
import { cleanFileName, FILE_LIMITS, uploadRefusal } from "@/lib/files/rules";
import { dropFiles, storeFile, type Uploader } from "@/lib/files/upload";
import { turnOf } from "@/lib/gate/actions/limit";
import { type Count, refund, reserve } from "@/lib/gate/limits";
import { personOf } from "@/lib/gate/viewers";
import { systemNow } from "@/lib/kit/time";
import type { AnswerByMail, MailedReply } from "@/lib/mail/inbound/receive";
import { type MailedFile, MailNotFetched, type ReceivedFile } from "@/lib/mail/inbound/resend";
import { kindOf } from "@/lib/threads/kinds";
import { findNumber } from "@/lib/threads/life/queries";
import type { ClientContext, Replied } from "@/lib/threads/life/service";
import { answerThread } from "@/lib/threads/staff/service";

/** Codes of the errors with which the page would refuse the same message. */
const REFUSALS: readonly AppError["code"][] = ["NOT_FOUND", "FORBIDDEN", "CONFLICT", "INVALID"];

/** A reply by mail in the form in which the page sends a reply. */
interface MailedMessage {
  readonly id: string;
  readonly body: string;
  readonly files: string[];
  readonly folded: string | undefined;
  readonly foldedFiles: string[];
}

/**
 * The functions by which clients reply on the page, one for each kind; null for a kind that no mail answers. Staff need
 * none here: they answer every kind with answerThread.
 */
export type ClientReplies = Readonly<Record<ThreadKind, ClientReply | null>>;

type ClientReply = (
  context: ClientContext,
  input: MailedMessage & { readonly number: string },
  source: MessageSource,
) => Promise<Replied>;

/**
 * Stores the message with the writer's own rights and in one transaction, as an action does. Throws AppError as the
 * page would.
 */
type Say = (message: MailedMessage) => Promise<Replied>;

/**
 * Turns a reply by mail into a message of its thread, with the services of the page and the writer's own rights. Files
 * that break a limit are left out and named in the text.
 */
export async function answerByMail(
  reply: MailedReply,
  kind: ThreadKind,
  replies: ClientReplies,
): ReturnType<AnswerByMail> {
  const { viewer, threadId } = reply;
  const replyAs = replies[kind];
  if (replyAs === null) return { refused: `A ${kindOf(kind).noun} is not answered by mail.` };
  const number = await runAsViewer(viewer, "read", (context) => findNumber(context, kind, threadId));
  if (number === null) return { refused: `The sender may not see the ${kindOf(kind).noun}.` };
  const turns = turnsOf(reply, kind);
  const now = systemNow();
  if (!(await reserve(turns, now))) return { held: "Too many mails came in a short time." };
  try {
    const said = await sayWithFiles(reply, (message) => say(reply, kind, replyAs, { ...message, number }));
    if (!("messageId" in said)) await refund(turns, now);
    return said;
  } catch (error) {
    // When the job runs again, that attempt counts against the limits by itself.
    await refund(turns, now);
    throw error;
  }
}

/**
 * The limits that a mail counts against, both of its writer alone: the one of all their messages, which those on the page
 * count against too, and the one of their mails to this thread.
 */
function turnsOf({ viewer, threadId }: MailedReply, kind: ThreadKind): Count[] {
  const { actions } = kindOf(kind);
  const writer = turnOf(actions[viewer.kind], "messageByAccount", personOf(viewer));
  return [writer, { limit: "mailByWriter", subject: `${threadId}:${personOf(viewer).id}` }];
}

async function say(
  { viewer, name, brand, answers }: MailedReply,
  kind: ThreadKind,
  replyAs: ClientReply,
  input: MailedMessage & { readonly number: string },
): Promise<Replied> {
  if (viewer.kind === "client") {
    return runAsViewer(viewer, "write", (context) => replyAs({ ...context, brand, name }, input, "mail"));
  }
  const answer = { ...input, source: "mail", seen: answers ?? undefined } as const;
  return runAsViewer(viewer, "write", (context) => answerThread({ ...context, brand, name }, kind, answer));
}

async function sayWithFiles(reply: MailedReply, say: Say) {
  const kept = await keepFiles(reply);
  try {
    return await say(messageOf(reply, kept));
  } catch (error) {
    await dropFiles(uploaderOf(reply), kept.ids);
    if (error instanceof FilesRefused) {
      const left = reply.files.map((file) => leftOut(file, error.message));
      return refusedOr(() => say(messageOf(reply, { ids: [], folded: [], left })));
    }
    return refusedOr(() => Promise.reject(error));
  }
}

function messageOf({ id, body, folded }: MailedReply, { ids, folded: foldedFiles, left }: Kept): MailedMessage {
  return { id, body: [body, left.join("\n")].filter(Boolean).join("\n\n"), files: ids, folded, foldedFiles };
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

/**
 * Ids of the files that were kept, ids of those among them that belong to the signature, and a sentence for each file
 * that was left out.
 */
interface Kept {
  readonly ids: string[];
  readonly folded: string[];
  readonly left: string[];
}

/**
 * Keeps the files one after the other. Files of the signature come last, so that they do not use up the allowed number.
 */
async function keepFiles(reply: MailedReply): Promise<Kept> {
  const kept: Kept = { ids: [], folded: [], left: [] };
  const { ids, folded, left } = kept;
  for (const file of reply.files.toSorted((a, b) => Number(a.ofSignature) - Number(b.ofSignature))) {
    const done = ids.length < FILE_LIMITS.filesPerMessage ? await keepFile(reply, file, ids) : refusal("too-many");
    if ("id" in done) {
      ids.push(done.id);
      if (file.ofSignature) folded.push(done.id);
    } else left.push(leftOut(file, done.reason));
  }
  return kept;
}

/** Refusals that may not happen again at the next attempt. */
const PASSING = ["broken", "no-room"] as const;

const refusal = (code: "too-many" | "too-large" | (typeof PASSING)[number]) => ({ reason: uploadRefusal(code) ?? "" });

async function keepFile(
  reply: MailedReply,
  file: MailedFile,
  before: readonly string[],
): Promise<{ id: string } | { reason: string }> {
  const { signal, lastAttempt } = reply;
  // A file that is announced as too large is not fetched.
  if (file.sizeBytes > FILE_LIMITS.fileBytes) return refusal("too-large");
  try {
    const { id } = await storeFile(uploaderOf(reply), file.name, await file.open(signal), signal);
    return { id };
  } catch (error) {
    const refused = error instanceof FilesRefused ? error.refusal : null;
    const passing = error instanceof MailNotFetched ? "broken" : PASSING.find((code) => code === refused);
    if (!passing && error instanceof FilesRefused) return { reason: error.message };
    if (passing && lastAttempt) return refusal(passing);
    await dropFiles(uploaderOf(reply), before);
    throw error;
  }
}
