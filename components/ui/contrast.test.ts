import { readFileSync } from "node:fs";
import path from "node:path";
import { interpolate, parse, wcagContrast } from "culori";
import { describe, expect, it } from "vitest";
import { BRANDS } from "@/db/seed/brands";

type Scheme = "light" | "dark";
type Tokens = ReadonlyMap<string, string>;

const css = readFileSync(path.resolve(import.meta.dirname, "../../app/globals.css"), "utf8");

/** `--name: light-dark(a, b);` as written in globals.css, for one scheme. */
function tokensOf(scheme: Scheme): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [, name, light, dark] of css.matchAll(
    /--([\w-]+):\s*light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\);/g,
  )) {
    if (name && light && dark) tokens.set(name, scheme === "light" ? light : dark);
  }
  return tokens;
}

function token(tokens: Tokens, name: string): string {
  const value = tokens.get(name);
  if (!value || !parse(value)) throw new Error(`No colour --${name} in globals.css`);
  return value;
}

const surfaces = ["canvas", "surface", "sunken"];

/** Text on its possible backgrounds: 4.5:1 (WCAG 1.4.3). */
const textPairs: readonly (readonly [string, string])[] = [
  ...surfaces.flatMap((surface) => [["ink", surface] as const, ["muted", surface] as const]),
  ...["success", "warning", "danger", "info"].flatMap((tone) => [
    [tone, "canvas"] as const,
    [tone, "surface"] as const,
    [tone, `${tone}-soft`] as const,
    ["ink", `${tone}-soft`] as const,
    ["muted", `${tone}-soft`] as const,
  ]),
  ["on-danger-fill", "danger-fill"],
];

/** Graphics that must be visible, such as borders of inputs and dots of states: 3:1 (WCAG 1.4.11). */
const graphicPairs: readonly (readonly [string, string])[] = [
  ["control", "canvas"],
  ["control", "surface"],
  ...["success", "warning", "danger", "info"].flatMap((tone) => [
    [`${tone}-mark`, "canvas"] as const,
    [`${tone}-mark`, "surface"] as const,
  ]),
];

describe.each<Scheme>(["light", "dark"])("colours in %s", (scheme) => {
  const tokens = tokensOf(scheme);

  it.each(textPairs)("%s is readable text on %s", (front, back) => {
    expect(wcagContrast(token(tokens, front), token(tokens, back))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(graphicPairs)("%s is a visible graphic on %s", (front, back) => {
    expect(wcagContrast(token(tokens, front), token(tokens, back))).toBeGreaterThanOrEqual(3);
  });

  describe.each(BRANDS.map((brand) => [brand.key, brand.theme[scheme]] as const))("accent of %s", (_key, theme) => {
    it("carries its own text, at rest and under the pointer", () => {
      const hover = interpolate([theme.accent, token(tokens, "ink")], "oklab")(0.14);
      expect(wcagContrast(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(theme.onAccent, hover)).toBeGreaterThanOrEqual(4.5);
    });

    it("is readable text and a visible focus ring on every surface", () => {
      for (const surface of surfaces) {
        expect(wcagContrast(theme.accent, token(tokens, surface)), surface).toBeGreaterThanOrEqual(4.5);
      }
    });

    it("is readable on its own soft tint, where the chosen chip and area stand", () => {
      const soft = interpolate([token(tokens, "surface"), theme.accent], "oklab")(0.09);
      expect(wcagContrast(theme.accent, soft)).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(token(tokens, "muted"), soft)).toBeGreaterThanOrEqual(4.5);
    });
  });
});
