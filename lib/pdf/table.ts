import type { PdfColumn, PdfTable } from "./blocks";
import type { Node, Sheet } from "./sheet";
import { printable } from "./text";
import { BODY, GAP, lineHeight, MUTED, PAGE, RULE, SMALL, STRONG, type TextStyle } from "./text-style";

/** Space above and below the text of a row. */
const PADDING = 4;
/** The header of a table is moved to the next page if less room than this is below it. */
const LEAST_UNDER_HEAD = 60;

interface Column {
  readonly x: number;
  readonly width: number;
  readonly numeric: boolean;
}

/** Draws a table on as many pages as it needs. A row is split only if it is longer than a page. */
export async function drawTable(sheet: Sheet, parent: Node, { columns: wanted, rows }: PdfTable): Promise<void> {
  const columns = place(wanted);
  const table = sheet.node("Table", parent);
  const titles = linesOf(
    sheet,
    columns,
    wanted.map((column) => column.title),
    SMALL,
  );
  const head = (nodes: readonly Node[] | null) => {
    writeRow(sheet, columns, titles, SMALL, nodes);
    sheet.y += heightOf(titles, SMALL);
  };
  const underHead = () => sheet.artifact(() => sheet.rule(sheet.y, { color: MUTED, thick: 0.75 }));
  const nextPage = () => {
    sheet.newPage();
    // The repeated header is an artifact, because a screen reader has read it once.
    sheet.artifact(() => head(null));
    underHead();
  };

  if (sheet.room < LEAST_UNDER_HEAD) sheet.newPage();
  const headRow = sheet.node("TR", table);
  head(columns.map(() => sheet.node("TH", headRow, "Column")));
  underHead();
  for (const row of rows) {
    const style = row.strong ? STRONG : BODY;
    let lines = linesOf(sheet, columns, row.cells, style);
    const node = sheet.node("TR", table);
    const nodes = columns.map(() => sheet.node("TD", node));
    if (heightOf(lines, style) > sheet.room) nextPage();
    for (;;) {
      const most = Math.floor((sheet.room - 2 * PADDING) / lineHeight(style));
      const now = lines.map((cell) => cell.slice(0, most));
      writeRow(sheet, columns, now, style, nodes);
      sheet.y += heightOf(now, style);
      lines = lines.map((cell) => cell.slice(most));
      if (lines.every((cell) => cell.length === 0)) break;
      nextPage();
    }
    node.end();
    sheet.artifact(() => sheet.rule(sheet.y, { color: RULE, thick: 0.5 }));
    await sheet.breathe();
  }
  table.end();
  sheet.y += 3;
}

/** The lines of each cell. */
function linesOf(sheet: Sheet, columns: readonly Column[], texts: readonly string[], style: TextStyle): string[][] {
  return columns.map((column, index) => sheet.lines(printable(texts[index] ?? ""), column.width, style));
}

function heightOf(lines: readonly (readonly string[])[], style: TextStyle): number {
  return Math.max(1, ...lines.map((cell) => cell.length)) * lineHeight(style) + 2 * PADDING;
}

function writeRow(
  sheet: Sheet,
  columns: readonly Column[],
  lines: readonly (readonly string[])[],
  style: TextStyle,
  nodes: readonly Node[] | null,
): void {
  columns.forEach((column, index) => {
    const cell = lines[index] ?? [];
    if (cell.length === 0) return;
    const own = column.numeric ? { ...style, right: column.width } : style;
    sheet.write(nodes?.[index] ?? null, cell, column.x, sheet.y + PADDING, own);
  });
}

/** Places the columns side by side across the width of the page. */
function place(columns: readonly PdfColumn[]): Column[] {
  const given = columns.reduce((sum, column) => sum + (column.width ?? 0), 0);
  const open = columns.filter((column) => column.width === undefined).length;
  const share = open > 0 ? (PAGE.width - given) / open : 0;
  let x: number = PAGE.left;
  return columns.map((column, index) => {
    const whole = column.width ?? share;
    const gap = index === columns.length - 1 ? 0 : GAP;
    const placed = { x, width: whole - gap, numeric: column.numeric === true };
    x += whole;
    return placed;
  });
}
