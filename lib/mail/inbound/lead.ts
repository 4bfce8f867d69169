import { INVISIBLE } from "./our-words";

/* What mail programs write above the mail that they quote: an introduction, a head of fields, a rule. */

/** How the mails that may be answered look from outside. */
export interface Ours {
  /** Their texts. */
  readonly texts: readonly string[];
  /** What their sender is called. */
  readonly names: readonly string[];
  /** Where they come from and where they are answered, lower case. */
  readonly addresses: readonly string[];
  readonly subjects: readonly string[];
}

export const NOTHING_KNOWN: Ours = { texts: [], names: [], addresses: [], subjects: [] };

/** A line without the marks of a quotation. */
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
/** A date or time of day in what introduces nothing of ours. */
const WROTE =
  /(wrote|writes|schrieb|schreibt|écrit|escribió|escreveu|scritto|schreef|skrev|kirjoitti|napisał|napsal|написа|пише|пишет|yazdı|írta|a scris|γραψε|写道|寫道|작성|書きました|מאת|كتب)/iu;

const namesAddress = (text: string, { addresses }: Ours) => {
  const lower = text.toLowerCase();
  return addresses.some((address) => lower.includes(address));
};
const namesSender = (text: string, ours: Ours) =>
  namesAddress(text, ours) || ours.names.some((name) => text.toLowerCase().includes(name.toLowerCase()));
const namesSubject = (text: string, { subjects }: Ours) => subjects.some((subject) => text.includes(subject));

/** Words above a quotation: `kept` is the writer's, `doubtful` may be an introduction or not. */
export interface Lead {
  readonly kept: readonly string[];
  readonly doubtful: readonly string[];
}

/** Takes away what leads to a mail of ours that begins right below `lines`. */
export function withoutLead(lines: readonly string[], ours: Ours): Lead {
  const whole = trimmed(lines);
  const kept = withoutHead(whole, ours) ?? withoutHead(withoutPreview(whole, ours), ours);
  if (kept) return { kept: withoutRule(kept), doubtful: [] };
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

/** What inboxes show beside a subject stands between head and text, in programs that show it. */
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

/** How far above our line a head may end where what lies between is not known: its preview. */
const HEAD_DISTANCE = 6;

/** Without the block of fields at the end that is the head of a mail of ours; null where there is none. */
function withoutHead(lines: readonly string[], ours: Ours): readonly string[] | null {
  const most = ours.texts.length > 0 ? 0 : HEAD_DISTANCE;
  for (let end = lines.length; end > Math.max(1, lines.length - 1 - most); end--) {
    const start = headStart(lines, end, ours);
    if (start !== null) return lines.slice(0, start);
  }
  return null;
}

/** Where the head begins whose last field stands above `end`. */
function headStart(lines: readonly string[], end: number, ours: Ours): number | null {
  let start = end;
  while (start > 0 && end - start < 8 && isHeadLine(lines, start - 1, end)) start--;
  const block = lines.slice(start, end).map(unquoted);
  const sender = block.findLastIndex((line) => namesSender(line, ours) && ANY_FIELD.test(line));
  const fields = (from: number) => block.slice(from).filter((line) => ANY_FIELD.test(line)).length;
  if (sender >= 0 && fields(sender) >= 2) {
    // Some programs give date or subject first.
    let first = sender;
    while (first > 0 && (TIME.test(block[first - 1] ?? "") || namesSubject(block[first - 1] ?? "", ours))) first--;
    return start + (first > 0 && fields(first) > 5 ? sender : first);
  }
  const isHead = fields(0) >= 2 && block.some((line) => namesSubject(line, ours) && ANY_FIELD.test(line));
  if (isHead || (fields(0) >= 3 && block.some((line) => line.includes("@")))) return start;
  return null;
}

/** A field, or what a program wrapped of the one above. */
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

/** The line or lines at the end that introduce a quotation, wrapped or not; the fewest that say enough. */
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

/** Without the rule that parts a reply from what it quotes. */
function withoutRule(lines: readonly string[]): readonly string[] {
  const rest = trimmed(lines);
  const last = unquoted(rest.at(-1) ?? "");
  const isAdjacent = rest.length === lines.length;
  if (TITLED_RULE.test(last) || (BARE_RULE.test(last) && (isAdjacent || last.length >= 20)))
    return trimmed(rest.slice(0, -1));
  return rest;
}

/** Where a head or introduction of ours stands in a mail that has lost our first line: its first line, and the one below it. */
export function findLead(
  lines: readonly string[],
  ours: Ours,
): { readonly start: number; readonly end: number } | null {
  for (let at = 0; at < lines.length; at++) {
    const line = unquoted(lines[at] ?? "");
    if (line.length > 300 || !namesAddress(line, ours)) continue;
    // In a mail that was sent to us the head names somebody else first. Asked before the end is looked for: of thousands
    // of fields each would look through all below it.
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
