import type { Weight } from "./fonts";

/** US Letter in points: where content lies. */
export const PAGE = { left: 48, width: 516, top: 70, bottom: 734 } as const;

/** Space between columns, in points. */
export const GAP = 12;

/* The light scheme's text, muted text and lines (app/globals.css), which paper can print. */
export const INK = "#1d2530";
export const MUTED = "#5a6472";
export const RULE = "#d5dae1";

/** How a line of text is set; sizes and distances in points. */
export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
  /** The text ends this far from its left edge: it is set to the right. */
  readonly right?: number;
}

export const BODY: TextStyle = { size: 9 };
export const STRONG: TextStyle = { size: 9, weight: "semibold" };
export const SMALL: TextStyle = { size: 8, color: MUTED };

export function lineHeight({ size }: TextStyle): number {
  return size * 1.36;
}
