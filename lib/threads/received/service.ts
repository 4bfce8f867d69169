import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { files, inboundMails, mailFiles, threads, wholeMails } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { cleanFileName, FILE_LIMITS, uploadRefusal } from "@/lib/files/rules";
import { sayLookedInto } from "@/lib/files/upload";
import { bareAddress } from "@/lib/mail/inbound/headers";
import { findThread, type ThreadRecord } from "@/lib/threads/life/queries";
import { auditThread, said, updateThread } from "@/lib/threads/life/service";
import { findSurvivor } from "@/lib/threads/merges/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { addMessage } from "@/lib/threads/service";
import { lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { visibleMailFiles, visibleReceived, visibleWholeMails } from "./policy";
import { WAITING_STATES, waits } from "./rules";
import type { ReceivedMailInput } from "./schema";

/*
 * What agents do with received mail that is not a message: they make it a message in their own name, or put it away.
 * Each function locks the thread as lockToWork does, and throws AppError NOT_FOUND for mail of threads that the viewer
 * does not answer.
 */

interface Done {
  readonly kind: ThreadKind;
  readonly number: string;
}

/** A mail, and the thread in which it is; with `lands`, that in which it becomes a message. */
async function lockMail(context: StaffContext, id: string, lands = false) {
  const { viewer, db } = context;
  const which = and(visibleReceived(viewer), eq(inboundMails.id, id));
  const [place] = await db
    .select({
      ...{ id: threads.id, kind: threads.kind, number: threads.number, closeReason: threads.closeReason },
      state: inboundMails.state,
    })
    .from(inboundMails)
    .innerJoin(threads, eq(threads.id, inboundMails.threadId))
    .where(and(which, visibleThreads(viewer)));
  if (!place) throw new AppError("NOT_FOUND", "There is no such mail.");
  const row = lands && waits(place.state) ? await lockEnd(context, place) : await lockPlace(context, place);
  const [mail] = await db.select().from(inboundMails).where(which);
  if (!mail) throw new AppError("NOT_FOUND", "There is no such mail.");
  return { row, mail };
}

type Place = Pick<ThreadRecord, "id" | "kind" | "number" | "closeReason">;

const lockPlace = (context: StaffContext, { kind, number }: Place): Promise<ThreadRecord> =>
  lockToWork(context, kind, number);

/**
 * The thread, locked, or where it was merged the case in which it goes on. Of the two only one is locked: who merges two
 * locks both, in the order of their numbers, and would wait for a writer who waits for them.
 */
async function lockEnd(context: StaffContext, place: Place): Promise<ThreadRecord> {
  const before = await findSurvivor(context, place);
  if (before) return lockEnd(context, await findThread(context, "case", { number: before }));
  const row = await lockPlace(context, place);
  // Merged while it waited for the lock.
  const since = await findSurvivor(context, row);
  return since ? lockEnd(context, await findThread(context, "case", { number: since })) : row;
}

/** Records what became of a mail that waits. False if it does not wait any more. */
async function end(
  { viewer, db, name }: StaffContext,
  id: string,
  change: Pick<typeof inboundMails.$inferInsert, "state" | "createdMessageId">,
): Promise<boolean> {
  const ended = await db
    .update(inboundMails)
    .set({ ...change, handledByName: name, handledAt: sql`clock_timestamp()` })
    .where(and(visibleReceived(viewer), eq(inboundMails.id, id), inArray(inboundMails.state, [...WAITING_STATES])))
    .returning({ id: inboundMails.id });
  return ended.length > 0;
}

/**
 * Puts a mail away without making it a message, so clients never read it. Its files are deleted. A mail that was joined
 * or put away before stays so.
 */
export async function dismissMail(context: StaffContext, { mail: id }: ReceivedMailInput): Promise<Done> {
  const { viewer, db } = context;
  const { row } = await lockMail(context, id);
  if (!(await end(context, id, { state: "dismissed" }))) return row;
  await db.delete(mailFiles).where(and(visibleMailFiles(viewer), eq(mailFiles.mailId, id)));
  await auditThread(context, row, "mail-dismissed", { mail: id });
  return row;
}

/**
 * Makes a mail a message of the viewer, which names the mail's sender address. Nobody vouches for that address, so the
 * message is never in a contact's name. The mail's files come with it; one that is not fetched yet is added to the
 * message when it is. The status and the answer clock do not change. A mail to a case that was merged meanwhile becomes a
 * message of the one in which it goes on. A mail that was joined or put away before stays so.
 */
export async function joinMail(context: StaffContext, { mail: id }: ReceivedMailInput): Promise<Done> {
  const { viewer, db } = context;
  const { row, mail } = await lockMail(context, id, true);
  if (row.id !== mail.threadId) await db.execute(sql`select mail_goes_on(${id}::uuid)`);
  // First of all, because from here on a file that the job fetches is added to the message by the job.
  if (!(await end(context, id, { state: "joined", createdMessageId: id }))) return row;
  const [whole] = await db
    .select({ shown: wholeMails.shown, folded: wholeMails.folded, files: wholeMails.files })
    .from(wholeMails)
    .where(and(visibleWholeMails(viewer), eq(wholeMails.id, id)));
  const text = whole ? whole.shown || whole.folded : mail.body;
  const { ids, folded, left } = await takeFiles(context, row, { mailId: id, names: whole?.files ?? [] });
  const actor = workerOf(context);
  await addMessage(context, row, actor, {
    ...{ id, source: "mail", files: ids, foldedFiles: folded },
    body: [text || (ids.length + left.length > 0 ? "" : "This mail says nothing of its own."), left.join("\n")]
      .filter(Boolean)
      .join("\n\n"),
    folded: whole?.shown ? whole.folded : undefined,
    mailFrom: bareAddress(mail.fromAddress ?? "") ?? "an unknown sender",
  });
  await updateThread(context, row, said(actor));
  await auditThread(context, row, "mail-joined", { mail: id });
  return row;
}

/** The files that a joined mail brings, those of them that its signature brings, and a sentence for each other file. */
interface Taken {
  readonly ids: string[];
  readonly folded: string[];
  readonly left: string[];
}

/** Makes the kept files of a mail loose files of the viewer, so that they can be attached to the viewer's message. */
async function takeFiles(
  { viewer, db }: StaffContext,
  thread: { readonly id: string; readonly brand: string },
  { mailId, names }: { readonly mailId: string; readonly names: readonly string[] },
): Promise<Taken> {
  const rows = await db
    .select()
    .from(mailFiles)
    .where(and(visibleMailFiles(viewer), eq(mailFiles.mailId, mailId)))
    .orderBy(asc(mailFiles.ofSignature), asc(mailFiles.place));
  const [sum] = await db
    .select({ bytes: sql`coalesce(sum(${files.sizeBytes}), 0)`.mapWith(Number) })
    .from(files)
    .where(and(ofVisibleThreads(viewer, files.threadId), eq(files.threadId, thread.id)));
  const taken: Taken = { ids: [], folded: [], left: [] };
  const moved: string[] = [];
  let bytes = sum?.bytes ?? 0;
  for (const { name, sizeBytes, ofSignature, fileId, mediaType, sha256, scan, heldFor, heldPart, leftOut } of rows) {
    if (fileId === null || mediaType === null || sha256 === null || scan === null) {
      taken.left.push(leftOut === null ? stillComing(name) : notTaken(name, leftOut));
      continue;
    }
    moved.push(fileId);
    if (bytes + sizeBytes > FILE_LIMITS.threadBytes) {
      taken.left.push(notTaken(name, uploadRefusal("thread-full") ?? ""));
      continue;
    }
    bytes += sizeBytes;
    const file = { id: fileId, name: cleanFileName(name), sizeBytes, mediaType, sha256, scan, heldFor, heldPart };
    await sayLookedInto(db, file);
    await db.insert(files).values({ ...file, brand: thread.brand, uploaderKind: "staff", uploaderId: viewer.staffId });
    taken.ids.push(fileId);
    if (ofSignature) taken.folded.push(fileId);
  }
  if (moved.length > 0) {
    await db.delete(mailFiles).where(and(visibleMailFiles(viewer), inArray(mailFiles.fileId, moved)));
  }
  const listed = new Set(rows.map(({ place }) => place));
  // Mails that were held before their files were kept.
  const unlisted = names.filter((_name, place) => !listed.has(place));
  taken.left.push(...unlisted.map((name) => notTaken(name, "Ask for it to be sent in the portal.")));
  return taken;
}

const notTaken = (name: string, reason: string) => `${cleanFileName(name)} was not taken. ${reason}`;
const stillComing = (name: string) =>
  `${cleanFileName(name)} had not arrived yet. If it still arrives, it is added here.`;
