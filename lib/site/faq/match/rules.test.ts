import { expect, it } from "vitest";
import type { FaqSection } from "@/lib/site/faq/rules";
import { matchFaq } from "./rules";

const entry = (id: string, question: string, answer: string) => ({
  id,
  question,
  answer: [{ kind: "text" as const, text: [answer] }],
});
const sections: FaqSection[] = [
  {
    id: "all",
    title: "All",
    entries: [
      entry("reset", "I forgot my password. How do I reset it?", "By mail."),
      entry("rules", "What must it look like?", "A password has eight characters, upper and lower case."),
      entry("upgrade", "How do I request an upgrade?", "Ask."),
    ],
  },
];

it("a search of the FAQ puts the question that fits best first", () => {
  expect(matchFaq(sections, "How to reset a password with eight characters", 3).map(({ id }) => id)).toEqual([
    "reset",
    "rules",
  ]);
});

it("a search of the FAQ finds no entry that shares only one word of its answer", () => {
  expect(matchFaq(sections, "The characters on the screen are broken", 3)).toEqual([]);
});

it("a search of the FAQ for many words finds no entry that shares only one of them, even in its question", () => {
  expect(matchFaq(sections, "The historian should reset its counter at midnight", 3)).toEqual([]);
  expect(matchFaq(sections, "reset", 3).map(({ id }) => id)).toEqual(["reset"]);
});

it("a search of the FAQ gives no more entries than its limit, and none for an empty search", () => {
  expect(matchFaq(sections, "password reset upgrade", 1)).toHaveLength(1);
  expect(matchFaq(sections, "why?", 3)).toEqual([]);
});
