import { and, eq, inArray, sql } from "drizzle-orm";
import { files, threads } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { ownLooseFiles } from "./policy";
import { FilesRefused } from "./refused";
import { FILE_LIMITS } from "./rules";

export type AttachTarget =
  | { readonly threadId: string; readonly messageId: string }
  | { readonly threadId: string; readonly noteId: string };

export interface AttachedFile {
  readonly id: string;
  readonly name: string;
}

/**
 * Attaches the viewer's own loose files to the viewer's own message or note, all or none. Those of one thread are counted
 * under a lock, so that two writers cannot pass the limits together. Throws FilesRefused
 * (an AppError INVALID of the field `files`) for ids that are not the viewer's loose files and beyond the limits.
 */
export async function attachFiles(
  { viewer, db }: Context,
  target: AttachTarget,
  ids: readonly string[],
): Promise<AttachedFile[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  if (wanted.length > FILE_LIMITS.filesPerMessage) throw new FilesRefused("too-many");
  const [thread] = await db.select({ brand: threads.brand }).from(threads).where(eq(threads.id, target.threadId));
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
      // Staff send up on any brand's host; a client has one brand, and no right to this column.
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
    .where(eq(files.threadId, target.threadId));
  if ((sum?.here ?? 0) > FILE_LIMITS.filesPerMessage) throw new FilesRefused("too-many");
  if ((sum?.bytes ?? 0) > FILE_LIMITS.threadBytes) throw new FilesRefused("thread-full");
  const byId = new Map(attached.map((file) => [file.id, file]));
  return wanted.flatMap((id) => byId.get(id) ?? []);
}
