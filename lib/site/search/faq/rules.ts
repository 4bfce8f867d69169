import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import { answerText, type FaqRow, sectionsOf } from "@/lib/site/faq/rules";
import { fits } from "@/lib/site/search/rules";
import type { Hit } from "@/lib/site/search/types";

/** Entries of a FAQ that have all of the words, those whose question has them first. */
export function findInFaq(rows: readonly FaqRow[], brand: Brand, words: readonly string[]): Hit[] {
  const entries = sectionsOf(rows, brand).flatMap(({ title, entries: some }) =>
    some.map((entry) => ({ entry, title })),
  );
  const inQuestion = entries.filter(({ entry }) => fits(entry.question, words));
  const inAnswer = entries.filter(
    (one) => !inQuestion.includes(one) && fits(`${one.entry.question} ${answerText(one.entry)}`, words),
  );
  return [...inQuestion, ...inAnswer].map(({ entry: { id, question }, title }) => ({
    href: `${routes.faq}#${id}`,
    title: question,
    detail: title,
  }));
}
