/*
 * The parts of documents, as plain data; lib/pdf/render lays them out. Texts are printed as they are (amounts come from
 * formatMoney, days from formatDay): they are never read as markup, and no address in them is followed.
 */

/** A term with its value, as in the facts at the top of a page. */
export interface PdfFact {
  readonly term: string;
  readonly value: string;
  /** A second line in muted colour: `Due in 5 days`. */
  readonly detail?: string | null;
  readonly strong?: boolean;
}

export interface PdfColumn {
  readonly title: string;
  /** For amounts, counts and percentages, which are aligned to the right. All digits have the same width. */
  readonly numeric?: boolean;
  /**
   * In points, including the space to the next column. A page is 516 points wide; columns without a width share the
   * rest.
   */
  readonly width?: number;
}

export interface PdfRow {
  /** One cell for each column. */
  readonly cells: readonly string[];
  /** For opening and closing balances and sums. */
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

/** A paragraph; `muted` for explanations. */
export function textBlock(text: string, { muted = false, strong = false } = {}): PdfBlock {
  return { kind: "text", text, muted, strong };
}

/** Facts in columns, read from left to right. A fact with a long text takes the whole width of the page. */
export function factsBlock(facts: readonly PdfFact[], columns = 3): PdfBlock {
  return { kind: "facts", facts, columns };
}

/**
 * A table whose header is repeated on every page. Rows are kept together, and words that are longer than their column
 * are broken.
 */
export function tableBlock(columns: readonly PdfColumn[], rows: readonly PdfRow[]): PdfBlock {
  return { kind: "table", columns, rows };
}

/** A calculation: terms and amounts at the right margin, the strong ones under a line. */
export function sumsBlock(sums: readonly PdfSum[]): PdfBlock {
  return { kind: "sums", sums };
}
