import { REPLY_MARKER } from "@/lib/mail/reply-marker";

/* Finds the lines of a reply that it quotes from the answered mail. We sent that mail, so we know its words. */

interface Word {
  readonly word: string;
  /** The index in its line at which the word ends. */
  readonly end: number;
}

/** Invisible characters that mail programs put around and into what they quote. */
export const INVISIBLE = /\u034f|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const WORD = /https?:\/\/[^\s<>"\])]+|[\p{L}\p{N}\p{Extended_Pictographic}]+/gu;
/** Programs write a link's address behind the link's words, and replace it by an address of their own link scanner. */
const LINK_BEHIND = /[<[(](?:https?:|mailto:)[^\s<>]{1,4000}/g;

/**
 * How many characters of `taken` are the link, with its closing bracket. LINK_BEHIND does not search for that bracket:
 * if it did, each beginning of a link would search the rest of the line for one.
 */
function linkLength(taken: string, following: string | undefined): number {
  return following === ">" ? taken.length : Math.max(taken.lastIndexOf(")"), taken.lastIndexOf("]")) + 1;
}

/** The words of a line without what quoting may change: quotation marks, emphasis, the addresses of links. */
function wordsOf(line: string): Word[] {
  // Blanks replace the links, so that every word keeps its index.
  const read = line.slice(0, 20_000);
  const text = read.replaceAll(LINK_BEHIND, (taken, at: number) => {
    const length = linkLength(taken, read[at + taken.length]);
    return " ".repeat(length) + taken.slice(length);
  });
  return [...text.matchAll(WORD)].map((match) => ({
    word: /^https?:/.test(match[0]) ? "://" : match[0].toLowerCase(),
    end: match.index + match[0].length,
  }));
}

interface OurWord {
  readonly word: string;
  readonly begins: boolean;
  readonly ends: boolean;
}

function ourWords(text: string): OurWord[] {
  return text.split("\n").flatMap((line) =>
    wordsOf(line).map(({ word }, index, all) => ({
      word,
      begins: index === 0,
      ends: index === all.length - 1,
    })),
  );
}

/** Who wrote a line: we, the writer, or we its beginning and the writer the `rest`. Null for a line without words. */
type Origin = "ours" | "theirs" | { readonly rest: string } | null;

export interface Alignment {
  readonly origins: readonly Origin[];
  /** How many lines with words are ours at least in part, and how many lines with words there are. */
  readonly ours: number;
  readonly all: number;
  /** How much of our text was found, from 0 to 1. Our first line, above which replies are written, does not count. */
  readonly share: number;
}

/**
 * Anybody may use fewer of our words in a row than this by chance. They count as ours only if they begin a line of
 * ours, or follow directly on the words that were matched last.
 */
const RUN = 4;

/** The most steps for one text of ours, and for all of them: far more than the longest conversation needs. */
const MOST_STEPS = { text: 200_000, all: 3_000_000 };

/**
 * The steps that a line costs besides its words. Even the longest mail can be compared with the newest of our texts.
 */
const LINE_STEPS = 8;

/** How many words in a row are looked up together: the same three words stand at few places of a text. */
const KEYED = RUN - 1;
const keyOf = (words: readonly { readonly word: string }[], at: number, length: number) => {
  let key = words[at]?.word ?? "";
  for (let index = 1; index < length; index++) key += ` ${words[at + index]?.word ?? ""}`;
  return key;
};

interface OurText {
  readonly words: readonly OurWord[];
  /** The indexes in `words` at which a word stands, and at which three words in a row begin. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function ourText(text: string): OurText {
  const words = ourWords(text);
  const places = new Map<string, number[]>();
  const put = (key: string, at: number) => {
    const known = places.get(key);
    if (known) known.push(at);
    else places.set(key, [at]);
  };
  for (let at = 0; at < words.length; at++) {
    put(keyOf(words, at, 1), at);
    if (at + KEYED <= words.length) put(keyOf(words, at, KEYED), at);
  }
  return { words, places };
}

interface Line {
  readonly text: string;
  readonly words: readonly Word[];
}

/**
 * Finds the lines that repeat words of our mail, even if they are wrapped differently. Each word of ours is matched
 * once, so that a writer who repeats our words is shown. `quoted`: whether a program marked a line as quoted; such a
 * line is ours if most of its words are.
 */
function align(lines: readonly Line[], { words: ours, places }: OurText, quoted: (line: string) => boolean): Alignment {
  const taken = new Uint8Array(ours.length);
  let next = 0;
  // If a word is repeated thousands of times, each line has thousands of places to try. This limits the steps.
  let left = MOST_STEPS.text;
  const run = (words: readonly Word[], at: number) => {
    let length = 0;
    while (length < words.length && ours[at + length]?.word === words[length]?.word && !taken[at + length]) length++;
    left -= length;
    return length;
  };
  /** The places in our text at which the line could begin. Those after the last match come first. */
  const starts = (words: readonly Word[]) => {
    const all = places.get(keyOf(words, 0, words.length < KEYED ? 1 : KEYED)) ?? [];
    left -= all.length + 1;
    if (left < 0 || all.length < 2) return left < 0 ? [] : all;
    return [...all.filter((at) => at >= next), ...all.filter((at) => at < next)];
  };
  const take = (at: number, length: number) => {
    taken.fill(1, at, at + length);
    next = at + length;
  };
  /** Whole lines are matched first. A line that begins with our words may only match the words that are left. */
  const whole = lines.map(({ words }): Origin => {
    if (words.length === 0) return null;
    for (const at of starts(words)) {
      if (left < 0) break;
      const length = words.length;
      const bounded = (at === next || ours[at]?.begins) && (length >= RUN - 1 || ours[at + length - 1]?.ends);
      if ((length >= RUN || bounded) && run(words, at) === length) {
        take(at, length);
        return "ours";
      }
    }
    return "theirs";
  });
  const origins = whole.map((origin, index): Origin => {
    const { text, words } = lines[index] ?? { text: "", words: [] };
    if (origin !== "theirs") return origin;
    for (const at of words.length < KEYED ? [] : starts(words)) {
      if (left < 0) break;
      if (!ours[at]?.begins) continue;
      let length = run(words, at);
      while (length >= RUN - 1 && !ours[at + length - 1]?.ends) length--;
      if (length < RUN - 1) continue;
      take(at, length);
      return { rest: text.slice(words[length - 1]?.end).replace(/^[\s.,;:!?)\]>"'*_]+/, "") };
    }
    const known = words.filter(({ word }) => places.has(word)).length;
    // If the steps ran out before this line, its words alone decide: our words must not be shown only because it would
    // take long to find them.
    const isQuoted = left < 0 || (quoted(text) && words.length >= RUN);
    return isQuoted && known >= 0.8 * words.length ? "ours" : "theirs";
  });
  const told = origins.filter((origin) => origin !== null);
  const found = taken.reduce((sum, one) => sum + one, 0);
  const share = Math.min(1, found / Math.max(1, ours.length - wordsOf(REPLY_MARKER).length));
  return { origins, ours: told.filter((origin) => origin !== "theirs").length, all: told.length, share };
}

/**
 * Compares lines with our texts and returns the alignment with the text that has the most of them; null if no text has
 * any. Each text and line is split into words once.
 */
export function alignerOf(
  texts: readonly string[],
  quoted: (line: string) => boolean,
): (lines: readonly string[]) => Alignment | null {
  const known = new Map<string, OurText>();
  const read = new Map<string, Line>();
  let left = MOST_STEPS.all;
  const ourTextOf = (text: string) => {
    const ours = known.get(text) ?? ourText(text);
    known.set(text, ours);
    return ours;
  };
  const lineOf = (text: string) => {
    const line = read.get(text) ?? { text, words: wordsOf(text) };
    read.set(text, line);
    return line;
  };
  return (texted) => {
    const lines = texted.map(lineOf);
    const size = lines.reduce((sum, { words }) => sum + LINE_STEPS + words.length, 0);
    let best: Alignment | null = null;
    for (const text of texts) {
      // The newest texts come first. A very long mail is not compared with the older ones.
      left -= size;
      if (left < 0) break;
      const found = align(lines, ourTextOf(text), quoted);
      if (found.ours > (best?.ours ?? 0)) best = found;
    }
    return best;
  };
}
