import type { Weight } from "./fonts";

/** The area of the content on US Letter, in points. */
export const PAGE = { left: 48, width: 516, top: 70, bottom: 734 } as const;

/** Space between columns, in points. */
export const GAP = 12;

/* The colours of text, muted text and lines in the light scheme (app/globals.css). They can be printed on paper. */
export const INK = "#1d2530";
export const MUTED = "#5a6472";
export const RULE = "#d5dae1";

/** How a line of text is set. Sizes and distances are in points. */
export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
  /** Aligns the text to the right, to end this far from its left edge. */
  readonly right?: number;
}

export const BODY: TextStyle = { size: 9 };
export const STRONG: TextStyle = { size: 9, weight: "semibold" };
export const SMALL: TextStyle = { size: 8, color: MUTED };

export function lineHeight({ size }: TextStyle): number {
  return size * 1.36;
}
