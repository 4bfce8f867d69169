import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { BadFile } from "./problems";
import { type CsvRow, readCsv } from "./read-csv";

const COLUMNS = { known: ["brand", "name", "note"], required: ["brand"] };

async function read(...parts: (string | Buffer)[]): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  for await (const row of readCsv(Readable.from([bytes]), COLUMNS)) rows.push(row);
  return rows;
}

/** The line, column and reason for which a file is refused. */
async function refusal(...parts: (string | Buffer)[]): Promise<[number | null, string | null, string]> {
  const error = await read(...parts).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof BadFile)) throw new Error("the file was not refused");
  return [error.line, error.column, error.message];
}

describe("readCsv", () => {
  it.each([
    ["LF", "brand,name\ncimsoft,A\n"],
    ["CRLF", "brand,name\r\ncimsoft,A\r\n"],
    ["CR", "brand,name\rcimsoft,A\r"],
    ["no line ending at the end", "brand,name\ncimsoft,A"],
    ["a BOM", "\uFEFFbrand,name\ncimsoft,A\n"],
    ["a BOM before a quoted header", '\uFEFF"brand","name"\ncimsoft,A\n'],
    ["endings that are mixed", "brand,name\r\ncimsoft,A\n"],
    ["a header in capitals with spaces", " Brand , NAME \ncimsoft,A\n"],
    ["spaces around cells", "brand,name\n cimsoft ,  A \n"],
  ])("reads a file with %s", async (_, text) => {
    expect(await read(text)).toEqual([{ line: 2, cells: { brand: "cimsoft", name: "A" } }]);
  });

  it("counts the file's own lines, with blank lines and quoted line breaks of every kind", async () => {
    const text = 'brand,name\r\n\r\na,"one\r\ntwo\nthree"\r\nb,x\n\n\nc,"\r\n\r\n"\nd,y\n';
    expect((await read(text)).map(({ line, cells }) => [line, cells.brand])).toEqual([
      [3, "a"],
      [6, "b"],
      [9, "c"],
      [12, "d"],
    ]);
  });

  it("keeps line breaks, quotes and formulas in a quoted cell as they are", async () => {
    const [row] = await read('brand,name\na,"=SUM(1)\n<b>""x""</b>"\n');
    expect(row?.cells.name).toBe('=SUM(1)\n<b>"x"</b>');
  });

  it("leaves empty cells out of the row", async () => {
    expect(await read('brand,name,note\na,,""\n')).toEqual([{ line: 2, cells: { brand: "a" } }]);
  });

  it("reports line and column of bytes that are not UTF-8, and reads on", async () => {
    const rows = await read("brand,name\na,Andr", Buffer.from([0xe9]), "\nb,André\n");
    expect(rows[0]).toEqual({
      line: 2,
      cells: {},
      problem: { column: "name", reason: "The text is not valid UTF-8." },
    });
    expect(rows[1]?.cells).toEqual({ brand: "b", name: "André" });
  });

  it("reads characters that are split between two chunks", async () => {
    const bytes = Buffer.from("brand,name\na,Zoë €\n");
    const rows: CsvRow[] = [];
    const source = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
    for await (const row of readCsv(source, COLUMNS)) rows.push(row);
    expect(rows[0]?.cells.name).toBe("Zoë €");
  });

  it("reports a row with too few or too many cells, and one with a NUL", async () => {
    const rows = await read("brand,name\na\nb,x,y\nc,\0z\n");
    expect(rows.map(({ line, problem }) => [line, problem?.column, problem?.reason])).toEqual([
      [2, null, "The row has 1 cells, the header 2."],
      [3, null, "The row has 3 cells, the header 2."],
      [4, "name", "The text holds a NUL character."],
    ]);
  });

  it.each([
    ["an unknown column", "brand,colour\na,b\n", [1, "colour", "The column is not known in this file."]],
    ["a required column that is missing", "name\nb\n", [1, "brand", "The column is missing."]],
    ["a column twice", "brand,name,Name\n", [1, "name", "The column stands twice in the header."]],
    ["a column without a name", "brand,,name\na,b\n", [1, null, "Column 2 of the header has no name."]],
    ["nothing in it", "", [1, null, "The file is empty: it needs a header line."]],
  ])("refuses a file with %s", async (_, text, expected) => {
    expect(await refusal(text)).toEqual(expected);
  });

  it("refuses a file with an unclosed quote, at the line where the quote opens", async () => {
    const [line, column, reason] = await refusal('brand,name\na,"x\r\ny"\nb,"open\nc,d\n');
    expect(column).toBe("name");
    expect(line).toBe(4);
    expect(reason).toContain("not valid CSV");
  });

  it("reads a row of 60,000 bytes and refuses a file with a row over 64,000, at its line", async () => {
    expect(await read(`brand,name\na,"${"x".repeat(60_000)}"\n`)).toHaveLength(1);
    const [line, , reason] = await refusal(`brand,name\na,b\nc,"${"x".repeat(64_001)}"\nd,e\n`);
    expect([line, reason]).toEqual([3, expect.stringContaining("64000 bytes")]);
  });

  it("refuses UTF-16 without a BOM", async () => {
    await expect(read(Buffer.from("brand,name\na,b\n", "utf16le"))).rejects.toBeInstanceOf(BadFile);
  });
});
