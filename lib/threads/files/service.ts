import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { files, messages, threads } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { ownLooseFiles } from "@/lib/files/policy";
import { FilesRefused } from "@/lib/files/refused";
import { FILE_LIMITS } from "@/lib/files/rules";
import { personOf } from "@/lib/gate/viewers";
import { kindOfNumber } from "@/lib/threads/kinds";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";

type AttachTarget =
  | { readonly threadId: string; readonly messageId: string }
  | { readonly threadId: string; readonly noteId: string };

interface AttachedFile {
  readonly id: string;
  readonly name: string;
}

/**
 * Attaches loose files, which the viewer has uploaded and not attached yet, to the viewer's own message or note: all or
 * none. The files of a thread are counted under a lock, so that two writers cannot pass the limits together. Throws
 * FilesRefused (an AppError INVALID of the field `files`) for ids that are not the viewer's loose files and beyond the
 * limits.
 */
export async function attachFiles(
  { viewer, db }: Context,
  target: AttachTarget,
  ids: readonly string[],
): Promise<AttachedFile[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  if (wanted.length > FILE_LIMITS.filesPerMessage) throw new FilesRefused("too-many");
  const [thread] = await db
    .select({ brand: threads.brand })
    .from(threads)
    .where(and(visibleThreads(viewer), eq(threads.id, target.threadId)));
  if (!thread) throw new AppError("NOT_FOUND", "There is no such thread.");
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${target.threadId}::text, 0))`);
  const place =
    "messageId" in target
      ? { threadId: target.threadId, messageId: target.messageId }
      : { threadId: target.threadId, noteId: target.noteId };
  const attached = await db
    .update(files)
    .set({
      ...place,
      attachedAt: sql`clock_timestamp()`,
      // Staff upload on the host of any brand, so the file gets the brand of its thread. Clients have one brand, and
      // their database role may not write this column.
      ...(viewer.kind === "staff" ? { brand: thread.brand } : {}),
    })
    .where(and(ownLooseFiles(viewer), inArray(files.id, wanted)))
    .returning({ id: files.id, name: files.name });
  if (attached.length < wanted.length) throw new FilesRefused("gone");
  const isHere = "messageId" in target ? eq(files.messageId, target.messageId) : eq(files.noteId, target.noteId);
  const [sum] = await db
    .select({
      bytes: sql`coalesce(sum(${files.sizeBytes}), 0)`.mapWith(Number),
      here: sql`count(*) filter (where ${isHere})`.mapWith(Number),
    })
    .from(files)
    .where(and(ofVisibleThreads(viewer, files.threadId), eq(files.threadId, target.threadId)));
  if ((sum?.here ?? 0) > FILE_LIMITS.filesPerMessage) throw new FilesRefused("too-many");
  if ((sum?.bytes ?? 0) > FILE_LIMITS.threadBytes) throw new FilesRefused("thread-full");
  const byId = new Map(attached.map((file) => [file.id, file]));
  return wanted.flatMap((id) => byId.get(id) ?? []);
}

/**
 * For how many minutes after a message files can be added to it. Not for longer, because recipients have been told of
 * the message as it was.
 */
const MINUTES_TO_ADD = 60;

/**
 * Attaches loose files to the newest message that the viewer has sent in a case or request, within MINUTES_TO_ADD and
 * while the thread is open: the way to attach files without JavaScript. Throws AppError NOT_FOUND for a thread that
 * they do not see and a message that is not their own, FilesRefused for an older message and beyond the limits.
 */
export async function attachToSaid(
  context: Context,
  said: { readonly number: string; readonly messageId: string },
  ids: readonly string[],
): Promise<AttachedFile[]> {
  const { viewer, db } = context;
  const me = personOf(viewer);
  const found = await lockThread(context, said.number);
  const own = found
    ? await db
        .select({
          id: messages.id,
          isFresh: sql<boolean>`${messages.createdAt} > clock_timestamp() - make_interval(mins => ${MINUTES_TO_ADD})`,
        })
        .from(messages)
        .where(
          and(
            ofVisibleThreads(viewer, messages.threadId),
            eq(messages.threadId, found.id),
            eq(messages.authorKind, me.kind),
            eq(messages.authorId, me.id),
          ),
        )
        .orderBy(desc(messages.createdAt), desc(messages.id))
    : [];
  const at = own.findIndex(({ id }) => id === said.messageId);
  const message = own[at];
  if (!found || !message) throw new AppError("NOT_FOUND", "There is no such message.");
  if (at > 0 || !message.isFresh || found.status === "closed") throw new FilesRefused("too-late");
  return attachFiles(context, { threadId: found.id, messageId: message.id }, ids);
}

/** The thread with this number, locked; undefined where the viewer sees none or no kind has such numbers. */
async function lockThread({ viewer, db }: Context, number: string) {
  const kind = kindOfNumber(number);
  if (kind === null) return undefined;
  const [row] = await db
    .select({ id: threads.id, status: threads.status })
    .from(threads)
    .where(and(visibleThreads(viewer, kind), eq(threads.number, number)))
    .for("update");
  return row;
}
