import { decodeParameter } from "./encoded-words";

/* What the files of a mail are called, and which of them are of its signature. */

/** Endings of the types that mails carry without a name, mostly. */
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

/** `image/png` of `Image/PNG; name=x`. */
const bareType = (type: string) => type.split(";")[0]?.trim().toLowerCase() ?? "";

/** What a file is called: its decoded name, or for a nameless one the ending of its type. */
export function nameOfFile(written: string | null | undefined, type: string): string {
  const name = decodeParameter(written?.trim().replaceAll(/^"|"$/g, "") ?? "").trim();
  if (name) return name;
  const ending = ENDINGS[bareType(type)];
  return ending ? `file.${ending}` : "file";
}

/** A file of a mail, as far as its headers tell. */
export interface MailFile {
  readonly name: string;
  /** As the sender's program says. */
  readonly type: string;
  /** By which the text or HTML names it, without brackets; null where it has none. */
  readonly contentId: string | null;
}

/** Proofs that mail programs add, which nobody wrote. */
const PROOF = /^application\/((x-)?pkcs7-signature|pgp-(signature|keys))$/;
const PROOF_NAME = /^(smime\.p7s|signature\.asc|openpgp_.*\.asc)$/i;
/** As programs call pictures that stand in a text: one that is said is named there. */
const PICTURE_NAME = /^(image\d{3}|outlook-[\w-]{1,40})\.(png|jpe?g|gif)$/i;

/**
 * Is this file of the signature rather than of what was said? A proof is; a picture is where the text names it among what
 * is folded alone, or nowhere though it is called like one that stands in the text. What might be said is.
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

/** How much of a text names of pictures may be, in UTF-16 units. */
const MOST_NAMED = 100_000;

/** A picture in the text by its file's name; one without a file is none. */
export function withPictures(text: string, files: readonly MailFile[]): string {
  // Looked up, not searched for: a text may name thousands, and say a long name as often.
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
