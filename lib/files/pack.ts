import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import { contentDisposition } from "@/lib/kit/content-disposition";
import { log } from "@/lib/log";
import { fileStorage } from "./storage/configured";

interface Packed {
  readonly id: string;
  /** As its uploader named it: shown, never used as a path. */
  readonly name: string;
  readonly bytes: number;
}

/**
 * One archive (tar) of a JSON text and stored files, sent while the files are read: a file is in memory by its buffer
 * alone. A file whose bytes are gone is left out; the text names it. An error breaks the transfer off.
 */
export function packResponse(name: string, json: string, files: readonly Packed[]): Response {
  const archive = pack();
  const fill = async () => {
    archive.entry({ name: "data.json" }, json);
    for (const [place, file] of files.entries()) {
      const stored = await fileStorage().get(file.id);
      if (!stored) continue;
      const entry = archive.entry({ name: `files/${place + 1}-${plainName(file.name)}`, size: stored.sizeBytes });
      await pipeline(stored.content, entry);
    }
    archive.finalize();
  };
  fill().catch((error: unknown) => {
    log.error({ archive: name, err: error }, "an archive broke off while it was sent");
    archive.destroy(error instanceof Error ? error : new Error("the archive broke off"));
  });
  const body = Readable.toWeb(Readable.from(archive)) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: {
      "content-type": "application/x-tar",
      "content-disposition": contentDisposition("attachment", name, "tar"),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** A name that is no path on any system. */
const plainName = (name: string) => name.replaceAll(/[^\p{L}\p{N}._ -]/gu, "_").slice(-100);
