import type { Daily } from "./kind-facts";

/* How often a person gets a kind of mail. */

/**
 * Is a kind sent to a person? A fixed kind always is. Else the person's choice decides, or the default if it is
 * undefined.
 */
export function isOn(
  { fixed, byDefault }: { readonly fixed: string | null; readonly byDefault: boolean },
  chosen: boolean | undefined,
): boolean {
  return fixed !== null || (chosen ?? byDefault);
}

/** How often somebody gets a kind of mail. */
const FREQUENCIES = ["at-once", "daily", "never"] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** The frequencies that a person may choose for a kind that can be switched off. */
export function frequenciesOf(daily: Daily): readonly Frequency[] {
  return FREQUENCIES.filter((often) => (often === "daily" ? daily !== false : often === "never" || daily !== "only"));
}

/**
 * How often a kind is sent to a person who chose `chosen` (undefined: nothing). A choice that the kind forbids is
 * ignored.
 */
export function frequencyOf(
  facts: { readonly fixed: string | null; readonly byDefault: boolean; readonly daily: Daily },
  chosen: { readonly wanted: boolean; readonly daily: boolean } | undefined,
): Frequency {
  if (!isOn(facts, chosen?.wanted)) return "never";
  if (facts.daily === "only") return "daily";
  return facts.daily && facts.fixed === null && chosen?.daily ? "daily" : "at-once";
}
