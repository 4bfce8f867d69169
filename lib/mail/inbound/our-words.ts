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
const LINK_BEHIND = /[<[(](?:https?:|mailto:)[^\s<>]{1,4000}[>\])]/g;

/** The words of a line without what quoting changes of it: marks, emphasis, the addresses of links. */
function wordsOf(line: string): Word[] {
  // Blanks keep every word at its place.
  const text = line.slice(0, 20_000).replaceAll(LINK_BEHIND, (link) => " ".repeat(link.length));
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

/**
 * Lays lines against the words of our mail, wrapped as they may be. Each word of ours is taken once, so that who says the
 * same again is heard. `quoted`: lines that a program marked as quoted; one that is nearly ours is ours.
 */
function align(lines: readonly string[], text: string, quoted: (line: string) => boolean): Alignment {
  const ours = ourWords(text);
  const places = new Map<string, number[]>();
  for (const [index, { word }] of ours.entries()) places.set(word, [...(places.get(word) ?? []), index]);
  const taken = new Uint8Array(ours.length);
  let next = 0;
  const run = (words: readonly Word[], at: number) => {
    let length = 0;
    while (length < words.length && ours[at + length]?.word === words[length]?.word && !taken[at + length]) length++;
    return length;
  };
  /** Places where the line could begin, what follows on the last line first. */
  const starts = (words: readonly Word[]) => {
    const all = places.get(words[0]?.word ?? "") ?? [];
    return [...all.filter((at) => at >= next), ...all.filter((at) => at < next)];
  };
  const take = (at: number, length: number) => {
    taken.fill(1, at, at + length);
    next = at + length;
  };
  /** Whole lines first: only what they leave may be the beginning of one. */
  const whole = lines.map((line): Origin => {
    const words = wordsOf(line);
    if (words.length === 0) return null;
    for (const at of starts(words)) {
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
    const line = lines[index] ?? "";
    if (origin !== "theirs") return origin;
    const words = wordsOf(line);
    for (const at of starts(words)) {
      if (!ours[at]?.begins) continue;
      let length = run(words, at);
      while (length >= RUN - 1 && !ours[at + length - 1]?.ends) length--;
      if (length < RUN - 1) continue;
      take(at, length);
      return { rest: line.slice(words[length - 1]?.end).replace(/^[\s.,;:!?)\]>"'*_]+/, "") };
    }
    const known = words.filter(({ word }) => places.has(word)).length;
    return quoted(line) && words.length >= RUN && known >= 0.8 * words.length ? "ours" : "theirs";
  });
  const told = origins.filter((origin) => origin !== null);
  return { origins, ours: told.filter((origin) => origin !== "theirs").length, all: told.length };
}

/** Our text that explains most of the lines; null where none explains any. */
export function bestAlignment(
  lines: readonly string[],
  texts: readonly string[],
  quoted: (line: string) => boolean,
): Alignment | null {
  let best: Alignment | null = null;
  for (const text of texts) {
    const found = align(lines, text, quoted);
    if (found.ours > (best?.ours ?? 0)) best = found;
  }
  return best;
}
