import type { PdfBlock, PdfFact, PdfSum } from "./blocks";
import type { BrandedDocument } from "./document";
import { openSheet } from "./frame";
import type { Node, Sheet } from "./sheet";
import { drawTable } from "./table";
import { printable } from "./text";
import { BODY, GAP, lineHeight, MUTED, PAGE, RULE, SMALL, STRONG, type TextStyle } from "./text-style";

/** A heading is moved to the next page if less room than this is below it, in points. */
const LEAST_UNDER_HEADING = 120;
/** A fact with more points of text than this is set across the whole page instead of in a column. */
const LONGEST_IN_COLUMN = (PAGE.bottom - PAGE.top) / 2;
/** A term is moved to the next page if less room than this is below it, in points. */
const LEAST_UNDER_TERM = 40;

/**
 * The bytes of a document: name and accent of the brand, title, facts, sections, and on every page `Page 1 of 2`. Text
 * can be selected and is tagged for screen readers, fonts are embedded, and nothing is fetched. The same input gives
 * the same bytes.
 */
export async function renderPdf(document: BrandedDocument): Promise<Buffer> {
  const sheet = openSheet(document);
  paragraph(sheet, sheet.root, "H1", document.title, { size: 18, weight: "semibold" });
  if (document.subtitle) paragraph(sheet, sheet.root, "P", document.subtitle, { size: 10, color: MUTED });
  sheet.y += 8;
  facts(sheet, sheet.root, document.facts, 3);
  for (const { title, content } of document.sections) {
    const part = sheet.node("Sect", sheet.root);
    sheet.y += 14;
    if (sheet.room < LEAST_UNDER_HEADING) sheet.newPage();
    if (title !== null) {
      paragraph(sheet, part, "H2", title, { size: 11, weight: "semibold" });
      sheet.y += 3;
    }
    for (const block of content) await draw(sheet, part, block);
    part.end();
  }
  return sheet.close();
}

async function draw(sheet: Sheet, parent: Node, block: PdfBlock): Promise<void> {
  switch (block.kind) {
    case "text":
      return paragraph(sheet, parent, "P", block.text, {
        ...(block.strong ? STRONG : BODY),
        ...(block.muted ? { color: MUTED } : {}),
      });
    case "facts":
      return facts(sheet, parent, block.facts, block.columns);
    case "sums":
      return sums(sheet, parent, block.sums);
    case "table":
      return drawTable(sheet, parent, block);
  }
}

function paragraph(sheet: Sheet, parent: Node, role: "H1" | "H2" | "P", text: string, style: TextStyle): void {
  const node = sheet.node(role, parent);
  flow(sheet, node, sheet.lines(printable(text), PAGE.width, style), style);
  node.end();
  sheet.y += 3;
}

/** Writes lines across the width of the page, on as many pages as they need. */
function flow(sheet: Sheet, node: Node, all: readonly string[], style: TextStyle): void {
  const height = lineHeight(style);
  let lines = all;
  while (lines.length > 0) {
    if (sheet.room < height) sheet.newPage();
    const now = lines.slice(0, Math.floor(sheet.room / height));
    sheet.write(node, now, PAGE.left, sheet.y, style);
    sheet.y += now.length * height;
    lines = lines.slice(now.length);
  }
}

function facts(sheet: Sheet, parent: Node, all: readonly PdfFact[], columns: number): void {
  if (all.length === 0) return;
  const width = (PAGE.width - (columns - 1) * GAP) / columns;
  const list = sheet.node("L", parent);
  let row: SetFact[] = [];
  const endRow = () => {
    factRow(sheet, list, row, width + GAP);
    row = [];
  };
  for (const fact of all) {
    const inColumn = setFact(sheet, fact, width);
    if (inColumn.height > LONGEST_IN_COLUMN) {
      endRow();
      longFact(sheet, list, setFact(sheet, fact, PAGE.width));
    } else {
      row.push(inColumn);
      if (row.length === columns) endRow();
    }
  }
  endRow();
  list.end();
}

/** A fact broken into lines of one width. The places are in points below its upper edge. */
interface SetFact {
  readonly style: TextStyle;
  readonly term: readonly string[];
  readonly value: readonly string[];
  readonly detail: readonly string[];
  readonly valueAt: number;
  readonly detailAt: number;
  readonly height: number;
}

function setFact(sheet: Sheet, fact: PdfFact, width: number): SetFact {
  const style: TextStyle = fact.strong ? { size: 11, weight: "semibold" } : BODY;
  const term = sheet.lines(printable(fact.term), width, SMALL);
  const value = sheet.lines(printable(fact.value), width, style);
  const detail = fact.detail ? sheet.lines(printable(fact.detail), width, SMALL) : [];
  const valueAt = term.length * lineHeight(SMALL);
  const detailAt = valueAt + value.length * lineHeight(style);
  return { style, term, value, detail, valueAt, detailAt, height: detailAt + detail.length * lineHeight(SMALL) };
}

/** Writes facts side by side, `step` points apart, on one page. */
function factRow(sheet: Sheet, list: Node, row: readonly SetFact[], step: number): void {
  if (row.length === 0) return;
  const height = Math.max(...row.map((fact) => fact.height));
  if (sheet.room < height) sheet.newPage();
  row.forEach((fact, index) => {
    const x = PAGE.left + index * step;
    const item = sheet.node("LI", list);
    sheet.write(sheet.node("Lbl", item), fact.term, x, sheet.y, SMALL);
    const text = sheet.node("LBody", item);
    sheet.write(text, fact.value, x, sheet.y + fact.valueAt, fact.style);
    if (fact.detail.length > 0) sheet.write(text, fact.detail, x, sheet.y + fact.detailAt, SMALL);
  });
  sheet.y += height + 9;
}

/** Writes a fact with a long text across the width of the page, on as many pages as it needs. */
function longFact(sheet: Sheet, list: Node, { term, value, detail, style }: SetFact): void {
  const item = sheet.node("LI", list);
  if (sheet.room < LEAST_UNDER_TERM) sheet.newPage();
  flow(sheet, sheet.node("Lbl", item), term, SMALL);
  const text = sheet.node("LBody", item);
  flow(sheet, text, value, style);
  flow(sheet, text, detail, SMALL);
  sheet.y += 9;
}

function sums(sheet: Sheet, parent: Node, all: readonly PdfSum[]): void {
  const width = 250;
  const from = PAGE.width - width;
  const x = PAGE.left + from;
  const height = lineHeight(BODY) + 6;
  if (sheet.room < (all.length + 1) * height) sheet.newPage();
  sheet.y += 6;
  const table = sheet.node("Table", parent);
  for (const sum of all) {
    if (sum.strong) sheet.artifact(() => sheet.rule(sheet.y, { color: RULE, thick: 0.75, from }));
    const row = sheet.node("TR", table);
    const style = sum.strong ? STRONG : BODY;
    const head = sheet.node("TH", row, "Row");
    sheet.write(head, [printable(sum.term)], x, sheet.y + 3, sum.strong ? STRONG : { ...BODY, color: MUTED });
    sheet.write(sheet.node("TD", row), [printable(sum.value)], x, sheet.y + 3, { ...style, right: width });
    sheet.y += height;
  }
  table.end();
}
