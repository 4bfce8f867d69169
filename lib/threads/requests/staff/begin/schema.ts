import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { rowId } from "@/lib/kit/lists/values";
import { line, longText } from "@/lib/kit/typed-text";
import { fileIds } from "@/lib/threads/schema";

/** A request to a contact. At most one of `agreement`, `invoice` and `estimate` is there. */
export const writeFirstSchema = z.object({
  /** Made with the form: the same form sent twice is one request. */
  id: z.uuid(),
  company: z.uuid(),
  contact: z.uuid("Choose whom you write to."),
  agreement: z.uuid().optional(),
  invoice: z.uuid().optional(),
  estimate: z.uuid().optional(),
  subject: line("Say in a few words what this is about.", 200),
  body: longText("Write your message."),
  files: fileIds,
});
export type WriteFirstInput = z.output<typeof writeFirstSchema>;

const NAMED = ["company", "contact", "agreement", "invoice", "estimate"] as const;

/** What an address says that the request is about. `isBroken`: one of the ids cannot be one. */
export type WriteTo = Readonly<Record<(typeof NAMED)[number], string | null>> & { readonly isBroken: boolean };

export function parseWriteTo(raw: RawParameters): WriteTo {
  const given = (name: string) => firstParameter(raw, name) ?? null;
  const id = (name: string) => rowId.nullable().catch(null).parse(given(name));
  return {
    ...{ company: id("company"), contact: id("contact") },
    ...{ agreement: id("agreement"), invoice: id("invoice"), estimate: id("estimate") },
    isBroken: NAMED.some((name) => given(name) !== null && id(name) === null),
  };
}

export const namesNothing = (wish: WriteTo): boolean => NAMED.every((name) => wish[name] === null);
