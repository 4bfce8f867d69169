import { stringify } from "csv-stringify/sync";
import { contentDisposition } from "./content-disposition";
import { currencyDigits, type Money } from "./money";

/** A text from any source, or a number that a spreadsheet can calculate with; null is an empty cell. */
export type CsvCell = string | { readonly number: string } | null;

/**
 * Matches a text that a spreadsheet reads as a formula. Spreadsheets ignore white space, control characters and
 * zero-width marks before the sign; the last four signs are the full-width forms. A tab or carriage return at the
 * beginning is matched by itself, because it may begin a new cell.
 */
const FORMULA = /^[\s\p{C}\p{Z}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/u;

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * An amount as a plain decimal such as `-1234.50`, with as many digits as its currency has. The currency belongs in a
 * column of its own.
 */
export function amountCell({ minor, currency }: Money): CsvCell {
  const digits = currencyDigits(currency);
  const figures = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = figures.slice(0, figures.length - digits);
  const fraction = figures.slice(figures.length - digits);
  return { number: `${minor < 0 ? "-" : ""}${whole}${digits > 0 ? `.${fraction}` : ""}` };
}

/**
 * Rows as CSV (RFC 4180), every line ended by CRLF. A text that a spreadsheet would run as a formula gets an apostrophe
 * before it; numbers never do. Throws RangeError if a number is not a plain decimal.
 */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return stringify(
    rows.map((row) => row.map(textOf)),
    { record_delimiter: "windows", quote_record_delimiter: true },
  );
}

function textOf(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") {
    if (!PLAIN_NUMBER.test(cell.number)) throw new RangeError(`Not a plain decimal: ${cell.number}`);
    return cell.number;
  }
  const text = cell.toWellFormed();
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Excel reads a file without this mark in the code page of its computer. */
const BYTE_ORDER_MARK = "\ufeff";
const ROWS_A_CHUNK = 1000;

/**
 * A CSV file to save as `name` (without `.csv`), in UTF-8 with a byte order mark. All rows are read before the response
 * is made: they may come from a transaction, and an error among them must give an error page, not half a file.
 */
export async function csvResponse(
  name: string,
  header: readonly string[],
  rows: Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>,
): Promise<Response> {
  const chunks = [Buffer.from(BYTE_ORDER_MARK + toCsv([header]))];
  let waiting: (readonly CsvCell[])[] = [];
  for await (const row of rows) {
    if (waiting.push(row) < ROWS_A_CHUNK) continue;
    chunks.push(Buffer.from(toCsv(waiting)));
    waiting = [];
  }
  if (waiting.length > 0) chunks.push(Buffer.from(toCsv(waiting)));
  const body = Buffer.concat(chunks);
  return new Response(new Uint8Array(body), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-length": String(body.length),
      "content-disposition": contentDisposition("attachment", name, "csv"),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
