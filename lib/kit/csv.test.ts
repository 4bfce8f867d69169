import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log } from "@/lib/log";
import { amountCell, csvResponse, streamCsv, toCsv } from "./csv";
import { madeWhileSent } from "./made-while-sent";
import { money, parseMinor } from "./money";

/** Any characters, and more often those that have a meaning in CSV or in a formula. */
const anything = fc.string({
  unit: fc.oneof(
    fc.nat(0x10ffff).map((point) => String.fromCodePoint(point)),
    fc.constantFrom("=", "+", "-", "@", "＝", " ", "\t", "\r", "\n", "\u200b", '"', ",", "'"),
  ),
});

const cellOf = (text: string): string => {
  const [, row] = parse(toCsv([["Text"], [text]]), { relax_column_count: true }) as string[][];
  return row?.[0] ?? "";
};

describe("a CSV cell with text", () => {
  it.each([
    "=1+1",
    '=HYPERLINK("http://evil.example","Click")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\tplain",
    "\rplain",
    " =1",
    "   -2+3",
    "\u00a0=1",
    "\u3000@x",
    "\u200b=1",
    "\ufeff=1",
    "\u202e=1",
    "\u0000=1",
    "\u0007 \u200d+1",
    "\u2028=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " \t＝1",
    "-12.50",
  ])("gets an apostrophe before %j, which a spreadsheet would run as a formula", (text) => {
    expect(cellOf(text)).toBe(`'${text}`);
  });

  it.each(["CS-104638", "a=b", "1+1", "Historian, 5 seats", "'quoted", "", " plain", '"', "a\tb", "−5", "O'Hara"])(
    "keeps the text %j as it is",
    (text) => {
      expect(cellOf(text)).toBe(text);
    },
  );

  it("keeps every text readable and never begins as a formula", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const cell = cellOf(text);
        expect([text.toWellFormed(), `'${text.toWellFormed()}`]).toContain(cell);
        expect(cell.replaceAll(/[\s\p{C}\p{Z}]/gu, "")).not.toMatch(/^[=+\-@＝＋－＠]/);
      }),
    );
  });
});

describe("a CSV file", () => {
  it("has CRLF after every line and quotes the cells that need it", () => {
    const text = toCsv([
      ["Number", "Words"],
      ["A", 'say "yes", now'],
      ["B", "two\nlines"],
      ["C", null],
    ]);
    expect(text).toBe('Number,Words\r\nA,"say ""yes"", now"\r\nB,"two\nlines"\r\nC,\r\n');
  });

  it("refuses a number that is not a plain decimal", () => {
    expect(toCsv([["N"], [{ number: "-12.50" }]])).toBe("N\r\n-12.50\r\n");
    for (const number of ["", "1e5", "=1", "1,000", "12.", " 1", "NaN"]) {
      expect(() => toCsv([["N"], [{ number }]])).toThrow(RangeError);
    }
  });

  it.each([
    [money(123_450, "USD"), "1234.50"],
    [money(-5, "USD"), "-0.05"],
    [money(0, "USD"), "0.00"],
    [money(-1200, "JPY"), "-1200"],
    [money(1, "KWD"), "0.001"],
  ])("writes the amount %j as %s", (amount, number) => {
    expect(amountCell(amount)).toEqual({ number });
  });

  it("loses no cent of an amount", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom("USD", "JPY", "KWD"), (minor, currency) => {
        const cell = amountCell(money(minor, currency));
        const text = cell !== null && typeof cell !== "string" ? cell.number : "";
        expect(parseMinor(text, currency)).toBe(minor);
      }),
    );
  });

  it("is sent with a byte order mark, as a download that is not cached", async () => {
    async function* rows() {
      for (let row = 0; row < 2500; row++) yield [String(row), "Zoë"];
    }
    const response = await csvResponse("Invoices 2026-11-21", ["Row", "Name"], rows());
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString("utf8").split("\r\n")).toHaveLength(2502);
    expect(bytes.toString("utf8")).toContain("\r\n2499,Zoë\r\n");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-length": String(bytes.length),
      "content-disposition": `attachment; filename="Invoices 2026-11-21.csv"; filename*=UTF-8''Invoices%202026-11-21.csv`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
  });

  it("is not sent in part when reading a row fails", async () => {
    async function* rows() {
      yield ["1"];
      throw new Error("gone");
    }
    await expect(csvResponse("x", ["Row"], rows())).rejects.toThrow("gone");
  });
});

describe("a CSV file that is sent while its rows are read", () => {
  const header = ["Row"];
  const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("utf8");

  it("begins with its header before the first row is read", async () => {
    let readOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      readOn = resolve;
    });
    async function* rows() {
      await waiting;
      for (let row = 0; row < 2500; row++) yield [String(row)];
    }
    const response = await streamCsv("Rows", header, async (send) => {
      await send(rows());
      return null;
    });
    expect(response?.headers.get("content-length")).toBeNull();
    expect(response?.headers.get("content-disposition")).toContain('filename="Rows.csv"');
    const reader = response?.body?.getReader();
    expect(textOf((await reader?.read())?.value)).toBe("\ufeffRow\r\n");
    readOn();
    let rest = "";
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) rest += textOf(part.value);
    expect(rest.split("\r\n")).toHaveLength(2501);
    expect(rest.startsWith("0\r\n1\r\n")).toBe(true);
  });

  it("is read to its end though nobody takes it, so that its transaction ends", async () => {
    let read = 0;
    function* rows() {
      for (; read < 5000; read++) yield [String(read)];
    }
    const response = await streamCsv("Rows", header, async (send) => {
      await send(rows());
      return null;
    });
    await (response && madeWhileSent.get(response));
    expect(read).toBe(5000);
  });

  it("is read no further once nobody wants it", async () => {
    let read = 0;
    let readOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      readOn = resolve;
    });
    async function* rows() {
      await waiting;
      for (; read < 50_000; read++) yield [String(read)];
    }
    const response = await streamCsv("Rows", header, async (send) => {
      await send(rows());
      return null;
    });
    await response?.body?.cancel();
    readOn();
    await (response && madeWhileSent.get(response));
    expect(read).toBeLessThan(2000);
  });

  it("breaks off when reading a row fails, so that no half of it passes for the whole", async () => {
    log.level = "silent";
    async function* rows() {
      yield ["1"];
      throw new Error("gone");
    }
    const response = await streamCsv("Rows", header, async (send) => {
      await send(rows());
      return null;
    });
    await expect(response?.text()).rejects.toThrow("gone");
  });

  it("is no file where reading fails before the first row, or something else is answered", async () => {
    await expect(
      streamCsv("Rows", header, async () => {
        throw new Error("gone");
      }),
    ).rejects.toThrow("gone");
    const refusal = new Response("too many", { status: 413 });
    expect(await streamCsv("Rows", header, async () => refusal)).toBe(refusal);
  });
});
