import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { files, inboundMails, mailFiles, messages, threads } from "@/db/schema";
import type { InboundState } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { FilesRefused } from "@/lib/files/refused";
import { FILE_LIMITS, type UploadRefusalCode } from "@/lib/files/rules";
import { type NewFile, storeBytes } from "@/lib/files/upload";
import { configuredReceiver, MailNotFetched, type ReceivedFile, type ReceiveMail } from "./resend";
import { mailFileName, providerIdOf } from "./rows";

/** How long the list of files may take, and each of them. The next attempt goes on with the files that are not kept yet. */
const LIST_MS = 120_000;
const FILE_MS = 30_000;

const FORGOTTEN = "The mail service does not have it any more.";
/** Whoever reads of it did not send it, and cannot choose another one. */
const EMPTY = "It is empty.";
/** Refusals that may not happen again at the next attempt. */
const PASSING: readonly UploadRefusalCode[] = ["broken", "no-room"];

/** States of mails whose files are wanted: those that wait for agents, and those that became messages. */
const WANTED: readonly InboundState[] = ["unverified", "held", "joined"];

const payloadSchema = z.object({ id: z.uuid() });

type MailFileRow = typeof mailFiles.$inferSelect;

/**
 * The job `mail.files`: fetches the files of a received mail that is not a message, and keeps them until an agent joins
 * or dismisses the mail. If an agent has joined it meanwhile, the file is attached to its message. Throws for another
 * attempt if a file could not be fetched; the sweep of received mails gives up after three days.
 */
export async function runMailFilesTask(
  payload: unknown,
  receive: ReceiveMail | null = configuredReceiver(),
): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const { providerId, missing } = await listMissing(id);
  if (missing.length === 0) return;
  if (!receive) throw new MailNotFetched("mail is off");
  const mail = await receive(providerId, AbortSignal.timeout(LIST_MS));
  let failure: unknown;
  for (const row of missing) {
    try {
      // A time of its own: a download that stalls must not take the time of the files after it, at every attempt.
      await keep(row, fileOf(row, mail?.files ?? []), AbortSignal.timeout(FILE_MS));
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure) throw failure;
}

/** The files of a mail that are neither kept nor left out. Files of the signature come last. */
async function listMissing(id: string) {
  return asSystem("the files of a received mail are looked up", async (db) => {
    const [mail] = await db.select().from(inboundMails).where(eq(inboundMails.id, id));
    const rows = await db
      .select()
      .from(mailFiles)
      .where(eq(mailFiles.mailId, id))
      .orderBy(asc(mailFiles.ofSignature), asc(mailFiles.place));
    const missing = rows.filter(({ fileId, leftOut }) => fileId === null && leftOut === null);
    return { providerId: mail ? providerIdOf(mail) : "", missing };
  });
}

/** The file that a row is for. It has the name of the row, wherever the provider lists it now. */
function fileOf({ place, name }: MailFileRow, listed: readonly ReceivedFile[]): ReceivedFile | undefined {
  const isIt = (file: ReceivedFile | undefined) => file !== undefined && mailFileName(file) === name;
  return isIt(listed[place]) ? listed[place] : listed.find(isIt);
}

const isMissing = ({ mailId, place }: MailFileRow) =>
  and(eq(mailFiles.mailId, mailId), eq(mailFiles.place, place), isNull(mailFiles.fileId), isNull(mailFiles.leftOut));

async function keep(row: MailFileRow, file: ReceivedFile | undefined, signal: AbortSignal): Promise<void> {
  const leave = (leftOut: string) =>
    asSystem("a file of a received mail is left out", (db) =>
      db.update(mailFiles).set({ leftOut }).where(isMissing(row)),
    );
  if (!file) return void (await leave(FORGOTTEN));
  try {
    // What is announced as too much is not fetched.
    const refusal =
      file.sizeBytes > FILE_LIMITS.fileBytes
        ? "too-large"
        : await asSystem("room for a file of a received mail", (db) => beyond(db, row, file.sizeBytes));
    if (refusal) throw new FilesRefused(refusal);
    await storeBytes(row.name, await file.open(signal), signal, (kept) => record(row, kept));
  } catch (error) {
    if (!(error instanceof FilesRefused) || PASSING.includes(error.refusal)) throw error;
    await leave(error.refusal === "empty" ? EMPTY : error.message);
  }
}

/**
 * Records a file that was stored: with its waiting mail, or with its message if the mail was joined meanwhile. The locks
 * are taken in the order in which joinMail takes them, so an agent who joins at the same time comes before or after.
 */
async function record(listed: MailFileRow, { id, name, ...kept }: NewFile): Promise<void> {
  await asSystem("a file of a received mail is kept", async (db) => {
    const row = await whereItIs(db, listed);
    await db.select({ id: threads.id }).from(threads).where(eq(threads.id, row.threadId)).for("update");
    const [mail] = await db.select().from(inboundMails).where(eq(inboundMails.id, row.mailId)).for("update");
    const refusal = await beyond(db, row, kept.sizeBytes);
    if (refusal) throw new FilesRefused(refusal);
    const isWanted = mail !== undefined && WANTED.includes(mail.state);
    const done = isWanted
      ? await db
          .update(mailFiles)
          .set({ ...kept, fileId: id })
          .where(isMissing(row))
          .returning({ place: mailFiles.place })
      : [];
    // The mail was dismissed, or another run of this job was faster.
    if (done.length === 0) throw new FilesRefused("gone");
    if (mail?.state === "joined") await attach(db, row, { id, name, ...kept });
  });
}

/** The same row in the thread of its mail, which may have gone on in another while the file was fetched. */
async function whereItIs(db: Transaction, row: MailFileRow): Promise<MailFileRow> {
  const [mail] = await db
    .select({ threadId: inboundMails.threadId })
    .from(inboundMails)
    .where(eq(inboundMails.id, row.mailId));
  return { ...row, threadId: mail?.threadId ?? row.threadId };
}

/** Attaches a kept file to the message that the mail has become, as a file of the agent who joined it. */
async function attach(db: Transaction, { mailId, place, ofSignature }: MailFileRow, file: NewFile) {
  const [message] = await db
    .select({
      threadId: messages.threadId,
      brand: messages.brand,
      uploaderKind: messages.authorKind,
      uploaderId: messages.authorId,
    })
    .from(messages)
    .where(eq(messages.id, mailId));
  if (!message) throw new FilesRefused("gone");
  if (ofSignature) {
    await db
      .update(messages)
      .set({ foldedFiles: sql`array_append(${messages.foldedFiles}, ${file.id})` })
      .where(eq(messages.id, mailId));
  }
  const { threadId, ...uploader } = message;
  await db.insert(files).values({ ...file, ...uploader });
  // In a second statement, because the change of its thread is what tells open pages of a file.
  await db
    .update(files)
    .set({ threadId, messageId: mailId, attachedAt: sql`clock_timestamp()` })
    .where(eq(files.id, file.id));
  await db.delete(mailFiles).where(and(eq(mailFiles.mailId, mailId), eq(mailFiles.place, place)));
}

/** The limit that one more file of this size would exceed, or null. Takes turns with others who add to the thread. */
async function beyond(db: Transaction, row: MailFileRow, bytes: number): Promise<UploadRefusalCode | null> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${row.threadId}::text, 0))`);
  const [mails] = await db
    .select({
      bytes: sql`coalesce(sum(${mailFiles.sizeBytes}), 0)`.mapWith(Number),
      here: sql`count(*) filter (where ${eq(mailFiles.mailId, row.mailId)})`.mapWith(Number),
    })
    .from(mailFiles)
    .where(and(eq(mailFiles.threadId, row.threadId), isNotNull(mailFiles.fileId)));
  const [said] = await db
    .select({
      bytes: sql`coalesce(sum(${files.sizeBytes}), 0)`.mapWith(Number),
      here: sql`count(*) filter (where ${eq(files.messageId, row.mailId)})`.mapWith(Number),
    })
    .from(files)
    .where(eq(files.threadId, row.threadId));
  if ((mails?.here ?? 0) + (said?.here ?? 0) >= FILE_LIMITS.filesPerMessage) return "too-many";
  return (mails?.bytes ?? 0) + (said?.bytes ?? 0) + bytes > FILE_LIMITS.threadBytes ? "thread-full" : null;
}
