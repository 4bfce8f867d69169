import type { CSSProperties } from "react";
import type { BrandTheme } from "@/lib/gate/brand/types";

/** The brand's accent as the four variables that globals.css picks from by colour scheme; goes on <html>. */
export function accentStyle(theme: BrandTheme): CSSProperties & Record<`--${string}`, string> {
  return {
    "--accent-light": theme.light.accent,
    "--on-accent-light": theme.light.onAccent,
    "--accent-dark": theme.dark.accent,
    "--on-accent-dark": theme.dark.onAccent,
  };
}

/** The same for a part of a page of another brand: what globals.css makes of the four on <html> is made again here. */
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
