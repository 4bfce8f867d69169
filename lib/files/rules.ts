import type { HeldReason, ScanState } from "@/db/schema/constants";

const MEGABYTE = 1024 * 1024;

/** All limits of uploads. Sizes in bytes. */
export const FILE_LIMITS = {
  fileBytes: 25 * MEGABYTE,
  filesPerMessage: 20,
  threadBytes: 200 * MEGABYTE,
  /** The most that one person may upload within uploadWindowHours. */
  uploaderBytes: 1024 * MEGABYTE,
  uploaderFiles: 200,
  uploadWindowHours: 24,
  /** The most files of one person that are not attached. */
  looseFiles: 60,
  /** The most simultaneous upload requests, of one account and in one process. */
  uploadsAtOnce: 4,
  uploadsInProcess: 64,
  /** Files that are not attached are deleted after so many hours. */
  looseHours: 24,
  nameCharacters: 150,
  /**
   * A request with files is given up if it sends nothing for `silenceMs`, or is not over after `arrivalMs`. Node's
   * servers end any request after five minutes.
   */
  silenceMs: 30_000,
  arrivalMs: 280_000,
} as const;

const PREVIEWED = new Set(["image/png", "image/apng", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

/**
 * Whether a browser may show a file of this type (detected from its content) inside the portal. Only pictures that
 * cannot hold scripts: never SVG.
 */
export function isPreviewed(mediaType: string): boolean {
  return PREVIEWED.has(mediaType);
}

const SERVED: ReadonlySet<ScanState> = new Set(["clean", "not_scanned", "released"]);

/** Whether those who see the thread may open a file in this state. */
export const isServed = (scan: ScanState): boolean => SERVED.has(scan);
export const SERVED_STATES: readonly ScanState[] = [...SERVED];

/** The sentence that a client reads about a held file. */
export const HELD_SENTENCE =
  "Held: a file of this kind can run on a computer, so we look at it before anyone can open it.";

const HELD_WORDS: Readonly<Record<HeldReason, string>> = {
  program: "a program",
  script: "a script",
  macro: "a document with macros",
  object: "a document with an object that can run, or that fetches something",
  page: "a page or drawing with script",
  sealed: "an archive or document that cannot be looked into",
  "too-much": "more than can be looked through",
};

/** Why a file is held, in the words that staff read: `a program`, `an archive with a program, setup.exe`. */
export function heldWords(reason: HeldReason, part: string | null): string {
  return part === null ? HELD_WORDS[reason] : `an archive with ${HELD_WORDS[reason]}, ${part}`;
}

/** 192 random bits, in characters that need no escaping in an address. */
export function isFileId(text: string): boolean {
  return /^[A-Za-z0-9_-]{32}$/.test(text);
}

/**
 * A file's name as it is shown and saved: the last part of a path, on one line, without invisible characters and marks
 * that change the direction of writing, at most FILE_LIMITS.nameCharacters long with its ending kept. Quotes and
 * brackets stay, because a name is shown as text and never used as a path.
 */
export function cleanFileName(name: string): string {
  const last =
    name
      // How browsers escape characters that a multipart header cannot hold.
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

/** Splits a clean name for a header or a label. The ending consists of letters and digits, or is null. */
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
  "too-slow": {
    status: 408,
    sentence: "The files did not arrive in time. Send fewer at once, or try again on a faster line.",
  },
  gone: { status: 400, sentence: "One of the files is gone. Remove it and add it again." },
  broken: { status: 400, sentence: "The file did not arrive whole. Send it again." },
} as const;

/** Codes of a refused upload. After a form without JavaScript the code is in the address (`?files=`). */
export type UploadRefusalCode = keyof typeof REFUSALS;

function isUploadRefusalCode(text: string): text is UploadRefusalCode {
  return Object.hasOwn(REFUSALS, text);
}

/** The sentence for a refusal. Null if the code is none, so that text from an address is never shown. */
export function uploadRefusal(code: string | null | undefined): string | null {
  return code && isUploadRefusalCode(code) ? REFUSALS[code].sentence : null;
}

export function refusalStatus(code: UploadRefusalCode): number {
  return REFUSALS[code].status;
}

/** The answer to an upload about one file. */
export interface UploadedFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly isImage: boolean;
  /** The file can run, and nobody can open it until staff have decided about it. */
  readonly isHeld: boolean;
}
