import { stringify } from "csv-stringify/sync";
import { log } from "@/lib/log";
import { contentDisposition } from "./content-disposition";
import { madeWhileSent } from "./made-while-sent";
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

export type CsvRows = Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>;

/** Yields the bytes of a file: the header at once, then a thousand rows at a time. */
async function* chunksOf(header: readonly string[], rows: CsvRows): AsyncGenerator<Uint8Array> {
  yield Buffer.from(BYTE_ORDER_MARK + toCsv([header]));
  let waiting: (readonly CsvCell[])[] = [];
  for await (const row of rows) {
    if (waiting.push(row) < ROWS_A_CHUNK) continue;
    yield Buffer.from(toCsv(waiting));
    waiting = [];
  }
  if (waiting.length > 0) yield Buffer.from(toCsv(waiting));
}

const headersOf = (name: string) => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": contentDisposition("attachment", name, "csv"),
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
});

/**
 * A CSV file to save as `name` (without `.csv`), in UTF-8 with a byte order mark. All rows are read before the response
 * is made, so that an error among them gives an error page.
 */
export async function csvResponse(name: string, header: readonly string[], rows: CsvRows): Promise<Response> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(header, rows)) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return new Response(new Uint8Array(body), { headers: { ...headersOf(name), "content-length": String(body.length) } });
}

/**
 * A CSV file that is sent while its rows are read, for files of many rows. `read` passes the rows to `send`, once and
 * within its transaction, or returns another response. The sender never waits for the browser, because a slow one must
 * not keep a transaction open. An error before `send` is thrown; a later one aborts the transfer, so that no browser
 * takes a part of the file for the whole.
 */
export function streamCsv(
  name: string,
  header: readonly string[],
  read: (send: (rows: CsvRows) => Promise<void>) => Promise<Response | null>,
): Promise<Response | null> {
  return new Promise((resolve, reject) => {
    let file: ReadableStreamDefaultController<Uint8Array> | null = null;
    let isWanted = true;
    let finish = () => {};
    const made = new Promise<void>((done) => {
      finish = done;
    });
    const send = async (rows: CsvRows) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          file = controller;
        },
        cancel: () => {
          isWanted = false;
        },
      });
      const response = new Response(body, { headers: headersOf(name) });
      madeWhileSent.set(response, made);
      resolve(response);
      for await (const chunk of chunksOf(header, rows)) {
        if (!isWanted) return;
        file?.enqueue(chunk);
      }
    };
    read(send)
      .then(
        (answer) => {
          if (!file) resolve(answer);
          else if (isWanted) file.close();
        },
        (error: unknown) => {
          if (!file) return reject(error);
          log.error({ file: name, err: error }, "a file broke off while it was sent");
          if (isWanted) file.error(error);
        },
      )
      .finally(() => finish());
  });
}
