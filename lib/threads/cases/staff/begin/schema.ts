import { z } from "zod";
import { SEVERITIES } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { rowId } from "@/lib/kit/lists/values";
import { line, longText } from "@/lib/kit/typed-text";
import { fileIds } from "@/lib/threads/schema";

/** A case that a contact phoned in. */
export const phonedCaseSchema = z.object({
  /** Made with the form: the same form sent twice is one case. */
  id: z.uuid(),
  company: z.uuid("Choose the company that this is about."),
  contact: z.uuid("Choose the contact who called."),
  product: line("Choose the product that this is about.", 100),
  productVersion: line("", 50).optional(),
  severity: z.enum(SEVERITIES, "Choose how badly their plant is hit."),
  subject: line("Say in a few words what this is about.", 200),
  description: longText("Write down what the contact said."),
  files: fileIds,
});
export type PhonedCaseInput = z.output<typeof phonedCaseSchema>;

/** Whom an address names. `isBroken`: one of the ids cannot be one. */
export interface PhonedBy {
  readonly company: string | null;
  readonly contact: string | null;
  readonly isBroken: boolean;
}

export function parsePhonedBy(raw: RawParameters): PhonedBy {
  const given = (name: string) => firstParameter(raw, name) ?? null;
  const id = (name: string) => rowId.nullable().catch(null).parse(given(name));
  const isBroken = ["company", "contact"].some((name) => given(name) !== null && id(name) === null);
  return { company: id("company"), contact: id("contact"), isBroken };
}
