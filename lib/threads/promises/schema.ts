import { z } from "zod";
import { THREAD_KINDS } from "@/db/schema/constants";
import { MISS_CAUSES } from "@/db/schema/promise-constants";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, keyOrNull, search } from "@/lib/kit/lists/parameters";
import { line } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";

/** What the figures are shown by. `agent`: only to leads, in the order of names. */
export const ANSWER_GROUPS = ["week", "severity", "brand", "agreement", "coverage", "agent"] as const;
export type AnswerGroup = (typeof ANSWER_GROUPS)[number];
/** The last twelve weeks, the current calendar year, the one before it. */
export const ANSWER_WINDOWS = ["weeks", "year", "last-year"] as const;
export type AnswerWindow = (typeof ANSWER_WINDOWS)[number];

const list = defineFilters({
  path: routes.staffAnswers,
  parameters: {
    window: choice(ANSWER_WINDOWS, "weeks"),
    by: choice(ANSWER_GROUPS, "week"),
    /** Only first answers, or every answer that was promised. */
    answers: choice(["first", "every"], "first"),
    of: choice(THREAD_KINDS, "case"),
    brand: keyOrNull(),
    q: search(),
  },
  cursor: defineCursor({}),
});
export const { parse: parseAnswerFilters, href: answersHref } = list;
export type AnswerFilters = Omit<ReturnType<typeof parseAnswerFilters>, "cursor">;

/** Why a promise was missed. Sent again, the form says the same once more. */
export const causeSchema = z.object({
  promise: z.uuid(),
  cause: z.enum(MISS_CAUSES, "Choose a cause."),
  note: line("Say it in a sentence.", 300).optional(),
  /** The filters of the page that the form is on. */
  query: z.string().max(500).optional(),
});
export type CauseInput = z.output<typeof causeSchema>;

/** The page with these filters once a cause was said. What is no filter of the page is left out. */
export function savedHref(query = ""): string {
  const filters = parseAnswerFilters(Object.fromEntries(new URLSearchParams(query)));
  const href = answersHref(filters);
  return `${href}${href.includes("?") ? "&" : "?"}saved=cause#misses`;
}
