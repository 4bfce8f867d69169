import type { ArticleState, FlagKind, KeptWord } from "@/db/schema/resource-constants";

export const ARTICLE_STATE_LABELS: Readonly<Record<ArticleState, string>> = {
  draft: "Draft",
  submitted: "Waits for a second person",
  released: "Released",
  withdrawn: "Withdrawn",
};

export const FLAG_LABELS: Readonly<Record<FlagKind, string>> = {
  name: "Name",
  number: "Number",
  address: "Mail address",
  host: "Host or tag",
  file: "File or path",
};

/** What the case tells about its client, and what an article of it must not say. */
export interface CaseFacts {
  /** Of people and of the company. */
  readonly names: readonly string[];
  readonly files: readonly string[];
  /** Everything that was written in the case. */
  readonly texts: readonly string[];
  /** Product and version: every article says these. */
  readonly harmless: readonly string[];
}

export interface Flag {
  readonly kind: FlagKind;
  /** As it stands in the text, or as the case has it for a name or a file. */
  readonly word: string;
}

/** Of a company's name, what says nothing about whose it is. */
const COMMON_PARTS = new Set("and corp co company gmbh group inc llc ltd of the".split(" "));
const ENDINGS =
  "7z|aaprj|bak|bat|bin|bmp|cfg|conf|config|csv|dat|dll|dmp|docx?|dwg|evtx|exe|gif|ini|jpe?g|json|log|msi|pdf|png|ps1|rar|rtf|sql|svg|tar|txt|vsdx?|xlsx?|xml|zip";

/** In this order: what an earlier one found is not looked at again by the later ones. */
const PATTERNS: readonly (readonly [FlagKind, RegExp])[] = [
  ["address", /[^\s<>()@,;:"']+@[^\s<>()@,;:"']+\.[^\s<>()@,;:"'.]+/gu],
  ["host", /\\\\[^\s\\"'<>|]+(?:\\[^\s\\"'<>|]+)*/gu],
  ["file", /(?<![\p{L}\p{N}])[A-Za-z]:\\[^\s"'<>|]*/gu],
  ["file", /(?<![\p{L}\p{N}/:.])\/(?:[\p{L}\p{N}_.-]+\/)+[\p{L}\p{N}_.-]*/gu],
  ["host", /https?:\/\/[^\s"'<>]+/giu],
  [
    "file",
    new RegExp(
      `(?<![\\p{L}\\p{N}_().-])[\\p{L}\\p{N}_()-]+(?:\\.[\\p{L}\\p{N}_()-]+)*\\.(?:${ENDINGS})(?![\\p{L}\\p{N}])`,
      "giu",
    ),
  ],
  ["host", /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/gu],
  ["host", /(?<![\p{L}\p{N}])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\p{L}\p{N}])/giu],
  ["host", /(?<![\p{L}\p{N}:])(?:[0-9a-f]{1,4}:){2,7}:?(?:[0-9a-f]{1,4}:?)*(?![\p{L}\p{N}])/giu],
  ["host", /(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?![\p{L}\p{N}])/gu],
  ["number", /(?<![\p{L}\p{N}])#?\p{L}{1,4}-?\d{3,}(?![\p{L}\p{N}])/gu],
  ["host", /(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\p{N}]*(?:[-_][\p{Lu}\p{N}]+)+(?![\p{L}\p{N}])/gu],
  ["number", /(?<![\p{L}\p{N}.])\+?\(?\d(?:[ \t().\-/]{0,2}\d){4,}(?![\p{L}\p{N}])/gu],
];

/** Letters that are the same to a reader are the same here: without accents, case and marks that do not show. */
const fold = (text: string) =>
  shown(text)
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase();
const shown = (text: string) => text.normalize("NFKC").replaceAll(/\p{Cf}+/gu, "");

/**
 * What an article says that may tell whose case it comes from: names of the case, and numbers, mail addresses, hosts and
 * files, of the case or by their looks. Each once, in the order of kinds.
 */
export function flagsOf(text: string, facts: CaseFacts): Flag[] {
  const found = new Map<string, Flag>();
  const add = (kind: FlagKind, word: string) => {
    const key = keyOf({ kind, word });
    if (!found.has(key)) found.set(key, { kind, word });
  };
  for (const word of namesIn(text, facts)) add("name", word);
  for (const word of filesIn(text, facts)) add("file", word);
  let rest = shown(text);
  const harmless = new Set(facts.harmless.flatMap((one) => [fold(one), ...tokensOf(one)]));
  for (const [kind, pattern] of PATTERNS) {
    rest = rest.replaceAll(pattern, (word) => {
      if (!harmless.has(fold(word))) add(kind, word.replace(/[.,;:]+$/u, ""));
      return " ".repeat(word.length);
    });
  }
  // A tag or a machine that is called nothing like it: the same odd word stands in the case.
  const told = new Set(facts.texts.flatMap(tokensOf));
  for (const token of tokensOf(rest)) if (told.has(token) && !harmless.has(token)) add("host", token);
  return [...found.values()];
}

/** Those that nobody has kept. While there is one, the article does not go out. */
export function openFlags(text: string, facts: CaseFacts, kept: readonly KeptWord[]): Flag[] {
  const known = new Set(kept.map(keyOf));
  return flagsOf(text, facts).filter((flag) => !known.has(keyOf(flag)));
}

export const keyOf = ({ kind, word }: Flag) => `${kind} ${fold(word)}`;

/** Words with both letters and digits, or with an underscore: serials, tags, names of machines. */
function tokensOf(text: string): string[] {
  const words = fold(text).match(/[\p{L}\p{N}][\p{L}\p{N}_-]{3,}/gu) ?? [];
  return words.filter((word) => (/\p{N}/u.test(word) && /\p{L}/u.test(word)) || word.includes("_"));
}

function namesIn(text: string, { names, harmless }: CaseFacts): string[] {
  const folded = fold(text);
  const isIn = (word: string, where: string) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}])`, "u").test(where);
  const product = new Set(harmless.flatMap((one) => fold(one).match(/[\p{L}\p{N}]+/gu) ?? []));
  return names.flatMap((name) => {
    const whole = fold(name).trim();
    if (whole === "") return [];
    if (isIn(whole, folded)) return [name.trim()];
    return (shown(name).match(/[\p{L}\p{N}]{2,}/gu) ?? []).filter((part) => {
      const word = fold(part);
      if (COMMON_PARTS.has(word) || product.has(word)) return false;
      // A short one, such as Li or Art, is looked for as it is written: in small letters it is a word like another.
      return word.length < 4 ? isIn(part, shown(text)) : isIn(word, folded);
    });
  });
}

function filesIn(text: string, { files }: CaseFacts): string[] {
  const folded = fold(text);
  return files.filter((name) => name.trim() !== "" && folded.includes(fold(name).trim()));
}

const escaped = (word: string) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\s+/g, "\\s+");

/** What stands in the way of a release, as sentences; none for an article that may go out. */
export function missingWords({ summary, fix }: { readonly summary: string; readonly fix: string }): string[] {
  return [...(summary === "" ? ["Write a summary."] : []), ...(fix === "" ? ["Say what helps."] : [])];
}

interface Words {
  readonly title: string;
  readonly summary: string;
  readonly symptom: string;
  readonly cause: string;
  readonly fix: string;
  readonly productVersion: string | null;
}

/** Everything of an article that clients would read. */
export const textOf = ({ title, summary, symptom, cause, fix, productVersion }: Words) =>
  [title, summary, symptom, cause, fix, productVersion ?? ""].join("\n");
