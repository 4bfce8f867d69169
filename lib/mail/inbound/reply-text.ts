import { LAST_LINE, REPLY_MARKER } from "@/lib/mail/reply-marker";
import { type MailFile, withPictures } from "./files";
import { findLead, introductionOf, NOTHING_KNOWN, type Ours, unquoted, withoutLead } from "./lead";
import { type MailText, shorten, textOf } from "./mail-text";
import { type Alignment, alignerOf } from "./our-words";
import { foldSignature } from "./signature";

/** What of a reply the conversation shows, and what stands folded below it. */
export interface ReplyText {
  readonly shown: string;
  /** Signatures, closings, and what may be the program's or the writer's. */
  readonly folded: string;
}

interface Reading {
  /** What is known of the mails that this may answer. */
  readonly ours?: Ours;
  /** Ours may say what is not for everybody in the thread: then nothing is shown or folded that may be ours. */
  readonly guarded?: boolean;
  /** The mail's files: what a picture in the text is called. */
  readonly files?: readonly MailFile[];
}

/**
 * What somebody wrote in a reply, as plain text, without the mail of ours that it quotes. Only what is known to be ours is
 * left out: a quotation, head or rule that leads to nothing of ours is the writer's. Both are empty when nothing of their
 * own is left.
 */
export function readReply(mail: MailText, reading: Reading = {}): ReplyText {
  const lines = withPictures(textOf(mail), reading.files ?? []).split("\n");
  const { parts, doubtful } = ownParts(lines, { ours: NOTHING_KNOWN, guarded: false, files: [], ...reading });
  const read = parts.map((part) => foldChain(part.join("\n"), reading.ours ?? NOTHING_KNOWN));
  const join = (texts: readonly string[]) => texts.filter(Boolean).join("\n\n");
  const shown = withoutMarks(join(read.map((part) => part.shown)), reading.guarded ?? false);
  const folded = join([...read.map((part) => part.folded), doubtful.map(unquoted).join("\n").trim()]);
  // A mail of which only our own line is left cannot be told from ours.
  return hasMarker(shown.split("\n")) ? { shown: "", folded: "" } : { shown: shorten(shown), folded: shorten(folded) };
}

/** Somebody who writes all of it in a quotation quotes nobody. A colleague who does has written nothing. */
function withoutMarks(text: string, guarded: boolean): string {
  const lines = text.split("\n");
  const isAll = text !== "" && lines.every((line) => isQuoted(line) || line.trim() === "");
  if (isAll && guarded) return "";
  return isAll
    ? lines
        .map((line) => line.replace(/^\s*>[>\s]?/, ""))
        .join("\n")
        .trim()
    : text;
}

/** The line with which ours begin, by itself: somebody who only speaks of it says more. */
const OUR_LINE = new RegExp(`^[\\s\\p{P}\\p{S}]*${REPLY_MARKER}[\\s\\p{P}\\p{S}]*$`, "u");
const DASHED = new RegExp(`[—–-]\\s*${REPLY_MARKER}\\s*[—–-]`);
const flat = (line: string) => unquoted(line).replaceAll(/\s+/g, " ");
const isMarker = (text: string) => !/["“”„«»'‘’]/.test(text) && (OUR_LINE.test(text) || DASHED.test(text));

/** Where our line stands, and the line below it; programs that wrap lines may part it in two. */
function findMarkers(lines: readonly string[]): { readonly at: number; readonly below: number }[] {
  return lines.flatMap((line, at) => {
    if (line.length > 1_000) return [];
    if (isMarker(flat(line))) return [{ at, below: at + 1 }];
    const next = lines[at + 1];
    const isParted = next !== undefined && next.length < 200 && !isMarker(flat(next));
    return isParted && /[a-z]$/.test(flat(line)) && isMarker(`${flat(line)} ${flat(next)}`)
      ? [{ at, below: at + 2 }]
      : [];
  });
}
const hasMarker = (lines: readonly string[]) => findMarkers(lines).length > 0;

const isQuoted = (line: string) => /^\s*>/.test(line);

interface Parts {
  readonly parts: readonly (readonly string[])[];
  readonly doubtful: readonly string[];
}

function ownParts(lines: readonly string[], reading: Required<Reading>): Parts {
  const { ours } = reading;
  const markers = findMarkers(lines).slice(0, 5);
  if (markers.length === 0) return withoutMarker(lines, reading);
  // Somebody may write our line themselves: that of the quotation has our words below it.
  const align = alignerOf(ours.texts, isQuoted);
  const read = markers.map(({ at, below }) => ({
    at,
    below: lines.slice(below),
    found: align(lines.slice(below)),
  }));
  const most = Math.max(...read.map(({ found }) => found?.ours ?? 0));
  const chosen = read.find(({ found }) => (found?.ours ?? 0) === most);
  if (!chosen) return { parts: [lines], doubtful: [] };
  const { kept, doubtful } = withoutLead(lines.slice(0, chosen.at), ours);
  const marked = isQuoted(lines[chosen.at] ?? "");
  return { parts: [kept, ...belowMarker(chosen.below, chosen.found, marked, reading)], doubtful };
}

/** What is of the writer below our line. */
function belowMarker(
  lines: readonly string[],
  found: Alignment | null,
  marked: boolean,
  { guarded, ours }: Required<Reading>,
): string[][] {
  const isKnown =
    found !== null && found.ours >= Math.min(3, 0.4 * ours.texts.length) && isMostlyOurs(lines, found, marked);
  if (isKnown) return [theirs(lines, found, guarded)];
  const end = lines.findLastIndex((line) => LAST_LINE.test(line));
  if (marked) {
    // The program marked what it quotes. Answers may stand between its lines.
    const own = lines.filter(
      (line, index) => !isQuoted(line) || (!guarded && end >= 0 && index > end && unquoted(line) !== ""),
    );
    return [own];
  }
  // All of it may be ours: only our last line tells where somebody begins who writes below.
  const own = end < 0 ? [] : lines.slice(end + 1);
  return [/^\s*<?https?:\S+\s*$/.test(own[0] ?? "") ? own.slice(1) : own];
}

/**
 * Of the lines up to the last one of ours most are ours: the text that we know is the one that was quoted. Answers
 * between the lines of a marked quotation say nothing of that. */
function isMostlyOurs(lines: readonly string[], { origins }: Alignment, marked: boolean): boolean {
  const last = Math.max(
    origins.findLastIndex((origin) => origin !== null && origin !== "theirs"),
    lines.findLastIndex((line) => LAST_LINE.test(line)),
  );
  const told = origins
    .slice(0, last + 1)
    .filter((origin, index) => origin !== null && (!marked || isQuoted(lines[index] ?? "")));
  return told.filter((origin) => origin !== "theirs").length >= 0.5 * told.length;
}

/** The lines that our mail does not have, with what parts them. */
function theirs(lines: readonly string[], { origins }: Alignment, guarded: boolean): string[] {
  const own = lines.map((line, index): string | null => {
    const origin = origins[index] ?? null;
    if (origin === "ours" || (guarded && isQuoted(line) && origin !== null)) return null;
    if (origin === "theirs") return line;
    return origin === null ? "" : origin.rest;
  });
  // Rules and lines of marks without words are somebody's where they stand between that one's words.
  const above = saidBefore(own);
  const below = saidBefore(own.toReversed()).reverse();
  return own.flatMap((line, index) => {
    if (line === null) return [];
    if (line !== "" || unquoted(lines[index] ?? "") === "") return [line];
    return above[index] && below[index] ? [lines[index] ?? ""] : [""];
  });
}

/** For each line the last one before it that is not empty. In one go: a mail may have 100,000 lines. */
function saidBefore(lines: readonly (string | null)[]): (string | null)[] {
  let last: string | null = null;
  return lines.map((line) => {
    const before = last;
    if (line !== "") last = line;
    return before;
  });
}

/** A mail without our line: somebody shortened what they quote, or quotes nothing. */
function withoutMarker(lines: readonly string[], { ours, guarded }: Required<Reading>): Parts {
  const align = alignerOf(ours.texts, isQuoted);
  const lead = findLead(lines, ours);
  if (lead) {
    const below = lines.slice(lead.end);
    const found = align(below);
    const above = [...withoutLead(lines.slice(0, lead.end), ours).kept];
    if (found) return { parts: [above, theirs(below, found, guarded)], doubtful: [] };
    if (guarded) return { parts: [above, below.filter((line) => !isQuoted(line))], doubtful: [] };
  }
  const quoted = lines.filter(isQuoted);
  const found = quoted.length > 0 ? align(quoted) : null;
  if (!found) return { parts: [lines], doubtful: [] };
  let index = 0;
  return { parts: [lines.filter((line) => !isQuoted(line) || found.origins[index++] !== "ours")], doubtful: [] };
}

/** Longer is no introduction. */
const LONGEST_INTRODUCTION = 400;

/**
 * A conversation that was quoted as a whole begins so. Asked part by part: one pattern for all of it would try each
 * beginning with each end, and a stranger's line decides how many there are.
 */
function beginsChain(line: string): boolean {
  if (line.length > LONGEST_INTRODUCTION || !line.startsWith(">")) return false;
  const text = unquoted(line);
  if (!/[:：]$/.test(text)) return false;
  const said = text.slice(0, -1);
  return /\S@\S/.test(said) || /\b(wrote|schrieb|écrit|escribió)\s?$/i.test(said);
}

/** Folds what stands at the end: a quoted conversation of others, then signature and closing. */
function foldChain(text: string, ours: Ours): ReplyText {
  const lines = text.trimEnd().split("\n");
  let start = lines.length;
  while (start > 0 && /^\s*(>.*)?$/.test(lines[start - 1]?.slice(0, 5_000) ?? "")) start--;
  const chain = lines.slice(start).findIndex(beginsChain);
  const above = lines.slice(0, start).join("\n").trimEnd().split("\n");
  const lead = start < lines.length ? introductionOf(above, ours) : null;
  const from = lead?.certain ? above.length - lead.lines : chain < 0 ? null : start + chain;
  if (from === null) return foldSignature(text);
  const { shown, folded } = foldSignature(lines.slice(0, from).join("\n"));
  return { shown, folded: [folded, lines.slice(from).join("\n")].filter(Boolean).join("\n\n") };
}
