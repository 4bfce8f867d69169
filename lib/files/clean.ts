import { and, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import { files, mailFiles, resourceVersions, uploads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { fileStorage } from "@/lib/files/storage/configured";
import type { FileStorage } from "@/lib/files/storage/storage";
import { FILE_LIMITS } from "./rules";
import { dropTickets } from "./tickets";

const HOUR_MS = 60 * 60 * 1000;
const BATCH = 500;

/**
 * The job `files.clean`. It deletes files that were attached to nothing for a day, the row first, and bytes without a
 * row, which remain when a process dies or a case is deleted. Files that have waited for the scanner for an hour get a
 * new scan job. `now`: system time.
 */
export async function cleanFiles(now: Date): Promise<void> {
  const storage = fileStorage();
  const before = new Date(now.getTime() - FILE_LIMITS.looseHours * HOUR_MS);
  const loose = await asSystem("files attached to nothing go", (db) =>
    db
      .delete(files)
      .where(and(isNull(files.attachedAt), lt(files.createdAt, before)))
      .returning({ id: files.id }),
  );
  for (const { id } of loose) await storage.delete(id);

  const counted = new Date(now.getTime() - FILE_LIMITS.uploadWindowHours * HOUR_MS);
  await asSystem("what was sent up before the last day counts no more", (db) =>
    db.delete(uploads).where(lt(uploads.sentAt, counted)),
  );
  await dropTickets(now);
  await askAgain(now);

  await storage.dropPartsOlderThan(before);
  const batch: string[] = [];
  for await (const key of storage.listOlderThan(before)) {
    batch.push(key);
    if (batch.length === BATCH) await dropNameless(storage, batch.splice(0));
  }
  if (batch.length) await dropNameless(storage, batch);
}

async function dropNameless(storage: FileStorage, keys: readonly string[]): Promise<void> {
  const named = await asSystem("bytes that no row names go", (db) =>
    db
      .select({ id: files.id })
      .from(files)
      // The row of a discarded file stays, but its bytes must go. If an earlier attempt left them, they are deleted
      // now.
      .where(and(inArray(files.id, [...keys]), ne(files.scan, "discarded")))
      .unionAll(
        db
          .select({ id: sql<string>`${mailFiles.fileId}` })
          .from(mailFiles)
          .where(inArray(mailFiles.fileId, [...keys])),
      )
      .unionAll(
        db
          .select({ id: sql<string>`${resourceVersions.fileId}` })
          .from(resourceVersions)
          .where(inArray(resourceVersions.fileId, [...keys])),
      ),
  );
  const ids = new Set(named.map(({ id }) => id));
  for (const key of keys) if (!ids.has(key)) await storage.delete(key);
}

/**
 * Adds a job for every file that waits for the scanner without one, because its job ran out of attempts or was lost.
 */
async function askAgain(now: Date): Promise<void> {
  const before = new Date(now.getTime() - HOUR_MS).toISOString();
  await asSystem("files that nobody looks at any more", (db) =>
    db.execute(sql`
      select graphile_worker.add_job('files.scan', json_build_object('id', f.id), job_key := 'scan:' || f.id, max_attempts := 25)
      from files f
      where f.scan = 'pending' and f.created_at < ${before}::timestamptz
        and not exists (
          select from graphile_worker.jobs j where j.key = 'scan:' || f.id and (j.locked_at is not null or j.attempts < j.max_attempts)
        )`),
  );
}
