import { randomBytes } from "node:crypto";
import { finished, type Readable } from "node:stream";
import { and, inArray, sql } from "drizzle-orm";
import { LOOKED_INTO, vouchFor } from "@/db/binding";
import { files } from "@/db/schema";
import type { Context, Viewer } from "@/db/viewer";
import { scanWithout } from "@/lib/files/running/held";
import { inspectStored } from "@/lib/files/running/stored";
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

/** The person who uploads, the brand of the host, and the transactions of that person. A route handler gets these. */
export interface Uploader {
  readonly brand: { readonly key: string };
  readonly viewer: Viewer;
  readonly asViewer: <T>(mode: "read" | "write", work: (context: Context) => Promise<T>) => Promise<T>;
}

/**
 * Stores one file as it streams in, not attached yet. Throws FilesRefused for a file that is empty, too large or
 * incomplete, and beyond the daily limits of a person; then nothing of it is kept.
 */
export async function storeFile(
  uploader: Uploader,
  name: string,
  content: Readable,
  signal: AbortSignal,
): Promise<UploadedFile> {
  return storeBytes(name, content, signal, async (file) => {
    await uploader.asViewer("write", (context) => addFile(context, uploader.brand.key, file));
    const { id, sizeBytes, mediaType, scan } = file;
    return { id, name: file.name, sizeBytes, isImage: isPreviewed(mediaType), isHeld: scan === "held" };
  });
}

/**
 * Stores the bytes of a file as they stream in, and has `add` record them. If `add` throws, nothing is kept. Throws
 * FilesRefused for a file that is empty, too large or incomplete.
 */
export async function storeBytes<T>(
  name: string,
  content: Readable,
  signal: AbortSignal,
  add: (file: NewFile) => Promise<T>,
): Promise<T> {
  const id = randomBytes(24).toString("base64url");
  const measure = new Measure();
  // The storage handles this error. Without a handler, an error before the storage listens would end the process.
  measure.on("error", () => {});
  finished(content, { writable: false }, (error) => {
    if (error) measure.destroy(error);
  });
  await whereThereIsRoom(() => fileStorage().put(id, content.pipe(measure), signal));
  try {
    const mediaType = await findMediaType(measure.sample());
    const clean = cleanFileName(name);
    const scan = await firstScan(id, clean);
    return await add({ id, name: clean, sizeBytes: measure.sizeBytes, mediaType, sha256: measure.sha256(), ...scan });
  } catch (error) {
    await fileStorage().delete(id);
    throw error;
  }
}

type Scanned = Pick<typeof files.$inferSelect, "scan" | "heldFor" | "heldPart">;
export type NewFile = Pick<typeof files.$inferSelect, "id" | "name" | "sizeBytes" | "mediaType" | "sha256"> & Scanned;

/** If there is a scanner, it checks the file later; otherwise a file that can run is held. */
async function firstScan(id: string, name: string): Promise<Scanned> {
  if (configuredScanner()) return { scan: "pending", heldFor: null, heldPart: null };
  const held = await inspectStored(id, name);
  if (held === undefined) throw new Error("the bytes of a file that was just stored are not there");
  return scanWithout(held);
}

/**
 * To be called before a viewer's transaction inserts a file. Without a scanner the portal itself looks into files, and
 * the database takes one that may be opened at once only from a process that says it has looked into it.
 */
export async function sayLookedInto(db: Context["db"], file: Pick<NewFile, "id" | "name" | "sha256" | "scan">) {
  if (file.scan !== "not_scanned") return;
  await db.execute(sql`select set_config(${LOOKED_INTO}, ${vouchFor(file)}, true)`);
}

async function addFile({ viewer, db }: Context, host: string, file: NewFile): Promise<void> {
  const { kind, id: person } = personOf(viewer);
  // The lock makes one upload of a person at a time read the sums, so that simultaneous uploads cannot exceed the limit
  // together.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`upload:${kind}:${person}`}, 0))`);
  const refusal = await beyond(db, file.sizeBytes);
  if (refusal) throw new FilesRefused(refusal);
  await sayLookedInto(db, file);
  await db.insert(files).values({
    ...file,
    brand: brandOf(viewer, host),
    uploaderKind: kind,
    uploaderId: person,
    // now() would be the start of the transaction, which may have waited for the lock.
    createdAt: sql`clock_timestamp()`,
  });
}

/** The limit that one more file of this size would exceed, or null. Files that were deleted since still count. */
async function beyond(db: Context["db"], bytes: number): Promise<UploadRefusalCode | null> {
  const [sent] = await db.execute<{ bytes: string; files: number; loose: number }>(
    sql`select bytes, files, loose from sent_up(${FILE_LIMITS.uploadWindowHours})`,
  );
  if (Number(sent?.bytes ?? 0) + bytes > FILE_LIMITS.uploaderBytes) return "day-full";
  if ((sent?.files ?? 0) >= FILE_LIMITS.uploaderFiles) return "day-count";
  return (sent?.loose ?? 0) >= FILE_LIMITS.looseFiles ? "too-many-loose" : null;
}

/**
 * The brand of a file until it is attached. Staff sign in on the host of any brand, and their file gets one of their
 * own brands.
 */
function brandOf(viewer: Viewer, host: string): string {
  if (viewer.kind === "client") return viewer.brand;
  return viewer.brands.includes(host) ? host : (viewer.brands[0] ?? host);
}

/**
 * The most bytes that a form has beside its files. A form is refused before it is read if its declared length, less
 * these bytes, exceeds what remains of the person's daily limit.
 */
const ENVELOPE_BYTES = 256 * 1024;

const shared = globalThis as typeof globalThis & { portalUploads?: UploadSlots };

/**
 * The upload slots of this process. Next bundles a module once for each entry point, so they are kept on globalThis.
 */
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
 * Stores the files of a form: all of them or, if one is refused, none. A person beyond a limit, or with too many
 * simultaneous requests, is refused before anything is written.
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

/** Deletes those of the files that are the person's own and not attached. Returns their ids. */
export async function dropFiles({ asViewer }: Uploader, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const dropped = await asViewer("write", async ({ viewer, db }) =>
    db
      .delete(files)
      .where(and(ownLooseFiles(viewer), inArray(files.id, [...ids])))
      .returning({ id: files.id }),
  );
  // The row is deleted first: bytes without a row are cleaned later, but a row without bytes would be a dead link.
  for (const { id } of dropped) await fileStorage().delete(id);
  return dropped.map(({ id }) => id);
}
