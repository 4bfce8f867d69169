import type { PdfColumn, PdfTable } from "./blocks";
import { BODY, GAP, type Look, lineHeight, MUTED, PAGE, RULE, SMALL, STRONG } from "./look";
import type { Node, Sheet } from "./sheet";
import { printable } from "./text";

/** Over and under the text of a row. */
const PADDING = 4;
/** A table's head does not stand alone at the foot of a page. */
const LEAST_UNDER_HEAD = 60;

interface Column {
  readonly x: number;
  readonly width: number;
  readonly numeric: boolean;
}

/** Draws a table over as many pages as it takes. A row is torn only where it is longer than a page. */
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
    // It has been read once.
    sheet.artifact(() => head(null));
    underHead();
  };

  if (sheet.room < LEAST_UNDER_HEAD) sheet.newPage();
  const headRow = sheet.node("TR", table);
  head(columns.map(() => sheet.node("TH", headRow, "Column")));
  underHead();
  for (const row of rows) {
    const look = row.strong ? STRONG : BODY;
    let lines = linesOf(sheet, columns, row.cells, look);
    const node = sheet.node("TR", table);
    const nodes = columns.map(() => sheet.node("TD", node));
    if (heightOf(lines, look) > sheet.room) nextPage();
    for (;;) {
      const most = Math.floor((sheet.room - 2 * PADDING) / lineHeight(look));
      const now = lines.map((cell) => cell.slice(0, most));
      writeRow(sheet, columns, now, look, nodes);
      sheet.y += heightOf(now, look);
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
function linesOf(sheet: Sheet, columns: readonly Column[], texts: readonly string[], look: Look): string[][] {
  return columns.map((column, index) => sheet.lines(printable(texts[index] ?? ""), column.width, look));
}

function heightOf(lines: readonly (readonly string[])[], look: Look): number {
  return Math.max(1, ...lines.map((cell) => cell.length)) * lineHeight(look) + 2 * PADDING;
}

function writeRow(
  sheet: Sheet,
  columns: readonly Column[],
  lines: readonly (readonly string[])[],
  look: Look,
  nodes: readonly Node[] | null,
): void {
  columns.forEach((column, index) => {
    const cell = lines[index] ?? [];
    if (cell.length === 0) return;
    const own = column.numeric ? { ...look, right: column.width } : look;
    sheet.write(nodes?.[index] ?? null, cell, column.x, sheet.y + PADDING, own);
  });
}

/** Columns side by side over the page's width. */
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
