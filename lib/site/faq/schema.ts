import { z } from "zod";
import { routes } from "@/lib/routes";

/** An answer to **Was this useful**. `id` is made with the form, so that the form sent twice is one answer. */
export const voteSchema = z.object({
  id: z.uuid(),
  entry: z.string().regex(/^[a-z0-9-]{1,80}$/),
  useful: z.enum(["yes", "no"]),
  words: z
    .string()
    .transform((typed) =>
      typed
        .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
        .toWellFormed()
        .trim(),
    )
    .pipe(z.string().max(500, "At most 500 characters."))
    .optional(),
});
export type VoteInput = z.output<typeof voteSchema>;

export const MOST_WORDS = 100;

/** Address of an entry, with thanks for an answer. */
export const thanksHref = (entry: string) => `${routes.faq}?${new URLSearchParams({ thanks: entry })}#${entry}`;
