import { INVISIBLE } from "./our-words";

/*
 * The lead: what mail programs write above the mail that they quote. It is an introduction ("On Monday X wrote:"), a
 * head (a block of fields such as From, Date, Subject), or a rule (a line of dashes).
 */

/** What is known of our mails that a received mail may answer. */
export interface Ours {
  /** The plain texts of these mails. */
  readonly texts: readonly string[];
  /** The display names of their sender. */
  readonly names: readonly string[];
  /** The addresses that they come from and that replies go to, in lower case. */
  readonly addresses: readonly string[];
  readonly subjects: readonly string[];
}

export const NOTHING_KNOWN: Ours = { texts: [], names: [], addresses: [], subjects: [] };

/** A line without the marks of a quotation (`>`). */
export const unquoted = (line: string) =>
  line
    .slice(0, 2_000)
    .replaceAll(INVISIBLE, "")
    .replace(/^[>\s]+/, "")
    .trim();

const isBlank = (line: string | undefined) => line === undefined || unquoted(line) === "";

const ANY_FIELD = /^\*?\p{L}[\p{L}\p{M} .'’-]{0,24}\*? ?[:：]\*?\s*\S/u;
const BARE_RULE = /^([-_=—–─]{5,})$/u;
/** `----- Original Message -----` in any language. */
const TITLED_RULE = /^[-_=—–]{2,} ?\p{L}[\p{L}\p{M} .'’]{2,40} ?[-_=—–]{2,}$/u;
const TIME = /\d{1,2} ?[:.hH时時시] ?\d{2}|\d{1,4} ?[./年-] ?\d{1,2} ?[./月-]|\b(19|20)\d\d\b/;
/** Verbs by which introductions in many languages say that somebody wrote. */
const WROTE =
  /(wrote|writes|schrieb|schreibt|écrit|escribió|escreveu|scritto|schreef|skrev|kirjoitti|napisał|napsal|написа|пише|пишет|yazdı|írta|a scris|γραψε|写道|寫道|작성|書きました|מאת|كتب)/iu;

const namesAddress = (text: string, { addresses }: Ours) => {
  const lower = text.toLowerCase();
  return addresses.some((address) => lower.includes(address));
};
const namesSender = (text: string, ours: Ours) =>
  namesAddress(text, ours) || ours.names.some((name) => text.toLowerCase().includes(name.toLowerCase()));
const namesSubject = (text: string, { subjects }: Ours) => subjects.some((subject) => text.includes(subject));

/** The lines above a quotation: the writer wrote `kept`; `doubtful` may be an introduction or the writer's words. */
export interface Lead {
  readonly kept: readonly string[];
  readonly doubtful: readonly string[];
}

/** Removes the lead at the end of `lines`. A mail of ours is quoted right below `lines`. */
export function withoutLead(lines: readonly string[], ours: Ours): Lead {
  const whole = trimmed(lines);
  const kept = withoutHead(whole, ours) ?? withoutHead(withoutPreview(whole, ours), ours);
  if (kept) return { kept: withoutRule(kept), doubtful: [] };
  const above = withoutOwnHead(whole, ours);
  if (above) return { kept: withoutRule(above), doubtful: whole.slice(above.length) };
  const introduction = introductionOf(whole, ours);
  if (introduction) {
    const rest = whole.slice(0, whole.length - introduction.lines);
    return { kept: withoutRule(rest), doubtful: introduction.certain ? [] : whole.slice(rest.length) };
  }
  return { kept: withoutRule(whole), doubtful: [] };
}

function trimmed(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => !isBlank(line));
  return lines.slice(0, last + 1);
}

/**
 * Removes our mail's preview (what an inbox shows beside the subject), which some programs quote between head and text.
 */
function withoutPreview(lines: readonly string[], ours: Ours): readonly string[] {
  const flat = (text: string) => text.replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
  const texts = ours.texts.map(flat);
  let rest = lines;
  for (let taken = 0; taken < 8 && rest.length > 0; taken++) {
    const last = flat(unquoted(rest.at(-1) ?? ""));
    const isOurs = last.split(" ").length > 3 && texts.some((text) => text.includes(last.replace(/ \S+$/, "")));
    if (!isOurs) break;
    rest = trimmed(rest.slice(0, -1));
  }
  return rest;
}

/** How many lines may stand between a head and our first line if our texts are not known: they may be the preview. */
const HEAD_DISTANCE = 6;

/** The lines without the head of our mail at their end; null if there is no such head. */
function withoutHead(lines: readonly string[], ours: Ours): readonly string[] | null {
  const most = ours.texts.length > 0 ? 0 : HEAD_DISTANCE;
  for (let end = lines.length; end > Math.max(1, lines.length - 1 - most); end--) {
    const start = headStart(lines, end, ours);
    if (start !== null) return lines.slice(0, start);
  }
  return null;
}

/** How many lines a warning may have that the writer's server put between the head of our mail and its text. */
const WARNING_LINES = 8;

/**
 * The lines without a head that names us and what stands below it, which is a warning such as "This mail came from
 * outside"; null if there is none.
 */
function withoutOwnHead(lines: readonly string[], ours: Ours): readonly string[] | null {
  for (let end = lines.length - 1; end > Math.max(1, lines.length - 1 - WARNING_LINES); end--) {
    const start = headStart(lines, end, ours);
    const block = lines.slice(start ?? end, end).map(unquoted);
    if (block.some((line) => namesAddress(line, ours) || namesSubject(line, ours))) return lines.slice(0, start ?? end);
  }
  return null;
}

/** The index at which the head begins that ends right above `end`; null if there is none. */
function headStart(lines: readonly string[], end: number, ours: Ours): number | null {
  let start = end;
  while (start > 0 && end - start < 8 && isHeadLine(lines, start - 1, end)) start--;
  const block = lines.slice(start, end).map(unquoted);
  const sender = block.findLastIndex((line) => namesSender(line, ours) && ANY_FIELD.test(line));
  const fields = (from: number) => block.slice(from).filter((line) => ANY_FIELD.test(line)).length;
  if (sender >= 0 && fields(sender) >= 2) {
    // Some programs write the date or the subject above the sender.
    let first = sender;
    while (first > 0 && (TIME.test(block[first - 1] ?? "") || namesSubject(block[first - 1] ?? "", ours))) first--;
    return start + (first > 0 && fields(first) > 5 ? sender : first);
  }
  const isHead = fields(0) >= 2 && block.some((line) => namesSubject(line, ours) && ANY_FIELD.test(line));
  if (isHead || (fields(0) >= 3 && block.some((line) => line.includes("@")))) return start;
  return null;
}

/** Is the line a field, or the second line of a field that a program wrapped? */
function isHeadLine(lines: readonly string[], at: number, end: number): boolean {
  const line = lines[at] ?? "";
  if (ANY_FIELD.test(unquoted(line).slice(0, 300))) return true;
  const above = unquoted(lines[at - 1] ?? "").slice(0, 300);
  return at < end && !isBlank(line) && ANY_FIELD.test(above) && (/^[\s>]*[ \t]\S/.test(line) || line.includes("@"));
}

interface Introduction {
  readonly lines: number;
  readonly certain: boolean;
}

/**
 * Finds the introduction of a quotation at the end of the lines, which may be wrapped: the fewest lines that suffice.
 */
export function introductionOf(lines: readonly string[], ours: Ours): Introduction | null {
  const candidates: { count: number; text: string }[] = [];
  for (let count = 1; count <= 3 && !isBlank(lines.at(-count)); count++) {
    candidates.push({ count, text: lines.slice(-count).map(unquoted).join(" ").slice(-400) });
  }
  const found = (fits: (text: string) => boolean) => candidates.find(({ text }) => text.length < 300 && fits(text));
  const ends = (text: string) => /[:：]$/.test(text);
  const certain =
    found((text) => TIME.test(text) && namesSender(text, ours) && (ends(text) || namesAddress(text, ours))) ??
    found((text) => ends(text) && namesAddress(text, ours)) ??
    found((text) => ends(text) && namesSender(text, ours) && WROTE.test(text)) ??
    found((text) => ends(text) && TIME.test(text) && (WROTE.test(text) || text.includes("@"))) ??
    candidates.find(({ text }) => text.length < 344 && text.endsWith(">>>") && /\d/.test(text.slice(-44, -3)));
  if (certain) return { lines: certain.count, certain: true };
  const doubtful = found((text) => ends(text) && (TIME.test(text) || WROTE.test(text)));
  return doubtful ? { lines: doubtful.count, certain: false } : null;
}

/** The lines without the rule at their end that separates a reply from what it quotes. */
function withoutRule(lines: readonly string[]): readonly string[] {
  const rest = trimmed(lines);
  const last = unquoted(rest.at(-1) ?? "");
  const isAdjacent = rest.length === lines.length;
  if (TITLED_RULE.test(last) || (BARE_RULE.test(last) && (isAdjacent || last.length >= 20)))
    return trimmed(rest.slice(0, -1));
  return rest;
}

/**
 * Finds the head or introduction of our mail in a reply that does not quote our first line. `start`: its first line;
 * `end`: the line below it.
 */
export function findLead(
  lines: readonly string[],
  ours: Ours,
): { readonly start: number; readonly end: number } | null {
  for (let at = 0; at < lines.length; at++) {
    const line = unquoted(lines[at] ?? "");
    if (line.length > 300 || !namesAddress(line, ours)) continue;
    // If the head is of a mail that was sent to us, another sender stands above our address. This is checked before the
    // end of the head is searched: otherwise each of thousands of fields would search all fields below it.
    const above = unquoted(lines[at - 1] ?? "");
    const isFirst = !(ANY_FIELD.test(above) && above.includes("@"));
    if (isFirst && ANY_FIELD.test(line) && ANY_FIELD.test(unquoted(lines[at + 1] ?? ""))) {
      let end = at + 1;
      while (end < lines.length && ANY_FIELD.test(unquoted(lines[end] ?? ""))) end++;
      return { start: at, end };
    }
    for (const count of [1, 2]) {
      const text = lines
        .slice(at, at + count)
        .map(unquoted)
        .join(" ");
      if (TIME.test(text) && /[:：]$/.test(text)) return { start: at, end: at + count };
    }
  }
  return null;
}
