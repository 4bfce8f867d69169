import { z } from "zod";

/* What people type into the fields of forms. */

export const MAX_TEXT = 20_000;

/** Text that people type over several lines: NUL and half a surrogate pair are what PostgreSQL cannot keep. */
export const longText = (empty: string) =>
  z
    .string()
    .transform((text) => text.replaceAll("\r\n", "\n").replaceAll("\u0000", "").toWellFormed().trim())
    .pipe(z.string().min(1, empty).max(MAX_TEXT, "Keep it under 20,000 characters, or attach a file."));

/** One line of text. */
export const line = (empty: string, maximum: number) =>
  z
    .string()
    .transform((text) =>
      text
        .replaceAll(/\p{Cc}+/gu, " ")
        .toWellFormed()
        .trim(),
    )
    .pipe(z.string().min(1, empty).max(maximum, `Keep it under ${maximum} characters.`));
