import { documentWords, NUMBER_SIGNS } from "@/lib/kit/document-number";
import { searchWords } from "@/lib/kit/lists/search";

/** A search, taken apart for the database. */
export interface Asked {
  /** In lower case, at most eight. */
  readonly words: readonly string[];
  /** The letters before a number, such as `cs` of `CS-104416`; empty before digits alone. Null: no number was asked for. */
  readonly letters: string | null;
  readonly digits: string | null;
}

const SIGNS = `[${NUMBER_SIGNS.replace("-", "\\-")}]`;
/** A whole search that is one number: the word for what it is, letters, digits with any signs between them. */
const NUMBER = new RegExp(
  `^(?:(case|request|chat|invoice|estimate|quote)s?${SIGNS}*)?(?:n[or]\\.?|number)?${SIGNS}*([a-z]{0,6})${SIGNS}*([0-9](?:${SIGNS}*[0-9])*)$`,
);

export function askedOf(q: string): Asked {
  const text = q.toLowerCase();
  const words = documentWords(searchWords(text)).map((word) => word.text);
  const [, kind, letters, digits] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return { words, letters: null, digits: null };
  const isThread = kind === "case" || kind === "request" || kind === "chat";
  return {
    words,
    letters: letters || (isThread ? kind : "") || "",
    digits: digits.replaceAll(/[^0-9]/g, ""),
  };
}

/** The most letters in which a word may differ from the one that was meant. */
const allowed = (word: string) => (word.length < 5 ? 0 : word.length < 11 ? 1 : 2);

/** Whether a word of a text answers a word of a search: by its beginning, or nearly so. */
export function isLike(word: string, asked: string): boolean {
  if (word.startsWith(asked)) return true;
  const most = allowed(asked);
  return most > 0 && Math.abs(word.length - asked.length) <= most && differences(word, asked) <= most;
}

/** In how many letters two words differ: one left out, added or changed, or two beside each other that are swapped. */
function differences(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let at = 1; at <= one.length; at++) {
    const row = [at];
    for (let place = 1; place <= other.length; place++) {
      const isSame = one[at - 1] === other[place - 1];
      let least = Math.min(
        (last[place] ?? 0) + 1,
        (row[place - 1] ?? 0) + 1,
        (last[place - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped = one[at - 1] === other[place - 2] && one[at - 2] === other[place - 1];
      if (at > 1 && place > 1 && isSwapped) least = Math.min(least, (beforeLast[place - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length] ?? 0;
}

/** Whether every word of the search is like a word of the text. A search without words fits nothing. */
export function fits(text: string, words: readonly string[]): boolean {
  const said = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const asked = words.flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? []);
  return asked.length > 0 && asked.every((word) => said.some((one) => isLike(one, word)));
}
