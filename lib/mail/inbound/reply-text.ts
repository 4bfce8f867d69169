import { LAST_LINE, REPLY_MARKER } from "@/lib/mail/reply-marker";
import { type MailFile, withPictures } from "./files";
import { findLead, introductionOf, NOTHING_KNOWN, type Ours, unquoted, withoutLead } from "./lead";
import { type MailText, shorten, textOf } from "./mail-text";
import { type Alignment, alignerOf } from "./our-words";
import { foldSignature } from "./signature";

/** The part of a reply that the conversation shows, and the part that is folded below it. */
export interface ReplyText {
  readonly shown: string;
  /** Signatures, closings, quoted conversations of others, and lines of which it is not clear who wrote them. */
  readonly folded: string;
}

interface Reading {
  /** What is known of our mails that the reply may answer. */
  readonly ours?: Ours;
  /** Our mail may hold text that not everybody in the thread may read: nothing that may be ours is shown or folded. */
  readonly guarded?: boolean;
  /** The mail's files, whose names replace the pictures in the text. */
  readonly files?: readonly MailFile[];
}

/**
 * What the writer wrote in a reply, as plain text, without our mail that it quotes. Only what is known to be ours is
 * left out: any other quotation, head or rule counts as the writer's. `shown` and `folded` are empty if the writer
 * wrote nothing.
 */
export function readReply(mail: MailText, reading: Reading = {}): ReplyText {
  const lines = withUsualMarks(withPictures(textOf(mail), reading.files ?? []).split("\n"));
  const { parts, doubtful } = ownParts(lines, { ours: NOTHING_KNOWN, guarded: false, files: [], ...reading });
  const read = parts.map((part) => foldChain(part.join("\n"), reading.ours ?? NOTHING_KNOWN));
  const join = (texts: readonly string[]) => texts.filter(Boolean).join("\n\n");
  const shown = withoutMarks(join(read.map((part) => part.shown)), reading.guarded ?? false);
  const folded = join([...read.map((part) => part.folded), doubtful.map(unquoted).join("\n").trim()]);
  // If our line is still in the text, the writer's words cannot be told from ours.
  return hasMarker(shown.split("\n")) ? { shown: "", folded: "" } : { shown: shorten(shown), folded: shorten(folded) };
}

/**
 * If every line is marked as quoted, the writer's program marked their own words: the marks are removed. With `guarded`
 * the text may be ours, so it counts as empty.
 */
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

/** The line that our mails begin with. It must stand alone: a sentence that only mentions it has further words. */
const OUR_LINE = new RegExp(`^[\\s\\p{P}\\p{S}]*${REPLY_MARKER}[\\s\\p{P}\\p{S}]*$`, "u");
const DASHED = new RegExp(`[—–-]\\s*${REPLY_MARKER}\\s*[—–-]`);
const flat = (line: string) => unquoted(line).replaceAll(/\s+/g, " ");
const isMarker = (text: string) => !/["“”„«»'‘’]/.test(text) && (OUR_LINE.test(text) || DASHED.test(text));

/** The indexes of our line and of the line below it. Programs that wrap lines may have split our line into two. */
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

const NAME_MARK = /^\s*([\p{L}\p{N}._-]{1,20}>)/u;

/** Some programs mark each quoted line with a name (`Dana>`). It is replaced by the usual mark. */
function withUsualMarks(lines: readonly string[]): readonly string[] {
  const marker = lines.find((line) => NAME_MARK.test(line) && line.length < 1_000 && isMarker(flat(line)));
  const mark = marker && NAME_MARK.exec(marker)?.[1];
  if (!mark) return lines;
  return lines.map((line) =>
    line.trimStart().startsWith(mark) ? `> ${line.trimStart().slice(mark.length).trimStart()}` : line,
  );
}

interface Parts {
  readonly parts: readonly (readonly string[])[];
  readonly doubtful: readonly string[];
}

function ownParts(lines: readonly string[], reading: Required<Reading>): Parts {
  const { ours } = reading;
  const markers = findMarkers(lines).slice(0, 5);
  if (markers.length === 0) return withoutMarker(lines, reading);
  // The writer may type our line, too. The one that was quoted has our words below it.
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
  const below = belowMarker(chosen.below, chosen.found, marked, reading);
  return { parts: [kept, ...below.parts], doubtful: [...doubtful, ...below.doubtful] };
}

/** If this much of our text was found, it is the one that was quoted, however much the writer wrote between its lines. */
const WHOLE_SHARE = 0.8;

/** What the writer wrote below our line. */
function belowMarker(
  lines: readonly string[],
  found: Alignment | null,
  marked: boolean,
  { guarded, ours }: Required<Reading>,
): Parts {
  const isKnown =
    found !== null &&
    found.ours >= Math.min(3, 0.4 * ours.texts.length) &&
    (isMostlyOurs(lines, found, marked) || (!guarded && found.share >= WHOLE_SHARE));
  if (isKnown) return { parts: [theirs(lines, found, guarded)], doubtful: [] };
  const end = lines.findLastIndex((line) => LAST_LINE.test(line));
  if (marked) {
    // The program marked the quoted lines. The writer may have answered between them.
    const own = lines.filter(
      (line, index) => !isQuoted(line) || (!guarded && end >= 0 && index > end && unquoted(line) !== ""),
    );
    return { parts: [own], doubtful: [] };
  }
  // All of the lines may be ours. Only our last line tells where text of the writer may begin below.
  const own = end < 0 ? [] : lines.slice(end + 1);
  const rest = /^\s*<?https?:\S+\s*$/.test(own[0] ?? "") ? own.slice(1) : own;
  return { parts: [rest], doubtful: guarded ? [] : lines.slice(0, end < 0 ? lines.length : end + 1) };
}

/**
 * Is at least half of the lines up to our last one ours? Then the text that we know is the one that was quoted. In a
 * marked quotation the unmarked lines are answers and are not counted.
 */
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

/** The lines that are not from our mail, with the empty lines and rules between them. */
function theirs(lines: readonly string[], { origins }: Alignment, guarded: boolean): string[] {
  const own = lines.map((line, index): string | null => {
    const origin = origins[index] ?? null;
    if (origin === "ours" || (guarded && isQuoted(line) && origin !== null)) return null;
    if (origin === "theirs") return line;
    return origin === null ? "" : origin.rest;
  });
  // A line without words, such as a rule, is the writer's if it stands between lines of the writer.
  const above = saidBefore(own);
  const below = saidBefore(own.toReversed()).reverse();
  return own.flatMap((line, index) => {
    if (line === null) return [];
    if (line !== "" || unquoted(lines[index] ?? "") === "") return [line];
    return above[index] && below[index] ? [lines[index] ?? ""] : [""];
  });
}

/** For each line the last one before it that is not empty. It takes one pass, because a mail may have 100,000 lines. */
function saidBefore(lines: readonly (string | null)[]): (string | null)[] {
  let last: string | null = null;
  return lines.map((line) => {
    const before = last;
    if (line !== "") last = line;
    return before;
  });
}

/** Reads a mail without our line: the writer shortened what they quote, or quotes nothing. */
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

/** A longer line does not count as an introduction. In UTF-16 units. */
const LONGEST_INTRODUCTION = 400;

/**
 * Does this line begin a conversation of others that is quoted as a whole? The conditions are checked one by one: one
 * pattern for all would try each possible beginning with each possible end, and strangers could make it very slow.
 */
function beginsChain(line: string): boolean {
  if (line.length > LONGEST_INTRODUCTION || !line.startsWith(">")) return false;
  const text = unquoted(line);
  if (!/[:：]$/.test(text)) return false;
  const said = text.slice(0, -1);
  return /\S@\S/.test(said) || /\b(wrote|schrieb|écrit|escribió)\s?$/i.test(said);
}

/** Folds a quoted conversation of others at the end of a text, and the signature or closing above it. */
function foldChain(text: string, ours: Ours): ReplyText {
  const lines = text.trimEnd().split("\n");
  let start = lines.length;
  while (start > 0 && /^\s*(>.*)?$/.test(lines[start - 1]?.slice(0, 5_000) ?? "")) start--;
  const chain = lines.slice(start).findIndex(beginsChain);
  const above = lines.slice(0, start).join("\n").trimEnd().split("\n");
  const lead = start < lines.length ? introductionOf(above, ours) : null;
  const isLead = lead !== null && (lead.certain || above.slice(-lead.lines).some((line) => /\S@\S/.test(line)));
  const from = isLead ? above.length - lead.lines : chain < 0 ? null : start + chain;
  if (from === null) return foldSignature(text);
  const { shown, folded } = foldSignature(lines.slice(0, from).join("\n"));
  return { shown, folded: [folded, lines.slice(from).join("\n")].filter(Boolean).join("\n\n") };
}
