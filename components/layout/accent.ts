import type { CSSProperties } from "react";
import type { BrandTheme } from "@/lib/brand/types";

/** The brand's accent as the four variables that globals.css picks from by colour scheme; goes on <html>. */
export function accentStyle(theme: BrandTheme): CSSProperties & Record<`--${string}`, string> {
  return {
    "--accent-light": theme.light.accent,
    "--on-accent-light": theme.light.onAccent,
    "--accent-dark": theme.dark.accent,
    "--on-accent-dark": theme.dark.onAccent,
  };
}
