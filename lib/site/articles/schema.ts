import { z } from "zod";
import { ARTICLE_STATES, FLAG_KINDS } from "@/db/schema/resource-constants";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { keyOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { routes } from "@/lib/routes";
import { ARTICLE_LENGTH, longText, text } from "@/lib/site/library/staff/schema";

/** The revision that the form was made from, so that a late form does not undo a colleague's change. */
const seen = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** `id` is made together with the form, so that the form sent twice is one article. */
export const draftArticleSchema = z.object({ id: z.uuid(), case: z.uuid() });
export const saveArticleSchema = z.object({
  article: z.uuid(),
  seen,
  title: text(150, "Write a title."),
  summary: longText(600),
  product: text(100, "Choose a product.").optional(),
  productVersion: text(50, "Write a version.").optional(),
  symptom: longText(ARTICLE_LENGTH),
  cause: longText(ARTICLE_LENGTH),
  fix: longText(ARTICLE_LENGTH),
});
export const keepWordSchema = z.object({
  article: z.uuid(),
  kind: z.enum(FLAG_KINDS),
  word: z.string().min(1).max(500),
  keep: z.enum(["yes", "no"]),
});
const MOVES = ["submit", "return", "approve", "withdraw", "revise"] as const;
export type ArticleMove = (typeof MOVES)[number];
export const moveArticleSchema = z
  .object({ article: z.uuid(), seen, move: z.enum(MOVES), reason: longText(600).optional() })
  .refine(({ move, reason }) => (move !== "withdraw" && move !== "return") || !!reason, {
    path: ["reason"],
    message: "Say why, for your colleagues.",
  });

export type DraftArticleInput = z.output<typeof draftArticleSchema>;
export type SaveArticleInput = z.output<typeof saveArticleSchema>;
export type KeepWordInput = z.output<typeof keepWordSchema>;
export type MoveArticleInput = z.output<typeof moveArticleSchema>;

/** Notes that the page shows after a form was sent. */
export const ARTICLE_NOTES = [
  "drafted",
  "saved",
  "kept",
  "submitted",
  "returned",
  "approved",
  "withdrawn",
  "revised",
] as const;
export type ArticleNote = (typeof ARTICLE_NOTES)[number];
export const NOTE_OF: Readonly<Record<ArticleMove, ArticleNote>> = {
  submit: "submitted",
  return: "returned",
  approve: "approved",
  withdraw: "withdrawn",
  revise: "revised",
};

export const articleHref = (id: string, note: ArticleNote) => `${routes.staffArticle(id)}?note=${note}`;

export const LISTED_STATES = ARTICLE_STATES;
/** At most so many articles are listed: others are found by words. */
export const MOST_ARTICLES = 200;
const articles = defineFilters({
  path: routes.staffArticles,
  parameters: {
    /** Words of an article's title, or of the number of its case. */
    q: search(),
    state: oneOf(ARTICLE_STATES),
    brand: keyOrNull(),
  },
  // The list is one page.
  cursor: defineCursor({}),
});
export const { parse: parseArticleFilters, href: articlesHref } = articles;
export type ArticleFilters = ReturnType<typeof parseArticleFilters>;
