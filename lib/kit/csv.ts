import { stringify } from "csv-stringify/sync";
import { contentDisposition } from "./content-disposition";
import { currencyDigits, type Money } from "./money";

/** Text, which may come from anywhere, or a number that a spreadsheet is to count with; null is an empty cell. */
export type CsvCell = string | { readonly number: string } | null;

/**
 * Signs that make a spreadsheet read a text as a formula, as it sees them past white space, control characters and marks
 * without a width; the last four are the full-width forms. Tab and carriage return alone may begin a cell anew.
 */
const FORMULA = /^[\s\p{C}\p{Z}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/u;

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/** An amount as a plain decimal, `-1234.50`, with the digits of its currency, which belongs in a column of its own. */
export function amountCell({ minor, currency }: Money): CsvCell {
  const digits = currencyDigits(currency);
  const figures = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = figures.slice(0, figures.length - digits);
  const fraction = figures.slice(figures.length - digits);
  return { number: `${minor < 0 ? "-" : ""}${whole}${digits > 0 ? `.${fraction}` : ""}` };
}

/**
 * Rows as CSV after RFC 4180, every line ended by CRLF. Text that a spreadsheet would run gets an apostrophe before it;
 * numbers never do. Throws RangeError when something else than a plain decimal is passed as a number.
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

/** Excel takes a file without the mark for one in the code page of its machine. */
const BYTE_ORDER_MARK = "\ufeff";
const ROWS_A_CHUNK = 1000;

/**
 * A CSV file to save as `name` (without `.csv`), in UTF-8 with a byte order mark. All rows are read before it answers: they
 * may come from a transaction, and a fault among them is a fault page, not half a file.
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
