import { toPlainText } from "@react-email/render";

/** How much of a mail's text is read, and how much of a reply is kept, in UTF-16 units. */
const MOST_READ = 200_000;
const MOST_KEPT = 20_000;

export interface MailText {
  readonly text: string | null;
  readonly html: string | null;
}

/** The text part; the HTML as text if there is no text part, or if it only says that the mail is in HTML. */
export function textOf({ text, html }: MailText): string {
  const plain = text?.slice(0, MOST_READ) ?? "";
  return clean(plain.trim() && !(html?.trim() && pointsAtHtml(plain)) ? plain : fromHtml(html ?? ""));
}

/** How much is kept of a whole mail's text, and of its HTML, in UTF-16 units: more than a person writes or quotes. */
const MOST_WHOLE = 500_000;

/** Both parts of a mail with all that they quote: its text, and its HTML as text. */
export function partsOf({ text, html }: MailText): { readonly text: string; readonly html: string } {
  const whole = (part: string) => clean(part).slice(0, MOST_WHOLE).toWellFormed().trim();
  return { text: whole(text?.slice(0, MOST_WHOLE) ?? ""), html: html?.trim() ? whole(fromHtml(html, MOST_WHOLE)) : "" };
}

/** The text of a mail with all that it quotes, for people to read. */
export function wholeText(mail: MailText): string {
  return textOf(mail).trim().toWellFormed();
}

/** Does the text part only say that the mail must be read as HTML? Some programs write such a text part. */
function pointsAtHtml(text: string): boolean {
  const said = text.trim();
  return (
    said.length < 400 &&
    /\bhtml\b/i.test(said) &&
    /\b(e-?mail|message|nachricht|client|viewer|program|view|display|anzeigen|affiche)/i.test(said)
  );
}

/**
 * Makes all line breaks alike and removes control characters and halves of characters, which PostgreSQL cannot store.
 */
function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "")
    .replaceAll("\u00a0", " ");
}

/**
 * Selects elements that mail programs do not show. Most of them hold the preview that an inbox shows beside a subject.
 */
const HIDDEN = [
  ...["display:none", "display: none", "visibility:hidden", "visibility: hidden", "mso-hide:all", "mso-hide: all"],
  // Each entry includes what ends the number: text with the size 0.9em is visible.
  ...["font-size:0px", "font-size: 0px", "font-size:0;", "font-size: 0;", "max-height:0px", "max-height: 0px"],
  ...["max-height:0;", "max-height: 0;"],
]
  .flatMap((style) => [`[style*="${style}"]`, `[style*="${style.toUpperCase()}"]`])
  .concat(['[style$="font-size:0"]', '[style$="max-height:0"]']);
const BLOCK = { leadingLineBreaks: 1, trailingLineBreaks: 1 };

function fromHtml(html: string, most = MOST_READ): string {
  try {
    return toPlainText(html.slice(0, most), {
      limits: { maxDepth: 60, maxInputLength: most },
      selectors: [
        ...HIDDEN.map((selector) => ({ selector, format: "skip" })),
        { selector: "[hidden]", format: "skip" },
        { selector: "title", format: "skip" },
        { selector: "a", options: { ignoreHref: false, hideLinkHrefIfSameAsText: true } },
        { selector: "h1", options: { uppercase: false } },
        { selector: "h2", options: { uppercase: false } },
        { selector: "h3", options: { uppercase: false } },
        { selector: "img", format: "skip" },
        { selector: 'img[src^="cid:"]', format: "image", options: { linkBrackets: ["[", "]"] } },
        // The cells of a table row stay on one line.
        { selector: "table", format: "block", options: BLOCK },
        { selector: "tr", format: "block", options: BLOCK },
        { selector: "td", format: "inlineSurround", options: { suffix: "  " } },
        { selector: "th", format: "inlineSurround", options: { suffix: "  " } },
        { selector: "blockquote", format: "blockquote", options: { trimEmptyLines: false } },
      ],
    });
  } catch {
    // The parser cannot read this markup.
    return html.slice(0, most).replaceAll(/<[^<>]{0,2000}>/g, " ");
  }
}

const CUT = "\n\n(The mail was longer. The rest was left out.)";

/** Cuts a text to the length that a message can hold. */
export function shorten(text: string): string {
  return text.length <= MOST_KEPT
    ? text
    : `${text
        .slice(0, MOST_KEPT - CUT.length)
        .toWellFormed()
        .trimEnd()}${CUT}`;
}
