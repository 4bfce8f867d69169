import { randomBytes } from "node:crypto";
import { finished, type Readable } from "node:stream";
import { and, inArray, sql } from "drizzle-orm";
import { files } from "@/db/schema";
import type { Context, Viewer } from "@/db/viewer";
import { configuredScanner } from "@/lib/files/scanner/configured";
import { fileStorage } from "@/lib/files/storage/configured";
import { personOf } from "@/lib/gate/viewers";
import { Measure } from "./measure";
import { findMediaType } from "./media-type";
import { readUpload, type UploadForm } from "./multipart";
import { ownLooseFiles } from "./policy";
import { FilesRefused } from "./refused";
import { whereThereIsRoom } from "./room";
import { cleanFileName, FILE_LIMITS, isPreviewed, type UploadedFile, type UploadRefusalCode } from "./rules";
import { createUploadSlots, type UploadSlots } from "./upload-slots";

/** Who sends files up, on which brand's host, and their transactions: what a route handler is given. */
export interface Uploader {
  readonly brand: { readonly key: string };
  readonly viewer: Viewer;
  readonly asViewer: <T>(mode: "read" | "write", work: (context: Context) => Promise<T>) => Promise<T>;
}

/**
 * Keeps one file as it streams in, attached to nothing yet. Throws FilesRefused for an empty or too large one, for one
 * that does not arrive whole, beyond what a person may send in a day, and where the disk is full; then nothing of it is kept.
 */
export async function storeFile(
  uploader: Uploader,
  name: string,
  content: Readable,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const id = randomBytes(24).toString("base64url");
  const measure = new Measure();
  // Its error is the storage's to hear; one that comes before the storage listens must not end the process.
  measure.on("error", () => {});
  finished(content, { writable: false }, (error) => {
    if (error) measure.destroy(error);
  });
  await whereThereIsRoom(() => fileStorage().put(id, content.pipe(measure), signal));
  try {
    const mediaType = await findMediaType(measure.sample());
    const file = { id, name: cleanFileName(name), sizeBytes: measure.sizeBytes, mediaType };
    await uploader.asViewer("write", (context) =>
      addFile(context, uploader.brand.key, { ...file, sha256: measure.sha256() }),
    );
    return { id, name: file.name, sizeBytes: file.sizeBytes, isImage: isPreviewed(mediaType) };
  } catch (error) {
    await fileStorage().delete(id);
    throw error;
  }
}

type NewFile = Pick<typeof files.$inferInsert, "id" | "name" | "sizeBytes" | "mediaType" | "sha256">;

async function addFile({ viewer, db }: Context, host: string, file: NewFile): Promise<void> {
  const { kind, id: person } = personOf(viewer);
  // One of a person's uploads at a time adds up what there is, so any number of them together keep the limit.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`upload:${kind}:${person}`}, 0))`);
  const refusal = await beyond(db, file.sizeBytes);
  if (refusal) throw new FilesRefused(refusal);
  await db.insert(files).values({
    ...file,
    brand: brandOf(viewer, host),
    uploaderKind: kind,
    uploaderId: person,
    scan: configuredScanner() ? "pending" : "not_scanned",
    // now() is the start of a transaction that may have waited for the lock.
    createdAt: sql`clock_timestamp()`,
  });
}

/** Which limit one more file of so many bytes breaks. What was sent counts, taken back or not. */
async function beyond(db: Context["db"], bytes: number): Promise<UploadRefusalCode | null> {
  const [sent] = await db.execute<{ bytes: string; files: number; loose: number }>(
    sql`select bytes, files, loose from sent_up(${FILE_LIMITS.uploadWindowHours})`,
  );
  if (Number(sent?.bytes ?? 0) + bytes > FILE_LIMITS.uploaderBytes) return "day-full";
  if ((sent?.files ?? 0) >= FILE_LIMITS.uploaderFiles) return "day-count";
  return (sent?.loose ?? 0) >= FILE_LIMITS.looseFiles ? "too-many-loose" : null;
}

/** Staff sign in on any brand's host; until it is attached their file is of one of their brands. */
function brandOf(viewer: Viewer, host: string): string {
  if (viewer.kind === "client") return viewer.brand;
  return viewer.brands.includes(host) ? host : (viewer.brands[0] ?? host);
}

/** What may be around the files of a form: a form that is declared larger than its sender's rest by more is not begun. */
const ENVELOPE_BYTES = 256 * 1024;

const shared = globalThis as typeof globalThis & { portalUploads?: UploadSlots };

/** The gate of this process. Next bundles modules once per entry, so it is shared through globalThis. */
function uploads(): UploadSlots {
  shared.portalUploads ??= createUploadSlots({
    width: FILE_LIMITS.uploadsInProcess,
    longestQueue: FILE_LIMITS.uploadsInProcess,
    ownWidth: FILE_LIMITS.uploadsAtOnce,
    longestOwnQueue: 40,
    patienceMs: 60_000,
  });
  return shared.portalUploads;
}

/**
 * Keeps the files of a form, all of them or, when one is refused, none. A person beyond a limit, and one too many at
 * once, are told so before anything of theirs is written.
 */
export async function receiveUpload(uploader: Uploader, request: Request): Promise<UploadForm<UploadedFile>> {
  const kept: string[] = [];
  const { leave, refused } = await admit(uploader, request);
  try {
    const form = await readUpload(request, async (name, content, signal) => {
      if (refused) throw refused;
      const file = await storeFile(uploader, name, content, signal);
      kept.push(file.id);
      return file;
    });
    if (form.refused) await dropFiles(uploader, kept);
    return form;
  } catch (error) {
    await dropFiles(uploader, kept);
    throw error;
  } finally {
    leave();
  }
}

async function admit({ viewer, asViewer }: Uploader, request: Request) {
  let leave = () => {};
  const { kind, id } = personOf(viewer);
  try {
    leave = await uploads()(`${kind}:${id}`, request.signal);
    const declared = Number(request.headers.get("content-length") ?? 0) || 0;
    const least = Math.max(1, declared - ENVELOPE_BYTES);
    const refusal = await asViewer("read", ({ db }) => beyond(db, least));
    return { leave, refused: refusal && new FilesRefused(refusal) };
  } catch (error) {
    leave();
    if (error instanceof FilesRefused) return { leave, refused: error };
    throw error;
  }
}

/** Deletes those of the files that are the person's own and attached to nothing; answers which. */
export async function dropFiles({ asViewer }: Uploader, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const dropped = await asViewer("write", async ({ viewer, db }) =>
    db
      .delete(files)
      .where(and(ownLooseFiles(viewer), inArray(files.id, [...ids])))
      .returning({ id: files.id }),
  );
  // The row first: bytes without a row go by the clock, a row without bytes would be a dead link.
  for (const { id } of dropped) await fileStorage().delete(id);
  return dropped.map(({ id }) => id);
}
