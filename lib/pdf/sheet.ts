import PDFDocument from "pdfkit";
import { fontFile } from "./fonts";
import { wrap } from "./text";
import { INK, lineHeight, PAGE, type TextStyle } from "./text-style";

interface SheetOptions {
  readonly info: PDFKit.DocumentInfo;
  /** Draws the header of a page. */
  readonly head: (sheet: Sheet, page: number) => void;
  /** Draws the footer of a page, when all pages are there. */
  readonly foot: (sheet: Sheet, page: number, pages: number) => void;
}

/** Roles of the logical structure, which screen readers follow (PDF 1.7, 14.8.4). */
type Role = "Document" | "Sect" | "H1" | "H2" | "P" | "L" | "LI" | "Lbl" | "LBody" | "Table" | "TR" | "TH" | "TD";

export type Node = PDFKit.PDFStructureElement;

/** After so many milliseconds the event loop gets a turn for other work. */
const TURN_MS = 12;

/** Pages that are written from top to bottom. Text is never read as markup, and no address in it is followed. */
export class Sheet {
  /** Where the next block begins, in points from the top. */
  y: number = PAGE.top;
  readonly root: Node;
  readonly #pdf: PDFKit.PDFDocument;
  readonly #options: SheetOptions;
  readonly #chunks: Buffer[] = [];
  readonly #ended: Promise<unknown>;
  #pages = 0;
  #turn = performance.now();

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#pdf = new PDFDocument({
      size: "LETTER",
      // This code alone breaks lines and pages.
      margin: 0,
      autoFirstPage: false,
      bufferPages: true,
      // No default font: the standard fonts would not be embedded.
      font: "",
      pdfVersion: "1.7",
      tagged: true,
      lang: "en-US",
      displayTitle: true,
      info: options.info,
    });
    this.#ended = new Promise((resolve, reject) => this.#pdf.once("end", resolve).once("error", reject));
    this.#pdf.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    for (const weight of ["regular", "semibold"] as const) this.#pdf.registerFont(weight, fontFile(weight));
    this.root = this.#pdf.struct("Document");
    this.#pdf.addStructure(this.root);
    this.newPage();
  }

  newPage(): void {
    this.#pdf.addPage();
    this.#pages += 1;
    this.artifact(() => this.#options.head(this, this.#pages));
    this.y = PAGE.top;
  }

  /** Points left on this page. */
  get room(): number {
    return PAGE.bottom - this.y;
  }

  /** Text in lines no wider than `width` points. */
  lines(text: string, width: number, style: TextStyle): string[] {
    this.#choose(style);
    return wrap(text, width, (line) => this.#pdf.widthOfString(line));
  }

  /** Adds an element to the structure. `scope` tells whether a table header is the header of a column or a row. */
  node(role: Role, parent: Node, scope?: "Column" | "Row"): Node {
    const options: PDFKit.Mixins.StructureElementOptions & { scope?: string } = {};
    if (scope) options.scope = scope;
    const node = this.#pdf.struct(role, options);
    parent.add(node);
    return node;
  }

  /** One line of text, its upper edge at `y`. */
  text(line: string, x: number, y: number, style: TextStyle): void {
    this.#choose(style);
    const left = style.right === undefined ? x : x + style.right - this.#pdf.widthOfString(line);
    this.#pdf.fillColor(style.color ?? INK).text(line, left, y, { lineBreak: false });
  }

  /**
   * Writes lines below each other, as content of an element of the structure. `node` is null where an artifact is
   * drawn.
   */
  write(node: Node | null, lines: readonly string[], x: number, y: number, style: TextStyle): void {
    const draw = () => {
      lines.forEach((line, index) => {
        // The space separates the words for a reader that ignores the places of text.
        const apart = index < lines.length - 1 && style.right === undefined ? `${line} ` : line;
        this.text(apart, x, y + index * lineHeight(style), style);
      });
    };
    if (node) node.add(draw);
    else draw();
  }

  /** Draws something that screen readers skip, because it is repeated or only decoration. */
  artifact(draw: () => void): void {
    this.#pdf.markContent("Artifact", { type: "Pagination" });
    draw();
    this.#pdf.endMarkedContent();
  }

  /** A line from `from` points right of the left margin to the right margin. */
  rule(y: number, { color, thick, from = 0 }: { color: string; thick: number; from?: number }): void {
    const { left, width } = PAGE;
    this.#pdf
      .moveTo(left + from, y)
      .lineTo(left + width, y)
      .lineWidth(thick)
      .strokeColor(color)
      .stroke();
  }

  /** Lets other work run when this turn has been long: a statement may have thousands of rows. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#turn < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#turn = performance.now();
  }

  async close(): Promise<Buffer> {
    this.root.end();
    for (let page = 1; page <= this.#pages; page++) {
      this.#pdf.switchToPage(page - 1);
      this.artifact(() => this.#options.foot(this, page, this.#pages));
      await this.breathe();
    }
    this.#pdf.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }

  #choose({ size, weight = "regular" }: TextStyle): void {
    this.#pdf.font(weight).fontSize(size);
  }
}
