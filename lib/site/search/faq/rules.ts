import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import { type FaqEntry, type FaqInline, faqOf } from "@/lib/site/faq/rules";
import { fits } from "@/lib/site/search/rules";
import type { Hit } from "@/lib/site/search/types";

/** Entries of the FAQ that have all of the words, those whose question has them first. */
export function findInFaq(brand: Brand, words: readonly string[]): Hit[] {
  const entries = faqOf(brand).flatMap(({ title, entries: some }) => some.map((entry) => ({ entry, title })));
  const inQuestion = entries.filter(({ entry }) => fits(entry.question, words));
  const inAnswer = entries.filter((one) => !inQuestion.includes(one) && fits(wholeText(one.entry), words));
  return [...inQuestion, ...inAnswer].map(({ entry: { id, question }, title }) => ({
    href: `${routes.faq}#${id}`,
    title: question,
    detail: title,
  }));
}

const wordsOf = (part: FaqInline) => (typeof part === "string" ? part : "strong" in part ? part.strong : part.label);

function wholeText({ question, answer }: FaqEntry): string {
  const parts = answer.flatMap((block) => (block.kind === "text" ? [block.text] : block.items));
  return [question, ...parts.map((some) => some.map(wordsOf).join(""))].join(" ");
}
