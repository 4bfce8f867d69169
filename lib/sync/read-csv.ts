import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { refuseOtherForms } from "./csv-form";
import { BadFile } from "./problems";

/** A record of the file: its cells in the order of the header, and the line on which it begins. */
interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A data row by column name. Cells are trimmed, and empty ones are absent. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** Set if the row cannot be read. */
  readonly problem?: { readonly column: string | null; readonly reason: string };
}

/** The longest record in bytes, so that an unclosed quote does not read the whole file into memory. */
const MAX_RECORD_BYTES = 64_000;

const EDGE = /[\s\p{Cf}]/u;

/**
 * Streams the rows of a CSV file (UTF-8 with or without BOM, any line ending, quoted newlines). Blank rows, empty
 * columns at the end and invisible characters around cells are left out, because spreadsheets write them. A file is
 * read twice, because its form is checked before its first row is read; a stream is kept in memory for that. Throws
 * BadFile if the file cannot be read as CSV or its header does not fit this kind of file.
 */
export async function* readCsv(
  source: string | Readable,
  columns: { known: readonly string[]; required: readonly string[] },
): AsyncGenerator<CsvRow> {
  const chunks: Buffer[] | null = typeof source === "string" ? null : await source.toArray();
  const open = () => (typeof source === "string" ? createReadStream(source) : Readable.from(chunks ?? []));
  let header: readonly string[] | undefined;
  try {
    await refuseOtherForms(open(), columns.known);
    for await (const record of readRecords(open(), columns.known)) {
      if (header) yield toRow(record, header);
      else header = readHeader(record, columns);
    }
  } catch (error) {
    throw isFileFault(error) ? new BadFile(null, null, `The file cannot be read (${error.code}).`) : error;
  }
  if (!header) throw new BadFile(1, null, "The file is empty: it needs a header line.");
}

/** An error of the file system, such as EACCES or EISDIR. */
function isFileFault(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}

async function* readRecords(source: Readable, known: readonly string[]): AsyncGenerator<CsvRecord> {
  let line = 1;
  let header: readonly string[] | undefined;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    // They are listed because csv-parse would otherwise use the first line's ending for the whole file.
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: MAX_RECORD_BYTES,
    // Lines are counted here, because csv-parse counts a quoted CRLF twice. The line number is put before the cells,
    // because a record of csv-parse is an array and has no other place for it.
    on_record: (cells: string[]) => {
      const start = line;
      line += 1 + cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
      if (cells.every((cell) => bare(cell) === "")) return null;
      header ??= cells.map((cell) => bare(cell).toLowerCase());
      return [String(start), ...cells];
    },
  });
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) {
      const [start, ...cells] = record as string[];
      yield { line: Number(start), cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const index = indexOf(error);
    const name = index === null ? undefined : header?.[index];
    // An unknown header may contain anything, so the message names known columns only.
    const column = name !== undefined && known.includes(name) ? name : index === null ? null : `column ${index + 1}`;
    throw new BadFile(line, column, describeSyntax(error));
  } finally {
    source.destroy();
  }
}

/** The index of the cell in its row, from 0; null for a row that is too long, because the parser may be in any cell. */
function indexOf(error: CsvError): number | null {
  return typeof error.column === "number" && error.code !== "CSV_MAX_RECORD_SIZE" ? error.column : null;
}

/** Describes the error in our own words, because the message of csv-parse contains the cell. */
function describeSyntax(error: CsvError): string {
  switch (error.code as string) {
    case "CSV_MAX_RECORD_SIZE":
      return `The row is longer than ${MAX_RECORD_BYTES} bytes: a quote is probably not closed.`;
    case "CSV_QUOTE_NOT_CLOSED":
      return "The row is not valid CSV: a quote is not closed.";
    case "INVALID_OPENING_QUOTE":
      return "The row is not valid CSV: a quote stands inside a cell, or a space before it. Put the cell in quotes and double the quote.";
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return "The row is not valid CSV: something stands behind the closing quote of a cell. A quote inside a cell is doubled.";
    default:
      return "The row is not valid CSV.";
  }
}

function breaksIn(cell: string): number {
  if (!cell.includes("\n") && !cell.includes("\r")) return 0;
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** A printable ASCII character other than a space. False for NaN, which charCodeAt gives for an empty cell. */
const isPlain = (code: number) => code > 0x20 && code < 0x7f;

/**
 * The cell without white space and invisible characters around it: zero-width characters, marks of writing direction,
 * soft hyphens, byte order marks.
 */
function bare(cell: string): string {
  // Almost every cell needs nothing cut off, and the expression below is slow.
  if (isPlain(cell.charCodeAt(0)) && isPlain(cell.charCodeAt(cell.length - 1))) return cell;
  let start = 0;
  let end = cell.length;
  while (start < end && EDGE.test(cell.charAt(start))) start++;
  while (end > start && EDGE.test(cell.charAt(end - 1))) end--;
  return cell.slice(start, end);
}

function readHeader({ line, cells }: CsvRecord, columns: { known: readonly string[]; required: readonly string[] }) {
  const names = cells.map((cell) => bare(cell).toLowerCase());
  while (names.at(-1) === "") names.pop();
  for (const [index, name] of names.entries()) {
    if (!name) throw new BadFile(line, null, `Column ${index + 1} of the header has no name.`);
    if (!columns.known.includes(name)) throw new BadFile(line, name, "The column is not known in this file.");
    if (names.indexOf(name) !== index) throw new BadFile(line, name, "The column stands twice in the header.");
  }
  for (const name of columns.required) {
    if (!names.includes(name)) throw new BadFile(line, name, "The column is missing.");
  }
  return names;
}

function toRow({ line, cells }: CsvRecord, header: readonly string[]): CsvRow {
  const beyond = cells.slice(header.length).some((cell) => bare(cell) !== "");
  if (beyond || cells.length < header.length) {
    const reason = `The row has ${cells.length} cells, the header ${header.length}.`;
    return { line, cells: {}, problem: { column: null, reason } };
  }
  const named: Record<string, string> = {};
  for (const [index, column] of header.entries()) {
    const cell = bare(cells[index] ?? "");
    // The decoder replaces bytes that are not UTF-8 with U+FFFD.
    if (cell.includes("\uFFFD"))
      return { line, cells: {}, problem: { column, reason: "The text is not valid UTF-8." } };
    if (cell.includes("\0")) return { line, cells: {}, problem: { column, reason: "The text holds a NUL character." } };
    if (cell) named[column] = cell;
  }
  return { line, cells: named };
}
