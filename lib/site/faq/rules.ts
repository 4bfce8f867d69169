import type { FaqAudience } from "@/db/schema/content-constants";
import { allowedLink } from "@/lib/gate/brand/allowed-link";
import type { Brand } from "@/lib/gate/brand/types";
import { describeHours } from "@/lib/kit/open-words";

/** A piece of text. With `href` it is a link; `strong` is a label as the screen shows it. */
export type FaqInline = string | { readonly href: string; readonly label: string } | { readonly strong: string };

export type FaqBlock =
  | { readonly kind: "text"; readonly text: readonly FaqInline[] }
  | { readonly kind: "list" | "steps"; readonly items: readonly (readonly FaqInline[])[] };

export interface FaqEntry {
  /** The entry's anchor. It must not change, because links from outside use it. */
  readonly id: string;
  readonly question: string;
  readonly answer: readonly FaqBlock[];
}

export interface FaqSection {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly FaqEntry[];
}

/** An entry as it is stored. */
export interface FaqRow {
  readonly anchor: string;
  readonly groupAnchor: string;
  readonly groupTitle: string;
  readonly question: string;
  readonly answer: string;
  readonly onHomePage: boolean;
}

export const FAQ_AUDIENCE_LABELS: Readonly<Record<FaqAudience, string>> = {
  public: "Everybody",
  clients: "Clients",
  support: "Support clients",
};

/** What an answer may say of its brand without knowing it, written `{support-mailbox}`. */
const FACTS: Readonly<Record<string, (brand: Brand) => string>> = {
  brand: ({ shortName }) => shortName,
  address: ({ origin }) => origin,
  "support-mailbox": ({ supportMailbox }) => supportMailbox,
  "reset-sender": ({ resetSender }) => resetSender,
  "support-hours": ({ supportCalendar }) => describeHours(supportCalendar),
  "chat-hours": ({ chatCalendar }) => describeHours(chatCalendar),
  "upgrade-label": ({ home }) => home.upgradeLabel,
  "upgrade-url": ({ home }) => home.upgradeUrl,
};
export const FACT_NAMES = Object.keys(FACTS);

/** The text with the brand's facts in the places of their names. A name that there is not stays as it is. */
export const withFacts = (text: string, brand: Brand): string =>
  text.replaceAll(/\{([a-z-]+)\}/g, (whole, name: string) => FACTS[name]?.(brand) ?? whole);

/** The sections of a page, in the order of the rows. */
export function sectionsOf(rows: readonly FaqRow[], brand: Brand): FaqSection[] {
  const sections = new Map<string, { id: string; title: string; entries: FaqEntry[] }>();
  for (const row of rows) {
    const section = sections.get(row.groupAnchor) ?? { id: row.groupAnchor, title: row.groupTitle, entries: [] };
    section.entries.push(entryOf(row, brand));
    sections.set(row.groupAnchor, section);
  }
  return [...sections.values()];
}

export const entryOf = (row: Pick<FaqRow, "anchor" | "question" | "answer">, brand: Brand): FaqEntry => ({
  id: row.anchor,
  question: withFacts(row.question, brand),
  answer: blocksOf(withFacts(row.answer, brand)),
});

/** At most so many entries are on the home page. */
const MOST_ON_HOME_PAGE = 6;

/** The entries that the home page shows, in the order of the FAQ. */
export const highlightsOf = (rows: readonly FaqRow[], brand: Brand): FaqEntry[] =>
  rows
    .filter(({ onHomePage }) => onHomePage)
    .slice(0, MOST_ON_HOME_PAGE)
    .map((row) => entryOf(row, brand));

/**
 * An answer as paragraphs, lists (`- `) and steps (`1. `), parted by empty lines, with `**bold**` and `[links](/faq)`.
 * Everything else is text as it was typed: there is no way to write HTML.
 */
export function blocksOf(answer: string): FaqBlock[] {
  return answer
    .split(/\n\s*\n/u)
    .map((part) =>
      part
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
    )
    .filter((lines) => lines.length > 0)
    .map((lines): FaqBlock => {
      for (const [kind, mark] of MARKS) {
        if (lines.every((line) => mark.test(line))) {
          return { kind, items: lines.map((line) => inlineOf(line.replace(mark, ""))) };
        }
      }
      return { kind: "text", text: inlineOf(lines.join(" ")) };
    });
}

const MARKS = [
  ["list", /^[-*•]\s+/u],
  ["steps", /^\d{1,2}[.)]\s+/u],
] as const;

const INLINE = /\*\*(.+?)\*\*(?!\*)|\[([^[\]]+)\]\(([^()\s]+)\)/gu;

function inlineOf(line: string): FaqInline[] {
  const parts: FaqInline[] = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    const [whole, strong, label, href] = match;
    if (match.index > end) parts.push(line.slice(end, match.index));
    end = match.index + whole.length;
    if (strong !== undefined) parts.push({ strong });
    else if (label !== undefined && href !== undefined && isLink(href)) parts.push({ href, label });
    else parts.push(whole);
  }
  if (end < line.length) parts.push(line.slice(end));
  return parts;
}

/** A page of the portal, or an address that does nothing but lead somewhere. */
export function isLink(href: string): boolean {
  if (/^\/(?![/\\])/u.test(href)) return !href.includes("\\");
  if (!URL.canParse(href)) return false;
  return ["https:", "http:", "mailto:", "tel:"].includes(new URL(href).protocol);
}

/** The links of an answer that are not allowed: of another kind, or to a host that is none of these. */
export function strayLinks(answer: string, hosts: readonly string[]): string[] {
  return [...answer.matchAll(INLINE)].flatMap(([, , , href]) =>
    href === undefined || isAllowed(href, hosts) ? [] : [href],
  );
}

/** The addresses that an answer leads to on the web; those of the portal's own pages are not among them. */
export function webLinksOf(answer: string): string[] {
  return [...answer.matchAll(INLINE)].flatMap(([, , , href]) =>
    href !== undefined && isLink(href) && /^https?:/iu.test(href) ? [href] : [],
  );
}

function isAllowed(href: string, hosts: readonly string[]): boolean {
  if (!isLink(href)) return false;
  return href.startsWith("/") || allowedLink(href, hosts) !== null;
}

/** All words of an answer, without its marks. */
export function answerText({ answer }: FaqEntry): string {
  return answer
    .flatMap((block) => (block.kind === "text" ? [block.text] : block.items))
    .flat()
    .map(wordsOf)
    .join(" ");
}

export const wordsOf = (part: FaqInline): string =>
  typeof part === "string" ? part : "strong" in part ? part.strong : part.label;
