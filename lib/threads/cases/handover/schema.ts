import { z } from "zod";
import { caseNumber } from "@/lib/threads/cases/schema";

/** `id` is made together with the form, so that the form sent twice hands over once. */
export const handOverSchema = z.object({
  id: z.uuid(),
  number: caseNumber,
  contact: z.uuid("Choose a colleague."),
  note: z
    .string()
    .transform((text) => text.replaceAll("\r\n", "\n").replaceAll("\u0000", "").toWellFormed().trim())
    .pipe(z.string().min(1, "Say what your colleague has to know.").max(2_000, "Keep it under 2,000 characters.")),
});

export type HandOverInput = z.output<typeof handOverSchema>;
