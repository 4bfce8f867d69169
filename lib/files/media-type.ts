import { fileTypeFromBuffer } from "file-type";

/**
 * The type of a file by its first bytes, whatever its name or its sender says. A file without a known signature is
 * plain text or unknown. HTML, SVG and scripts count as plain text, so nothing ever runs them.
 */
export async function findMediaType(sample: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(sample);
  if (found) return found.mime;
  return isText(sample) ? "text/plain" : "application/octet-stream";
}

function isText(sample: Buffer): boolean {
  if (sample.includes(0)) return false;
  try {
    // `stream`: the sample may end within a character.
    new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}
