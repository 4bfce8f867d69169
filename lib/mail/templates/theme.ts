import { formatHex } from "culori";
import type { BrandTheme } from "@/lib/gate/brand/types";

/** Colours in hex, because mail programs do not support oklch or CSS variables. */
const hex = (colour: string, fallback: string) => formatHex(colour) ?? fallback;

export const LIGHT = { page: "#f4f5f7", panel: "#ffffff", line: "#dfe2e7", ink: "#1a1f27", quiet: "#545c69" } as const;
export const DARK = { page: "#14171c", panel: "#1d2128", line: "#343a44", ink: "#e9ebef", quiet: "#aab1bd" } as const;

export const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

export function accentOf(theme: BrandTheme, scheme: "light" | "dark") {
  return {
    accent: hex(theme[scheme].accent, "#1f4f8f"),
    onAccent: hex(theme[scheme].onAccent, "#ffffff"),
  };
}

/**
 * Styles that replace the light colours if the recipient uses a dark scheme. The light colours are inline, for programs
 * without style sheets.
 */
export function darkStyles(theme: BrandTheme): string {
  const { accent, onAccent } = accentOf(theme, "dark");
  return [
    ":root { color-scheme: light dark; supported-color-schemes: light dark; }",
    `.page { background-color: ${LIGHT.page}; }`,
    "@media (prefers-color-scheme: dark) {",
    `.page { background-color: ${DARK.page} !important; }`,
    `.panel { background-color: ${DARK.panel} !important; border-color: ${DARK.line} !important; }`,
    `.ink { color: ${DARK.ink} !important; }`,
    `.quiet { color: ${DARK.quiet} !important; }`,
    `.link { color: ${accent} !important; }`,
    `.button { background-color: ${accent} !important; color: ${onAccent} !important; }`,
    `.rule { border-color: ${DARK.line} !important; }`,
    "}",
  ].join("\n");
}
