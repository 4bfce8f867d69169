import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
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

/**
 * Streams the rows of a CSV file (UTF-8 with or without BOM, any line ending, quoted newlines). Throws BadFile if the
 * file cannot be read as CSV or its header does not fit this kind of file.
 */
export async function* readCsv(
  source: string | Readable,
  columns: { known: readonly string[]; required: readonly string[] },
): AsyncGenerator<CsvRow> {
  let header: string[] | undefined;
  for await (const record of readRecords(typeof source === "string" ? createReadStream(source) : source)) {
    if (header) yield toRow(record, header);
    else header = readHeader(record, columns);
  }
  if (!header) throw new BadFile(1, null, "The file is empty: it needs a header line.");
}

async function* readRecords(source: Readable): AsyncGenerator<CsvRecord> {
  let line = 1;
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
      line += 1 + cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
      return cells.every((cell) => cell === "") ? null : [String(start), ...cells];
    },
  });
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) {
      const [start, ...cells] = record as string[];
      yield { line: Number(start), cells };
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw new BadFile(line, null, describeSyntax(error));
  } finally {
    source.destroy();
  }
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && "code" in error && String(error.code).startsWith("CSV_");
}

function describeSyntax(error: CsvError): string {
  if (error.code === "CSV_MAX_RECORD_SIZE") {
    return `The row is longer than ${MAX_RECORD_BYTES} bytes: a quote is probably not closed.`;
  }
  return "The row is not valid CSV: a quote is not closed, or stands inside a cell without being doubled.";
}

function readHeader({ line, cells }: CsvRecord, columns: { known: readonly string[]; required: readonly string[] }) {
  const names = cells.map((cell) => cell.trim().toLowerCase());
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
  if (cells.length !== header.length) {
    const reason = `The row has ${cells.length} cells, the header ${header.length}.`;
    return { line, cells: {}, problem: { column: null, reason } };
  }
  const named: Record<string, string> = {};
  for (const [index, column] of header.entries()) {
    const cell = (cells[index] ?? "").trim();
    // The decoder replaces bytes that are not UTF-8 with U+FFFD.
    if (cell.includes("\uFFFD"))
      return { line, cells: {}, problem: { column, reason: "The text is not valid UTF-8." } };
    if (cell.includes("\0")) return { line, cells: {}, problem: { column, reason: "The text holds a NUL character." } };
    if (cell) named[column] = cell;
  }
  return { line, cells: named };
}
