import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { rowId } from "@/lib/kit/lists/values";

/** More than a page of a list holds, so that nobody's selection is cut. */
export const MOST_AT_ONCE = 100;

/** What the forms of chosen rows share, where a row is chosen by its id. `noun`: what a row is. */
export const chosenIds = (noun: string) => ({
  /** Made with the form: the same form sent twice is one deed. */
  id: z.uuid(),
  numbers: z
    .array(z.uuid())
    .min(1, `Choose at least one ${noun}.`)
    .max(MOST_AT_ONCE, `Choose at most ${MOST_AT_ONCE} at once.`),
  /** The filters of the list on the screen, to which the answer leads back. */
  query: z.string().max(2_000),
});

/** The list after a deed: with its filters, and with the deed whose outcome it tells. */
export function afterDeed(path: string, query: string, deed: string): string {
  const parameters = new URLSearchParams(query);
  for (const name of ["after", "chosen"]) parameters.delete(name);
  parameters.set("did", deed);
  return `${path}?${parameters}`;
}

/** The deed whose outcome an address asks for; null for none. */
export function deedOf(raw: RawParameters): string | null {
  return rowId.safeParse(firstParameter(raw, "did")).data ?? null;
}

/** Differs before and after each deed and undoing. */
export const deedKey = (deed: { readonly id: string; readonly undone: unknown } | null): string =>
  deed === null ? "" : `${deed.id} ${deed.undone !== null}`;

/** Rows that an address has chosen, without scripts. */
export function chosenOf(raw: RawParameters): readonly string[] {
  const { chosen: value } = raw;
  return (typeof value === "string" ? [value] : (value ?? [])).slice(0, MOST_AT_ONCE);
}
