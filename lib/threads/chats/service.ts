import { and, count, eq, sql } from "drizzle-orm";
import { chats, messages, threads } from "@/db/schema";
import { CHAT_TARGET } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { businessNow } from "@/lib/kit/time";
import { companyToFileFor, requireProduct } from "@/lib/threads/cases/service";
import { findThread, lockThread, missingThread, type ThreadPlace } from "@/lib/threads/life/queries";
import {
  beginThread,
  type ClientContext,
  closeThread,
  openThread,
  type Replied,
  replyToThread,
} from "@/lib/threads/life/service";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { alreadySent } from "@/lib/threads/rules";
import { actorOf, isSaidAlready } from "@/lib/threads/service";
import { makeCase } from "./case/service";
import { type ChatRecord, findChatRecord } from "./queries";
import { isOpen } from "./rules";
import type { ChatInput, SayInput, StartChatInput } from "./schema";

/** The chat, locked as lockThread does. */
export async function lockChat(context: Context, place: ThreadPlace): Promise<ChatRecord> {
  const { id } = await lockThread(context, "chat", place);
  const row = await findChatRecord(context, eq(threads.id, id));
  if (!row) throw missingThread("chat");
  return row;
}

const ENDED = "This chat has ended. Your text is still here: go on in its case, or start a new chat.";
/** How long a chat may become, in messages and in characters. */
const MOST_SAID = { texts: 1_000, characters: 500_000 };
const FULL =
  "This chat has become too long to go on in. Your text is still here: make the chat a case, and go on there.";

/**
 * Starts a chat with its first message, in one transaction. The same form sent twice starts one chat. Throws AppError
 * FORBIDDEN and INVALID as fileCase, CONFLICT outside chat hours and while another chat of the contact goes on, FormUsed
 * for a form sent again with other content.
 */
export async function startChat(context: ClientContext, input: StartChatInput): Promise<{ number: string }> {
  const { db, brand } = context;
  const before = await startedBefore(context, input);
  if (before) return before;
  const company = await companyToFileFor(context, input.company, "You cannot chat with support right now.");
  await requireProduct(context, input.product);
  if (!isOpen(brand.chatCalendar, businessNow())) {
    throw new AppError("CONFLICT", "Chat has closed. Your text is still here: send it as a case instead.");
  }
  const { id, subject, product } = input;
  const opened = await openThread(context, { id, subject, kind: "chat", companyId: company.id, target: CHAT_TARGET });
  // The id is taken, or the contact has another chat that goes on.
  if (!opened) {
    const same = await startedBefore(context, input);
    if (same) return same;
    throw new AppError("CONFLICT", "You have a chat that is still going on. Your text is still here: send it there.");
  }
  await db.insert(chats).values({ id, brand: brand.key, product });
  await beginThread(context, { id, kind: "chat", ...opened }, firstMessage(input), { company: company.id, product });
  return opened;
}

const firstMessage = ({ id, description, files }: StartChatInput) => ({
  ...{ id, body: description, files },
  source: "portal" as const,
});

/** The chat that this form started when it was sent before; null when it is new. */
async function startedBefore(context: ClientContext, input: StartChatInput): Promise<{ number: string } | null> {
  const { viewer } = context;
  const row = await findChatRecord(context, and(eq(threads.id, input.id), eq(threads.openedBy, viewer.contactId)));
  if (!row) return null;
  const sentence = `You already sent this form, as ${row.number}. Your new text is still here: send it again.`;
  const { subject, product, company } = input;
  requireSame({ subject, product, companyId: company ?? row.companyId }, row, sentence);
  await isSaidAlready(context, row, actorOf(viewer, context.name), firstMessage(input), sentence);
  return { number: row.number };
}

/**
 * A client's message. The same message sent twice is one. Throws AppError NOT_FOUND as lockChat, CONFLICT where the chat
 * has ended, INVALID for files that are not the author's, FormUsed for an id sent again with other content.
 */
export async function sayInChat(context: ClientContext, input: SayInput): Promise<Replied> {
  const { brand, viewer } = context;
  const row = await lockThread(context, "chat", { brand: brand.key, number: input.number });
  const message = { id: input.id, body: input.body, files: input.files, source: "portal" as const };
  if (await isSaidAlready(context, row, actorOf(viewer, context.name), message, alreadySent(row.number))) {
    return { number: row.number, messageId: input.id };
  }
  if (row.status === "closed") throw new AppError("CONFLICT", ENDED);
  if (await isFull(context, row.id)) throw new AppError("CONFLICT", FULL);
  return replyToThread(context, row, message);
}

/** A chat is read as a whole, by agents and when it becomes a case. */
async function isFull({ viewer, db }: ClientContext, chat: string): Promise<boolean> {
  const [said] = await db
    .select({ texts: count(), characters: sql`coalesce(sum(length(${messages.body})), 0)`.mapWith(Number) })
    .from(messages)
    .where(and(ofVisibleThreads(viewer, messages.threadId, "chat"), eq(messages.threadId, chat)));
  return said !== undefined && (said.texts >= MOST_SAID.texts || said.characters >= MOST_SAID.characters);
}

/** A client ends their chat. Ending what has ended changes nothing. Throws AppError NOT_FOUND as lockChat. */
export async function endOwnChat(context: ClientContext, { number }: ChatInput): Promise<{ number: string }> {
  const { viewer, db, brand } = context;
  const row = await lockThread(context, "chat", { brand: brand.key, number });
  if (row.status === "closed") return { number };
  await db
    .update(chats)
    .set({ outcome: "left" })
    .where(and(ofVisibleThreads(viewer, chats.id, "chat"), eq(chats.id, row.id)));
  return closeThread(context, row, null);
}

/** A client makes their chat a case: see makeCase. */
export async function makeOwnCase(context: ClientContext, { number }: ChatInput): Promise<{ caseNumber: string }> {
  const { brand } = context;
  const row = await lockThread(context, "chat", { brand: brand.key, number });
  return makeCase(context, row, { brand, outcome: "case" });
}

/**
 * Asks for the transcript by mail: a job sends it. While that job waits, asking again changes nothing. Throws AppError
 * NOT_FOUND as lockChat.
 */
export async function askForTranscript(context: ClientContext, { number }: ChatInput): Promise<{ number: string }> {
  const row = await findThread(context, "chat", { brand: context.brand.key, number });
  await context.db.execute(sql`select ask_for_transcript(${row.id}::uuid)`);
  return { number };
}

/** Number of a chat that the viewer sees, by its id. Throws AppError NOT_FOUND for any other. */
export async function requireNumber({ viewer, db }: Context, id: string): Promise<string> {
  const [row] = await db
    .select({ number: threads.number })
    .from(threads)
    .where(and(visibleThreads(viewer, "chat"), eq(threads.id, sql`${id}::uuid`)));
  if (!row) throw missingThread("chat");
  return row.number;
}
