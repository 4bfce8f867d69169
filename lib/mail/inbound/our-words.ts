/* Which lines of a reply are of the mail that it answers: that mail is ours, so its very words are known. */

interface Word {
  readonly word: string;
  /** Where it ends in its line. */
  readonly end: number;
}

/** Marks that mail programs put around and into what they quote, and that nobody sees. */
export const INVISIBLE = /\u034f|[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const WORD = /https?:\/\/[^\s<>"\])]+|[\p{L}\p{N}\p{Extended_Pictographic}]+/gu;
/** Programs write the address of a link behind its words, and lead links over a scanner of theirs. */
const LINK_BEHIND = /[<[(](?:https?:|mailto:)[^\s<>]{1,4000}/g;

/** How much of it is the link: up to its bracket, of which the pattern says nothing, or each beginning would look for one. */
function linkLength(taken: string, following: string | undefined): number {
  return following === ">" ? taken.length : Math.max(taken.lastIndexOf(")"), taken.lastIndexOf("]")) + 1;
}

/** The words of a line without what quoting changes of it: marks, emphasis, the addresses of links. */
function wordsOf(line: string): Word[] {
  // Blanks keep every word at its place.
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

/** What became of a line: all ours, none of it, or ours with something behind it. Null for a line without words. */
type Origin = "ours" | "theirs" | { readonly rest: string } | null;

export interface Alignment {
  readonly origins: readonly Origin[];
  /** How many lines with words are ours, and how many there are. */
  readonly ours: number;
  readonly all: number;
}

/** Shorter runs of words may be anybody's, and count where they are a line of ours, or the next words of it. */
const RUN = 4;

/** Steps that are spent on one text of ours, and on all of them: far more than the longest conversation takes. */
const MOST_STEPS = { text: 200_000, all: 3_000_000 };

/** What a line costs beside its words. The first of our texts is asked of every mail that is read. */
const LINE_STEPS = 8;

/** The words of a line or text that are looked up together: few places have the same three. */
const KEYED = RUN - 1;
const keyOf = (words: readonly { readonly word: string }[], at: number, length: number) => {
  let key = words[at]?.word ?? "";
  for (let index = 1; index < length; index++) key += ` ${words[at + index]?.word ?? ""}`;
  return key;
};

interface OurText {
  readonly words: readonly OurWord[];
  /** Where a word stands, and where three in a row do. */
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
 * Lays lines against the words of our mail, wrapped as they may be. Each word of ours is taken once, so that who says the
 * same again is heard. `quoted`: lines that a program marked as quoted; one that is nearly ours is ours.
 */
function align(lines: readonly Line[], { words: ours, places }: OurText, quoted: (line: string) => boolean): Alignment {
  const taken = new Uint8Array(ours.length);
  let next = 0;
  // Who repeats a word thousands of times makes as many places for each line: so much is tried, and no more.
  let left = MOST_STEPS.text;
  const run = (words: readonly Word[], at: number) => {
    let length = 0;
    while (length < words.length && ours[at + length]?.word === words[length]?.word && !taken[at + length]) length++;
    left -= length;
    return length;
  };
  /** Places where the line could begin, what follows on the last line first. */
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
  /** Whole lines first: only what they leave may be the beginning of one. */
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
    // What was not looked at any more counts as ours by its words: nothing of ours is shown for being hard to find.
    const isQuoted = left < 0 || (quoted(text) && words.length >= RUN);
    return isQuoted && known >= 0.8 * words.length ? "ours" : "theirs";
  });
  const told = origins.filter((origin) => origin !== null);
  return { origins, ours: told.filter((origin) => origin !== "theirs").length, all: told.length };
}

/** Lays lines against our texts, each read once: gives what one explains most of them; null where none explains any. */
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
      // The newest come first: of a mail that is all words or lines the older ones are not asked any more.
      left -= size;
      if (left < 0) break;
      const found = align(lines, ourTextOf(text), quoted);
      if (found.ours > (best?.ours ?? 0)) best = found;
    }
    return best;
  };
}
