import { z } from "zod";
import { CASE_LINK_KINDS } from "@/db/schema/constants";
import { caseNumber } from "@/lib/threads/cases/schema";

/** The number of another case as people type or paste it: `c-100023`, `#C-100023`, `100023`. */
export const linkedNumber = z
  .string()
  .max(40, "Enter the number of one case, such as C-100023.")
  .transform((text) =>
    text
      .trim()
      .toUpperCase()
      .replace(/^#?\s*(?:C[-\s]?)?(?=\d)/, "C-"),
  )
  .pipe(z.string().regex(/^C-\d{6,12}$/, "Enter the number of one case, such as C-100023."));

export const linkSchema = z.object({
  number: caseNumber,
  kind: z.enum(CASE_LINK_KINDS, "Choose how the cases belong together."),
  other: linkedNumber,
});
export type LinkInput = z.output<typeof linkSchema>;

export const unlinkSchema = z.object({ number: caseNumber, other: caseNumber });
export type UnlinkInput = z.output<typeof unlinkSchema>;
