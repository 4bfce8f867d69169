import { parse, wcagContrast } from "culori";
import type { BrandTheme } from "./types";

/** The surfaces that accents stand on, as in app/globals.css: surface and canvas of each scheme. */
const SURFACES = {
  light: ["oklch(1 0 0)", "oklch(0.984 0.003 250)"],
  dark: ["oklch(0.208 0.014 258)", "oklch(0.172 0.012 258)"],
};

/** WCAG 2.2 AA for text. */
const MINIMUM = 4.5;

/** Sentences about every pair of a brand's colours that falls short of 4.5:1; empty when all can be read. */
export function checkBrandContrast(theme: BrandTheme): string[] {
  const faults: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    const { accent, onAccent } = theme[scheme];
    const pairs: [front: string, back: string, what: string][] = [
      [onAccent, accent, "text on the accent"],
      ...SURFACES[scheme].map((surface): [string, string, string] => [accent, surface, `the accent on ${surface}`]),
    ];
    for (const [front, back, what] of pairs) {
      if (!parse(front) || !parse(back)) faults.push(`${scheme}: ${what}: not a colour`);
      else {
        const ratio = wcagContrast(front, back);
        if (ratio < MINIMUM) faults.push(`${scheme}: ${what} has ${ratio.toFixed(2)}:1, needs ${MINIMUM}:1`);
      }
    }
  }
  return faults;
}
