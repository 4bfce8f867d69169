const MEGABYTE = 1024 * 1024;

/** The one table of what may be sent up. Sizes in bytes. */
export const FILE_LIMITS = {
  fileBytes: 25 * MEGABYTE,
  filesPerMessage: 20,
  threadBytes: 200 * MEGABYTE,
  /** All that one person sends up in uploadWindowHours. */
  uploaderBytes: 1024 * MEGABYTE,
  uploaderFiles: 200,
  uploadWindowHours: 24,
  /** Files of one person that are attached to nothing. */
  looseFiles: 60,
  /** Requests with files that are taken at once, of one account and in one process. */
  uploadsAtOnce: 4,
  uploadsInProcess: 64,
  /** What is attached to nothing for so long is deleted. */
  looseHours: 24,
  nameCharacters: 150,
} as const;

const PREVIEWED = new Set(["image/png", "image/apng", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

/** May a browser show this (a type found by content) inside the portal? Pictures without script alone: never SVG. */
export function isPreviewed(mediaType: string): boolean {
  return PREVIEWED.has(mediaType);
}

/** 192 random bits in characters that an address takes as they are. */
export function isFileId(text: string): boolean {
  return /^[A-Za-z0-9_-]{32}$/.test(text);
}

/**
 * A file's name as shown and saved: the last part of whatever path came with it, on one line, without signs that
 * nobody sees or that turn the direction of writing, at most FILE_LIMITS.nameCharacters long with its ending kept.
 * Quotes and brackets stay: a name is shown as text and never used as a path.
 */
export function cleanFileName(name: string): string {
  const last =
    name
      // How browsers write what a multipart header cannot hold.
      .replaceAll(/%0D|%0A/gi, " ")
      .replaceAll("%22", '"')
      .split(/[\\/]/)
      .at(-1) ?? "";
  const clean = last
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/\p{Cc}+/gu, " ")
    .replaceAll(/[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]+/gu, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
  if (/^\.*$/.test(clean)) return "file";
  const signs = Array.from(clean);
  if (signs.length <= FILE_LIMITS.nameCharacters) return clean;
  const ending = Array.from(/\.[^.\s]{1,15}$/u.exec(clean)?.[0] ?? "");
  return [...signs.slice(0, FILE_LIMITS.nameCharacters - ending.length), ...ending].join("");
}

/** Splits a clean name for a header or a label: the ending is letters and digits, or absent. */
export function splitFileName(name: string): { readonly stem: string; readonly ending: string | null } {
  const match = /^(.+)\.([A-Za-z0-9]{1,15})$/u.exec(name);
  return match?.[1] && match[2] ? { stem: match[1], ending: match[2] } : { stem: name, ending: null };
}

/** `1.4 MB`, in the units that file managers show. */
export function fileSizeText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 999.5 * 1024) return `${Math.round(bytes / 1024)} KB`;
  const megabytes = bytes / MEGABYTE;
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}

const REFUSALS = {
  "too-large": { status: 413, sentence: "A file can have at most 25 MB." },
  empty: { status: 400, sentence: "This file is empty. Choose another one." },
  none: { status: 400, sentence: "Choose a file first." },
  "too-many": { status: 400, sentence: "Attach at most 20 files to one message." },
  "thread-full": { status: 413, sentence: "All files of one case can have at most 200 MB together." },
  "day-full": { status: 429, sentence: "You have sent 1 GB of files in 24 hours. Send more tomorrow." },
  "day-count": { status: 429, sentence: "You have sent 200 files in 24 hours. Send more tomorrow." },
  "too-many-loose": {
    status: 429,
    sentence: "60 files of yours wait to be sent with a message. Send or remove some of them first.",
  },
  "at-once": { status: 429, sentence: "Too many files of yours are on their way. Try again when they have arrived." },
  busy: { status: 503, sentence: "The portal is busy. Try again in a moment." },
  "no-room": {
    status: 507,
    sentence:
      "The portal has no room for files right now. We were told of it: try again later, or send your message without.",
  },
  "too-late": {
    status: 409,
    sentence:
      "Files can be added to your newest message, for an hour and while the case or request is open. Send a new message first.",
  },
  "too-often": { status: 429, sentence: "You have done this too often in a short time. Try again in a few minutes." },
  gone: { status: 400, sentence: "One of the files is gone. Remove it and add it again." },
  broken: { status: 400, sentence: "The file did not arrive whole. Send it again." },
} as const;

/** Why an upload was refused: what stands in the address after a form without JavaScript (`?files=`). */
export type UploadRefusalCode = keyof typeof REFUSALS;

function isUploadRefusalCode(text: string): text is UploadRefusalCode {
  return Object.hasOwn(REFUSALS, text);
}

/** The sentence for a refusal. Null for a word that is none: what stands in an address is not shown. */
export function uploadRefusal(code: string | null | undefined): string | null {
  return code && isUploadRefusalCode(code) ? REFUSALS[code].sentence : null;
}

export function refusalStatus(code: UploadRefusalCode): number {
  return REFUSALS[code].status;
}

/** What an upload answers about one file. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly isImage: boolean;
}
