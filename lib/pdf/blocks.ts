/*
 * What documents are built of: plain data, laid out by lib/pdf/render. Words are words as they are read (amounts from
 * formatMoney, days from formatDay); none is markup, and none is followed as an address.
 */

/** A term with its value, as the facts on top of a page. */
export interface PdfFact {
  readonly term: string;
  readonly value: string;
  /** A second, quieter line: `Due in 5 days`. */
  readonly detail?: string | null;
  readonly strong?: boolean;
}

export interface PdfColumn {
  readonly title: string;
  /** Amounts, counts and percentages: set to the right. Figures are of one width everywhere. */
  readonly numeric?: boolean;
  /** Points of the 516 that a page is wide, space to the next column included; columns without share what is left. */
  readonly width?: number;
}

export interface PdfRow {
  /** One a column. */
  readonly cells: readonly string[];
  /** Opening and closing balances, sums. */
  readonly strong?: boolean;
}

export interface PdfSum {
  readonly term: string;
  readonly value: string;
  readonly strong?: boolean;
}

export interface PdfTable {
  readonly kind: "table";
  readonly columns: readonly PdfColumn[];
  readonly rows: readonly PdfRow[];
}

export type PdfBlock =
  | PdfTable
  | { readonly kind: "text"; readonly text: string; readonly muted: boolean; readonly strong: boolean }
  | { readonly kind: "facts"; readonly facts: readonly PdfFact[]; readonly columns: number }
  | { readonly kind: "sums"; readonly sums: readonly PdfSum[] };

/** A paragraph; `muted` for what explains. */
export function textBlock(text: string, { muted = false, strong = false } = {}): PdfBlock {
  return { kind: "text", text, muted, strong };
}

/** Facts in columns, read from left to right; one that is a long text lies over the page's width. */
export function factsBlock(facts: readonly PdfFact[], columns = 3): PdfBlock {
  return { kind: "facts", facts, columns };
}

/** A table whose head is repeated on every page; rows are never torn, words longer than their column are broken. */
export function tableBlock(columns: readonly PdfColumn[], rows: readonly PdfRow[]): PdfBlock {
  return { kind: "table", columns, rows };
}

/** How amounts add up: terms and amounts at the right margin, the strong ones under a line. */
export function sumsBlock(sums: readonly PdfSum[]): PdfBlock {
  return { kind: "sums", sums };
}
