import { z } from "zod";

/* Schemas of the text that people type into forms. */

export const MAX_TEXT = 20_000;

/** Text of several lines. NUL and half surrogate pairs are removed because PostgreSQL cannot store them. */
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
