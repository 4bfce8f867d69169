import { Readable } from "node:stream";
import { contentDisposition } from "@/lib/kit/content-disposition";
import { log } from "@/lib/log";
import { isPreviewed, splitFileName } from "./rules";
import { fileStorage } from "./storage/configured";

export interface ServedFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Detected from the content. */
  readonly mediaType: string;
}

/** The origin that sends a file: the portal's own, or one for files alone. */
type From = "portal" | "files-origin";

/**
 * Types that cannot run script are shown in the browser; any other file is only downloaded, as
 * application/octet-stream. From an origin of its own, a page of the portal may show a picture too.
 */
function headersOf({ name, sizeBytes, mediaType }: ServedFile, from: From): Record<string, string> {
  const isShown = isPreviewed(mediaType);
  const { stem, ending } = splitFileName(name);
  return {
    "content-type": isShown ? mediaType : "application/octet-stream",
    "content-length": String(sizeBytes),
    "content-disposition": contentDisposition(isShown ? "inline" : "attachment", stem, ending),
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": isShown && from === "files-origin" ? "cross-origin" : "same-origin",
    "referrer-policy": "no-referrer",
    "cache-control": "private, no-store",
  };
}

/** The answer to HEAD: the headers of a file without its bytes. */
export function answerHead(file: ServedFile): Response {
  return new Response(null, { headers: headersOf(file, "portal") });
}

/** The answer with a file that its reader may see; null if its bytes are gone. */
export async function answerFile(file: ServedFile, from: From): Promise<Response | null> {
  const stored = await fileStorage().get(file.id);
  if (stored?.sizeBytes !== file.sizeBytes) {
    stored?.content.destroy();
    log.error({ file: file.id }, "the bytes of a file are gone or not whole");
    return null;
  }
  // The file is read from storage as fast as the client takes it: only the stream's buffer is in memory.
  return new Response(Readable.toWeb(stored.content) as ReadableStream<Uint8Array>, { headers: headersOf(file, from) });
}
