import { createContext, Script } from "node:vm";
import { toPlainText } from "@react-email/render";
import EmailReplyParser from "email-reply-parser";
import { LAST_LINE, REPLY_MARKER } from "@/lib/mail/reply-marker";

/** What is looked at of a mail's text, and what is kept of a reply, in UTF-16 units. */
const MOST_READ = 200_000;
const MOST_KEPT = 20_000;
/** Longer than this is no signature: somebody drew a line under half of what they wrote. */
const LONGEST_SIGNATURE = { lines: 12, characters: 800 };
/** The parser's expressions take very long on texts made for that. */
const PARSE_MS = 300;

/**
 * What somebody wrote in a reply, as plain text: without what they quoted and without their signature. Empty when
 * nothing of their own is left, and when it cannot be told from a mail of ours, which says things that are not for
 * everybody in the thread. HTML is read only where there is no plain text.
 */
export function replyText(mail: { readonly text: string | null; readonly html: string | null }): string {
  const whole = clean(mail.text?.trim() ? mail.text.slice(0, MOST_READ) : fromHtml(mail.html ?? ""));
  const own = ownWordsAround(whole);
  return hasMarker(own) ? "" : shorten(own);
}

/** The whole text of a mail that is kept for somebody's eyes, quotations and all. */
export function wholeText(mail: { readonly text: string | null; readonly html: string | null }): string {
  return shorten(clean(mail.text?.trim() ? mail.text.slice(0, MOST_READ) : fromHtml(mail.html ?? "")).trim());
}

/** One kind of line break, no control characters, no halves of characters: what PostgreSQL keeps and people read. */
function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "")
    .replaceAll("\u00a0", " ");
}

function fromHtml(html: string): string {
  try {
    return toPlainText(html.slice(0, MOST_READ), {
      limits: { maxDepth: 60, maxInputLength: MOST_READ },
      selectors: [
        { selector: "a", options: { ignoreHref: false, hideLinkHrefIfSameAsText: true } },
        { selector: "h1", options: { uppercase: false } },
        { selector: "h2", options: { uppercase: false } },
        { selector: "h3", options: { uppercase: false } },
        { selector: "table", format: "block" },
        { selector: "blockquote", format: "blockquote", options: { trimEmptyLines: false } },
      ],
    });
  } catch {
    // Markup that no parser can follow.
    return html.slice(0, MOST_READ).replaceAll(/<[^>]{0,2000}>/g, " ");
  }
}

/** Wrapped and quoted or not. */
const hasMarker = (text: string) => text.replaceAll(/[\s>]+/g, " ").includes(REPLY_MARKER);

const isQuoted = (line: string) => /^\s*>/.test(line);

/** What is written around a mail of ours that is quoted, by the line with which ours begin and the one that ends them. */
function ownWordsAround(text: string): string {
  const lines = text.split("\n");
  const whole = lines.findIndex(hasMarker);
  // Programs that wrap lines may part ours in two.
  const at = whole >= 0 ? whole : lines.findIndex((line, index) => hasMarker(`${line}\n${lines[index + 1] ?? ""}`));
  if (at < 0) return ownWords(text);
  if (isQuoted(lines[at] ?? "")) {
    // The parser knows the line that introduces a quotation by the quotation. Answers may stand between its lines.
    const above = ownWords(lines.slice(0, at + 1).join("\n"));
    const between = ownWords(withoutQuotations(lines.slice(at + 1)));
    return [above, between].filter(Boolean).join("\n\n");
  }
  const above = ownWords(withoutHead(lines.slice(0, at)).join("\n"));
  if (above) return above;
  // Who writes below what they quote has all of it above: only its last line tells where they begin.
  const end = lines.findLastIndex((line) => LAST_LINE.test(line));
  return end > at ? ownWords(withoutQuotations(lines.slice(end + 1))) : "";
}

const withoutQuotations = (lines: readonly string[]) => lines.filter((line) => !isQuoted(line)).join("\n");

/** How far above our line the head of the quoted message may end: its subject and what inboxes show of it lie between. */
const HEAD_DISTANCE = 12;
const ANY_FIELD = /^\s*\*?\p{L}[\p{L} .-]{0,24}\*? ?:\*? ?\S/u;

/** Cuts at three fields in a row, one with an address: the head of a quoted message in whatever language. */
function withoutHead(lines: string[]): string[] {
  for (let end = lines.length; end > Math.max(2, lines.length - HEAD_DISTANCE); end--) {
    let start = end;
    while (start > 0 && ANY_FIELD.test(lines[start - 1]?.slice(0, 300) ?? "")) start--;
    if (end - start >= 3 && lines.slice(start, end).some((line) => line.includes("@"))) return lines.slice(0, start);
  }
  return lines;
}

/** The heads by which mail programs begin a message that they quote without marking its lines. */
const QUOTED_HEAD = /^\s*(_{10,}|-{3,} ?(original|forwarded) message ?-{3,}|(from|von|de|da|van): .{3,300})\s*$/i;
const HEAD_FIELD = /^\s*\*?(sent|date|to|subject|gesendet|an|betreff|envoyé|à|objet|enviado|para|asunto):/i;

/** The line above a quotation, where no empty line parts it from the reply. */
const INTRODUCTION =
  /^\s*(on|am|le|el|il|em|op|den)\b.{8,}\b(wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev)\b.*:\s*$/i;

/** What is left at the end when a quotation is cut: rules, and lines of phones that the parser does not know. */
const LEFT_OVER =
  /^\s*([-_=]{2,}|(sent from (my|mail|outlook|yahoo)|get outlook for|von meinem|envoyé de|inviato da|enviado d[eo]|skickat från|lähetetty|wysłane z|odesláno z|отправлено с)\s.{1,60})?\s*$/i;

function ownWords(text: string): string {
  const parsed = parse(beforeQuotedHead(text));
  const lines = parsed.trimEnd().split("\n");
  // A quotation at the end, with nothing behind it, answers nothing.
  while (lines.length > 0 && /^\s*(>.*)?$/.test(lines.at(-1) ?? "")) lines.pop();
  if (INTRODUCTION.test(lines.at(-1)?.slice(0, 500) ?? "")) lines.pop();
  while (lines.length > 0 && LEFT_OVER.test(lines.at(-1)?.slice(0, 200) ?? "")) lines.pop();
  const own = lines.join("\n").trim();
  // The parser knows no signature that has nothing above it.
  return /^--\s*\n/.test(`${own}\n`) && !isTooLongASignature(own, true) ? "" : own;
}

/** Cuts at the head of a quoted message: From with Sent, To or Subject right below it. */
function beforeQuotedHead(text: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex(
    (line, index) =>
      line.length < 400 &&
      QUOTED_HEAD.test(line) &&
      lines.slice(index + 1, index + 5).some((next) => next.length < 2000 && HEAD_FIELD.test(next)),
  );
  return at < 0 ? text : lines.slice(0, at).join("\n");
}

/** Made once: a context takes longer to make than a text to parse. Calls never wait in between, so they cannot mix. */
const bench: { parse?: () => string } = createContext({});
const script = new Script("parse()");

function parse(text: string): string {
  try {
    // The one way to end an expression that would run for hours.
    bench.parse = () => visible(text);
    return String(script.runInContext(bench, { timeout: PARSE_MS }));
  } catch {
    return text;
  }
}

function visible(text: string): string {
  return new EmailReplyParser()
    .read(text)
    .getFragments()
    .filter((fragment) => !fragment.isHidden() || isTooLongASignature(fragment.getContent(), fragment.isSignature()))
    .map((fragment) => fragment.getContent())
    .join("\n");
}

function isTooLongASignature(content: string, isSignature: boolean): boolean {
  if (!isSignature) return false;
  return content.length > LONGEST_SIGNATURE.characters || content.split("\n").length > LONGEST_SIGNATURE.lines;
}

const CUT = "\n\n(The mail was longer. The rest was left out.)";

function shorten(text: string): string {
  return text.length <= MOST_KEPT
    ? text
    : `${text
        .slice(0, MOST_KEPT - CUT.length)
        .toWellFormed()
        .trimEnd()}${CUT}`;
}
