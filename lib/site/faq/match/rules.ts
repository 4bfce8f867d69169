import { significantWords } from "@/lib/kit/words";
import { answerText, type FaqEntry, type FaqSection } from "@/lib/site/faq/rules";

export interface FaqMatch {
  readonly id: string;
  readonly question: string;
}

/**
 * The least score: two words in common or, for a search with one word, that word in the question. A single word in
 * common with an answer is chance.
 */
const ENOUGH = 2;

/** The entries that share the most words with a text, at most `limit`. A word of the question counts twice. */
export function matchFaq(sections: readonly FaqSection[], text: string, limit: number): FaqMatch[] {
  const words = significantWords(text);
  if (words.length === 0) return [];
  return sections
    .flatMap((section) => section.entries)
    .map((entry, index) => ({ entry, index, ...scoreOf(entry, words) }))
    .filter(({ score, shared }) => score >= ENOUGH && shared >= Math.min(ENOUGH, words.length))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, limit)
    .map(({ entry: { id, question } }) => ({ id, question }));
}

/** At most so many answers are shown for a search. */
const MOST_FOUND = 20;

/**
 * What a search of the FAQ finds: entries that share words with it, or that have all that was typed, as the beginning of
 * a word or as a number is.
 */
export function searchFaq(sections: readonly FaqSection[], typed: string): FaqMatch[] {
  const matched = matchFaq(sections, typed, MOST_FOUND);
  if (matched.length > 0) return matched;
  const words = typed.toLowerCase().split(/\s+/u).filter(Boolean);
  return sections
    .flatMap(({ entries }) => entries)
    .filter((entry) => {
      const text = `${entry.question} ${answerText(entry)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .slice(0, MOST_FOUND)
    .map(({ id, question }) => ({ id, question }));
}

function scoreOf(entry: FaqEntry, words: readonly string[]): { score: number; shared: number } {
  const question = new Set(significantWords(entry.question, Number.POSITIVE_INFINITY));
  const answer = new Set(significantWords(answerText(entry), Number.POSITIVE_INFINITY));
  const shared = words.filter((word) => question.has(word) || answer.has(word));
  return { score: shared.length + shared.filter((word) => question.has(word)).length, shared: shared.length };
}
