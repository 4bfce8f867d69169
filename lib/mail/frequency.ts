/* How often a person gets a kind of mail. */

/** Is it sent? What is fixed always; else as its person chose (undefined: they switched nothing), or as it begins. */
export function isOn(
  { fixed, byDefault }: { readonly fixed: string | null; readonly byDefault: boolean },
  chosen: boolean | undefined,
): boolean {
  return fixed !== null || (chosen ?? byDefault);
}

/** How often somebody gets a kind of mail. */
export const FREQUENCIES = ["at-once", "daily", "never"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** How often it is sent, as its person chose (undefined: they chose nothing), as far as the kind allows. */
export function frequencyOf(
  facts: { readonly fixed: string | null; readonly byDefault: boolean; readonly daily: boolean },
  chosen: { readonly wanted: boolean; readonly daily: boolean } | undefined,
): Frequency {
  if (!isOn(facts, chosen?.wanted)) return "never";
  return facts.daily && facts.fixed === null && chosen?.daily ? "daily" : "at-once";
}
