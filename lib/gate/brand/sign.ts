import type { BrandTheme } from "./types";

interface Sign {
  /** Paths of strokes, in a square of 32. They have the colour of text on the accent (`onAccent`). */
  readonly strokes: readonly string[];
  readonly dot: { readonly cx: number; readonly cy: number; readonly r: number };
  /** True: the dot is filled with that colour. False: the dot is a ring filled with the accent. */
  readonly isDotFilled: boolean;
}

const PLANT: Sign = {
  strokes: ["M22.2 11.2A8 8 0 1 0 22.2 20.8", "M16.5 16H26"],
  dot: { cx: 16, cy: 16, r: 1.6 },
  isDotFilled: true,
};
const GRID: Sign = {
  strokes: ["M9 8v16M23 8v16M9 21 23 11"],
  dot: { cx: 16, cy: 16, r: 2.6 },
  isDotFilled: false,
};

/** The drawn sign of a brand, for its pages and icons; null for a brand whose first letter is shown instead. */
export function signOf({ scene }: BrandTheme): Sign | null {
  return { "process-plant": PLANT, "power-grid": GRID, common: null }[scene];
}
