import { constants } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { teamPhotos } from "@/db/schema";
import { encodePortrait, PORTRAIT_FILE_BYTES, PortraitRefused } from "@/lib/files/portrait";
import { keptWords, photoDecisions } from "../decisions";
import type { FileRun } from "../file-kind";
import { within } from "../keys";

interface PhotoCell {
  readonly line: number;
  readonly brand: string;
  readonly email: string;
  /** A plain file name, see cell.fileName. */
  readonly file: string;
}

/**
 * Stores the pictures that rows name, unless an administrator has chosen or removed the person's picture. Returns the
 * lines whose picture has changed. A picture that is refused becomes a warning on its row.
 */
export async function writePhotos(
  cells: readonly PhotoCell[],
  run: Pick<FileRun<unknown>, "db" | "folder" | "warn">,
): Promise<ReadonlySet<number>> {
  const encoded = new Map<string, Buffer | string>();
  const changed = new Set<number>();
  const decisions = await photoDecisions(run.db, cells);
  for (const { line, brand, email, file } of cells) {
    const decided = decisions.get(within(brand, email));
    if (decided === "removed") {
      run.warn(line, "photo", keptWords("no picture", "a picture"));
      continue;
    }
    const picture = encoded.get(file) ?? (await encode(path.join(run.folder, file)));
    encoded.set(file, picture);
    if (typeof picture === "string") run.warn(line, "photo", `${picture} The row went in without it.`);
    else if (decided) {
      if (!(await isStored(run.db, { brand, email, image: picture }))) {
        run.warn(line, "photo", keptWords("a picture of its own", "another one"));
      }
    } else if (await replace(run.db, { brand, email, image: picture })) changed.add(line);
  }
  return changed;
}

type Photo = Pick<typeof teamPhotos.$inferInsert, "brand" | "email" | "image">;

async function isStored(db: FileRun<unknown>["db"], { brand, email, image }: Photo): Promise<boolean> {
  const [same] = await db
    .select({ id: teamPhotos.id })
    .from(teamPhotos)
    .where(and(eq(teamPhotos.brand, brand), eq(teamPhotos.email, email), eq(teamPhotos.image, image)));
  return same !== undefined;
}

async function replace(db: FileRun<unknown>["db"], photo: Photo): Promise<boolean> {
  if (await isStored(db, photo)) return false;
  // Another picture gets another id, because browsers cache a picture by its id.
  await db
    .insert(teamPhotos)
    .values({ ...photo, id: uuidv7() })
    .onConflictDoUpdate({
      target: [teamPhotos.brand, teamPhotos.email],
      set: { id: sql`excluded.id`, image: sql`excluded.image`, createdAt: sql`now()` },
    });
  return true;
}

/** The picture, or a sentence that says why the file is refused. */
async function encode(file: string): Promise<Buffer | string> {
  try {
    return await encodePortrait(await readPicture(file));
  } catch (error) {
    if (error instanceof PortraitRefused) return error.message;
    if (error instanceof Error && "code" in error) {
      return error.code === "ENOENT"
        ? "There is no file of this name in the folder."
        : `The file cannot be read (${String(error.code)}).`;
    }
    throw error;
  }
}

/** Reads a file, but no link, which may lead out of the folder, and no pipe, which may never end. */
async function readPicture(file: string): Promise<Buffer> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new PortraitRefused("kind");
    if (stat.size > PORTRAIT_FILE_BYTES) throw new PortraitRefused("too-large");
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
