import { Readable } from "node:stream";
import { isPreviewed, splitFileName } from "@/lib/files/rules";
import { fileStorage } from "@/lib/files/storage/configured";
import { dropFiles } from "@/lib/files/upload";
import { defineRoute } from "@/lib/gate/actions/route";
import { contentDisposition } from "@/lib/kit/content-disposition";
import { log } from "@/lib/log";
import { findFile, type ServedFile } from "@/lib/threads/files/queries";

/**
 * Types that cannot run script are shown in the browser; any other file is only downloaded, as
 * application/octet-stream.
 */
function headersOf({ name, sizeBytes, mediaType }: ServedFile): Record<string, string> {
  const isShown = isPreviewed(mediaType);
  const { stem, ending } = splitFileName(name);
  return {
    "content-type": isShown ? mediaType : "application/octet-stream",
    "content-length": String(sizeBytes),
    "content-disposition": contentDisposition(isShown ? "inline" : "attachment", stem, ending),
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
  };
}

/** A file, if the viewer may see it at this moment. Answers HEAD too. */
export const GET = defineRoute({
  name: "files.read",
  audience: "signed-in",
  signedOut: "login",
  handle: async ({ asViewer }, request, { id = "" }: Record<string, string>) => {
    const file = await asViewer("read", (context) => findFile(context, id));
    if (!file) return null;
    if (request.method === "HEAD") return new Response(null, { headers: headersOf(file) });
    const stored = await fileStorage().get(file.id);
    if (stored?.sizeBytes !== file.sizeBytes) {
      stored?.content.destroy();
      log.error({ file: file.id }, "the bytes of a file are gone or not whole");
      return null;
    }
    // Read from storage as the client takes it: only the stream's own buffer is held in memory.
    return new Response(Readable.toWeb(stored.content) as ReadableStream<Uint8Array>, { headers: headersOf(file) });
  },
});

/** Deletes an upload that is not attached to anything yet. */
export const DELETE = defineRoute({
  name: "files.drop",
  audience: "signed-in",
  handle: async (asking, _request, { id = "" }: Record<string, string>) => {
    const dropped = await dropFiles(asking, [id]);
    return dropped.length > 0 ? new Response(null, { status: 204 }) : null;
  },
});
