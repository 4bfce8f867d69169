import type { Readable } from "node:stream";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { Collected, type FileText, TEXT_BOUNDS, TextUnreadable } from "./bounds";

const BODY = "word/document.xml";
const FACTS = "docProps/app.xml";

/**
 * The text of a DOCX: of its body alone, which is where people look for words. Other parts are not unpacked, except the
 * small one with the number of pages that Word counted. What a part unpacks to is counted as it comes, whatever the
 * archive announces.
 */
export async function readDocx(content: Buffer): Promise<FileText> {
  let body: Buffer | null = null;
  let facts: Buffer | null = null;
  try {
    const zip = await fromBufferPromise(content, { validateEntrySizes: false });
    let entries = 0;
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > TEXT_BOUNDS.entries) throw new TextUnreadable("too-much");
      if (entry.fileName === BODY && body === null) body = await unpack(zip, entry, TEXT_BOUNDS.part);
      if (entry.fileName === FACTS && facts === null) facts = await unpack(zip, entry, 64 * 1024);
    }
  } catch (error) {
    if (error instanceof TextUnreadable) throw error;
    throw new TextUnreadable("damaged", { cause: error });
  }
  if (body === null) throw new TextUnreadable("damaged");
  return { text: textOfXml(body.toString("utf8")), pages: pagesOf(facts) };
}

async function unpack(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  if (entry.isEncrypted()) throw new TextUnreadable("locked");
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw new TextUnreadable("too-much");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * One tag, or the text between two. It takes time in proportion to the XML, also where tags never end: no tag is looked
 * for beyond the next `<`, and a name is as long as it is.
 */
const TOKEN = /<(\/?)([A-Za-z0-9:_.-]{0,40})(?![A-Za-z0-9:_.-])[^<>]*>|([^<]+)/g;
const BREAKS = new Set(["w:p", "w:br", "w:tab", "w:cr", "w:tc"]);

/**
 * The text of WordprocessingML: what stands in `w:t`. Entities that a document defines itself are left as they are, so
 * that none of them can grow.
 */
function textOfXml(xml: string): string {
  const collected = new Collected();
  let isText = false;
  for (const [, slash, tag, text] of xml.matchAll(TOKEN)) {
    if (text !== undefined) {
      if (isText && !collected.add(unescaped(text))) break;
    } else if (tag === "w:t") {
      isText = slash === "";
    } else if (tag !== undefined && BREAKS.has(tag) && !collected.add(" ")) {
      break;
    }
  }
  return collected.text();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
  });
}

function pagesOf(facts: Buffer | null): number | null {
  const found = facts && /<Pages>(\d{1,5})<\/Pages>/.exec(facts.toString("utf8"))?.[1];
  return found ? Number(found) : null;
}
