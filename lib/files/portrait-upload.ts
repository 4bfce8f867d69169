import { readUpload } from "./multipart";
import { PORTRAIT_FILE_BYTES, PortraitRefused } from "./portrait";
import { FilesRefused } from "./refused";

/**
 * The single file of a form, as it was sent. Throws PortraitRefused for no file, for more than one and for one that is
 * too large.
 */
export async function readPortrait(request: Request): Promise<Buffer> {
  const { files, refused } = await readUpload(request, async (_name, content) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // The stream is read to its end whatever its size. Leaving the loop would destroy the stream, and the parser
      // would wait for it.
      if (bytes > PORTRAIT_FILE_BYTES) chunks.length = 0;
      else chunks.push(chunk);
    }
    if (bytes > PORTRAIT_FILE_BYTES) throw new FilesRefused("too-large");
    return Buffer.concat(chunks);
  });
  if (refused?.refusal === "too-large") throw new PortraitRefused("too-large");
  const [file, ...more] = files;
  if (refused?.refusal === "none" || file?.length === 0) throw new PortraitRefused("none");
  if (refused || !file || more.length > 0) throw new PortraitRefused("broken");
  return file;
}
