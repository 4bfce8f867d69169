import { decodeParameter } from "./encoded-words";

/* What the files of a mail are called, and which of them belong to its signature. */

/** Name endings for the types of files that mails often carry without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
  "application/gzip": "gz",
  "application/json": "json",
  "application/ms-tnef": "dat",
  "application/msword": "doc",
  "application/pdf": "pdf",
  "application/pgp-signature": "asc",
  "application/pkcs7-mime": "p7m",
  "application/pkcs7-signature": "p7s",
  "application/rtf": "rtf",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-outlook": "msg",
  "application/vnd.ms-powerpoint": "ppt",
  "application/vnd.ms-tnef": "dat",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/x-7z-compressed": "7z",
  "application/x-pkcs7-mime": "p7m",
  "application/x-pkcs7-signature": "p7s",
  "application/x-zip-compressed": "zip",
  "application/xml": "xml",
  "application/zip": "zip",
  "audio/amr": "amr",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
  "image/bmp": "bmp",
  "image/gif": "gif",
  "image/heic": "heic",
  "image/heif": "heif",
  "image/jpeg": "jpg",
  "image/jpg": "jpg",
  "image/png": "png",
  "image/svg+xml": "svg",
  "image/tiff": "tif",
  "image/webp": "webp",
  "message/delivery-status": "txt",
  "message/rfc822": "eml",
  "text/calendar": "ics",
  "text/csv": "csv",
  "text/html": "html",
  "text/plain": "txt",
  "text/vcard": "vcf",
  "text/x-vcard": "vcf",
  "text/xml": "xml",
  "video/3gpp": "3gp",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/webm": "webm",
};

/** For example `image/png` for `Image/PNG; name=x`. */
const bareType = (type: string) => type.split(";")[0]?.trim().toLowerCase() ?? "";

/** What a file is called: its decoded name. Without a name it is `file` with the ending of its type. */
export function nameOfFile(written: string | null | undefined, type: string): string {
  const name = decodeParameter(written?.trim().replaceAll(/^"|"$/g, "") ?? "").trim();
  if (name) return name;
  const ending = ENDINGS[bareType(type)];
  return ending ? `file.${ending}` : "file";
}

/** What the headers of a mail tell about one of its files. */
export interface MailFile {
  readonly name: string;
  /** The type that the sender's program gave it. */
  readonly type: string;
  /** The id by which the text or HTML refers to the file, without brackets; null if it has none. */
  readonly contentId: string | null;
}

/** Cryptographic signatures and keys that mail programs add by themselves. */
const PROOF = /^application\/((x-)?pkcs7-signature|pgp-(signature|keys))$/;
const PROOF_NAME = /^(smime\.p7s|signature\.asc|openpgp_.*\.asc)$/i;
/** Names that programs give to pictures inside a text. */
const PICTURE_NAME = /^(image\d{3}|outlook-[\w-]{1,40})\.(png|jpe?g|gif)$/i;

/**
 * Does this file belong to the signature rather than to the message? A cryptographic signature does. A picture does if
 * only the folded text names it, or if no text names it but its name is one that programs give to pictures inside a
 * text. In doubt the file belongs to the message.
 */
export function isOfSignature(file: MailFile, { shown, folded }: { readonly shown: string; readonly folded: string }) {
  if (PROOF.test(bareType(file.type)) || PROOF_NAME.test(file.name)) return true;
  const isPicture = bareType(file.type).startsWith("image/") || PICTURE_NAME.test(file.name);
  const named = `[${file.name}]`;
  if (!isPicture || shown.includes(named) || shown === "") return false;
  return folded.includes(named) || PICTURE_NAME.test(file.name);
}

const bareId = (id: string) => id.replaceAll(/^<|>$/g, "").toLowerCase();
const beforeAt = (id: string) => id.replace(/@[^@]*$/, "");

/** How long all names of pictures in a text may be together, in UTF-16 units. */
const MOST_NAMED = 100_000;

/**
 * Replaces each reference to a picture (`[cid:…]`) by the name of its file in brackets, or by nothing if it has no
 * file.
 */
export function withPictures(text: string, files: readonly MailFile[]): string {
  // The maps make each look-up fast: a text may refer to thousands of pictures. A long name may be repeated as often,
  // so MOST_NAMED limits the length of the result.
  const byId = new Map<string, MailFile>();
  const byName = new Map<string, MailFile>();
  for (const file of files.toReversed()) {
    if (file.contentId !== null) byId.set(bareId(file.contentId), file);
    byName.set(file.name.toLowerCase(), file);
  }
  let left = MOST_NAMED;
  return text.replaceAll(/\[cid:([^\]\s]{1,300})\]/gi, (_all, id: string) => {
    const file = byId.get(bareId(id)) ?? byName.get(beforeAt(id).toLowerCase());
    left -= file?.name.length ?? 0;
    return file && left >= 0 ? `[${file.name}]` : "";
  });
}
