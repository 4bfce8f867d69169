import { and, eq, or } from "drizzle-orm";
import { files } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { fileStorage } from "@/lib/files/storage/configured";
import { visibleFiles } from "@/lib/threads/files/policy";
import { kindOf, kindOfNumber } from "@/lib/threads/kinds";
import { findThread } from "@/lib/threads/life/queries";
import { auditThread } from "@/lib/threads/life/service";
import { itemAnchor } from "@/lib/threads/types";
import { decidesFiles } from "./policy";
import type { DecideFileInput } from "./schema";

export interface DecidedFile {
  /** The id of a discarded file, whose bytes must be deleted after the transaction; null if none was discarded. */
  readonly discarded: string | null;
  /** The path of the message or note that the file is in. */
  readonly path: string;
}

const missingFile = () => new AppError("NOT_FOUND", "There is no such file.");

/**
 * Releases a held file to all who see its thread, or discards it: then only its name stays. Nobody opens the file for
 * that. If the file is no longer held, nothing changes: the earlier decision of a colleague stands. Throws AppError
 * NOT_FOUND for a file that the viewer may not see, FORBIDDEN for a viewer who is neither agent nor administrator.
 */
export async function decideFile(context: Context<StaffViewer>, input: DecideFileInput): Promise<DecidedFile> {
  const { viewer, db } = context;
  const kind = kindOfNumber(input.number);
  if (kind === null) throw missingFile();
  const thread = await findThread(context, kind, { number: input.number });
  if (!decidesFiles(viewer)) throw new AppError("FORBIDDEN", "Agents and administrators release and discard files.");
  const isIn = or(eq(files.threadId, thread.id), eq(files.alsoThreadId, thread.id));
  const isIt = and(visibleFiles(viewer), isIn, eq(files.id, input.file));
  const isReleased = input.decision === "release";
  const [decided] = await db
    .update(files)
    .set({ scan: isReleased ? "released" : "discarded" })
    .where(and(isIt, eq(files.scan, "held")))
    .returning({ heldFor: files.heldFor, sha256: files.sha256 });
  const [file] = await db.select({ messageId: files.messageId, noteId: files.noteId }).from(files).where(isIt);
  if (!file) throw missingFile();
  if (decided) {
    await auditThread(context, thread, isReleased ? "file-released" : "file-discarded", {
      file: input.file,
      ...decided,
    });
  }
  const anchor = file.messageId ? itemAnchor("message", file.messageId) : itemAnchor("note", file.noteId ?? "");
  return {
    discarded: decided && !isReleased ? input.file : null,
    path: `${kindOf(kind).staffPath(thread.number)}#${anchor}`,
  };
}

/** Deletes the bytes of a discarded file. If this fails, the job `files.clean` does it later. */
export async function forgetDiscarded({ discarded }: DecidedFile): Promise<void> {
  if (discarded) await fileStorage().delete(discarded);
}
