import { z } from "zod";
import { caseNumber } from "@/lib/threads/cases/schema";
import { linkedNumber } from "@/lib/threads/cases/staff/links/schema";

export const mergeCaseSchema = z.object({
  number: caseNumber,
  into: caseNumber,
  /** Contacts who take part in the other case from now on. */
  add: z.array(z.uuid()).max(100),
});
export type MergeCaseInput = z.output<typeof mergeCaseSchema>;

/** The other case as its number stands in the page's address, typed by hand; null for what is no number. */
export function parseInto(text: string): string | null {
  return linkedNumber.safeParse(text).data ?? null;
}
