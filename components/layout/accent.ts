import type { CSSProperties } from "react";
import type { BrandTheme } from "@/lib/gate/brand/types";

/** The brand's accent as the four variables that globals.css chooses from by colour scheme, for <html>. */
export function accentStyle(theme: BrandTheme): CSSProperties & Record<`--${string}`, string> {
  return {
    "--accent-light": theme.light.accent,
    "--on-accent-light": theme.light.onAccent,
    "--accent-dark": theme.dark.accent,
    "--on-accent-dark": theme.dark.onAccent,
  };
}

/**
 * The same for a part of a page that shows another brand. The variables that globals.css derives on <html> are derived
 * here again, because they would be inherited with the page's brand.
 */
export function accentStyleWithin(theme: BrandTheme): CSSProperties {
  return {
    ...accentStyle(theme),
    "--accent": "light-dark(var(--accent-light), var(--accent-dark))",
    "--on-accent": "light-dark(var(--on-accent-light), var(--on-accent-dark))",
    "--accent-hover": "color-mix(in oklab, var(--accent) 86%, var(--ink))",
    "--accent-soft": "color-mix(in oklab, var(--accent) 9%, var(--surface))",
    "--accent-line": "color-mix(in oklab, var(--accent) 32%, var(--surface))",
  } as CSSProperties;
}
