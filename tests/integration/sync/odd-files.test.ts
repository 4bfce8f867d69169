import { mkdir } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agreements, companies } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { importFolder } from "@/lib/sync/import";
import { LISTED } from "@/lib/sync/report";
import { describeReport } from "@/lib/sync/report-text";
import { writeTemplates } from "@/lib/sync/templates";
import { temporaryFolder } from "../../support/temporary";
import { company, folderWith, importFiles, places, reportOf } from "./folder";

const HEADER = "brand,external_id,name\n";
/** In each refused file, a text that no report may print. */
const SECRET = "Confidential";
const OTHER_FORM = "Save it as CSV UTF-8, separated by commas.";
const INSIDE =
  "The row is not valid CSV: a quote stands inside a cell, or a space before it. Put the cell in quotes and double the quote.";
const BEHIND =
  "The row is not valid CSV: something stands behind the closing quote of a cell. A quote inside a cell is doubled.";

/** Odd files that are refused as a whole: what is odd, the bytes of companies.csv, and the line of the report. */
const REFUSED: readonly [string, string | Buffer, string][] = [
  ["a stray quote in a cell", `${HEADER}cimsoft,O,${SECRET} 12" panel\n`, `companies.csv:2 name: ${INSIDE}`],
  ["a space before a quote", `${HEADER}cimsoft,O, "${SECRET}"\n`, `companies.csv:2 name: ${INSIDE}`],
  ["text behind a quote", `${HEADER}cimsoft,O,"${SECRET}" x\n`, `companies.csv:2 name: ${BEHIND}`],
  ["a stray quote in the header", `brand,external"_id,${SECRET}\n`, `companies.csv:1 column 2: ${INSIDE}`],
  ["a space before a quote of the header", `brand,external_id, "name"\n`, `companies.csv:1 column 3: ${INSIDE}`],
  [
    "a stray quote after good rows and a cell of two lines",
    `${HEADER}cimsoft,O,Good\ncimsoft,O2,"two\nlines"\ncimsoft,O"3,${SECRET}\n`,
    `companies.csv:5 external_id: ${INSIDE}`,
  ],
  [
    "a quote that is not closed",
    `${HEADER}cimsoft,O,"${SECRET}\n`,
    "companies.csv:2 name: The row is not valid CSV: a quote is not closed.",
  ],
  [
    "semicolons",
    `brand;external_id;name\ncimsoft;O;${SECRET}\n`,
    `companies.csv:1: This file is separated by semicolons, not by commas. ${OTHER_FORM}`,
  ],
  [
    "semicolons and quotes",
    `"brand";"external_id";"name"\n"cimsoft";"O";"${SECRET}"\n`,
    `companies.csv:1: This file is separated by semicolons, not by commas. ${OTHER_FORM}`,
  ],
  [
    "tabs",
    `brand\texternal_id\tname\ncimsoft\tO\t${SECRET}\n`,
    `companies.csv:1: This file is separated by tabs, not by commas. ${OTHER_FORM}`,
  ],
  [
    "UTF-16 with its mark",
    Buffer.from(`\uFEFF${HEADER}cimsoft,O,${SECRET}\n`, "utf16le"),
    `companies.csv:1: This file is in UTF-16, not in UTF-8. ${OTHER_FORM}`,
  ],
  [
    "UTF-16 without its mark",
    Buffer.from(`${HEADER}cimsoft,O,${SECRET}\n`, "utf16le"),
    `companies.csv:1: This file is in UTF-16, not in UTF-8. ${OTHER_FORM}`,
  ],
  [
    "Windows-1252",
    Buffer.from(`${HEADER}cimsoft,O,Plain\ncimsoft,O2,${SECRET} Andr\xe9\n`, "latin1"),
    `companies.csv:3: This file is in Windows-1252 or a like encoding, not in UTF-8. ${OTHER_FORM}`,
  ],
];

describe("an odd file", () => {
  it.each(REFUSED)("with %s is refused alone, and its report prints no cell", async (_, content, line) => {
    for (const dryRun of [true, false]) {
      const report = await importFiles(
        { companies: content, contacts: "brand,external_id,email,name\ncimsoft,OK,ok@odd.example,Ok\n" },
        { dryRun },
      );
      const text = describeReport(report, LISTED);
      expect(text.split("\n")).toContain(line);
      expect(text).not.toContain(SECRET);
      expect(reportOf(report, "contacts")).toMatchObject({ errors: [], bad: [], rows: 1, applied: !dryRun });
      expect(await asSystem("test", (db) => db.select().from(companies).where(eq(companies.externalId, "O")))).toEqual(
        [],
      );
    }
  });

  it.each([
    ["blank rows with spaces", `${HEADER}   \n , ,\t\ncimsoft,FORGIVEN,Good\n \n`],
    ["empty columns at the end", "brand,external_id,name,,\ncimsoft,FORGIVEN,Good,,\n"],
    ["an empty cell at the end of a row", `${HEADER}cimsoft,FORGIVEN,Good,\n`],
    ["invisible characters around cells", `${HEADER}\u200Bcimsoft,\uFEFFFORGIVEN\u200B,\u202AGood\u202C\n`],
    ["invisible characters around names of columns", "brand\u200B,\u2060external_id,name\ncimsoft,FORGIVEN,Good\n"],
  ])("with %s goes in", async (_, content) => {
    const report = await importFiles({ companies: content });
    expect(reportOf(report, "companies")).toMatchObject({ errors: [], bad: [], rows: 1 });
    const found = await asSystem("test", (db) =>
      db.select().from(companies).where(eq(companies.externalId, "FORGIVEN")),
    );
    expect(found).toMatchObject([{ name: "Good", brand: "cimsoft" }]);
  });

  it("that is a folder is refused alone", async () => {
    const folder = await folderWith({ contacts: "brand,external_id,email,name\n" });
    await mkdir(path.join(folder, "companies.csv"));
    const report = await importFolder(folder, { dryRun: true, allOrNothing: false });
    expect(reportOf(report, "companies").errors).toMatchObject([{ reason: "The file cannot be read (EISDIR)." }]);
  });

  it("with a cell behind the last column is a bad row", async () => {
    const report = await importFiles({ companies: `brand,external_id,name,\ncimsoft,BEYOND,Good,${SECRET}\n` });
    expect(places(reportOf(report, "companies").bad)).toEqual(["2 null"]);
  });
});

describe("the last day of an agreement", () => {
  it("may be 9999-12-31 for no end, and no other day after 2199", async () => {
    const row = { brand: "cimsoft", company: "END", kind: "contract", product: "Support", starts_on: "2026-01-01" };
    const report = await importFiles({
      companies: [company({ external_id: "END" })],
      agreements: [
        { ...row, external_id: "END-1", ends_on: "9999-12-31" },
        { ...row, external_id: "END-2", ends_on: "9998-12-31" },
        { ...row, external_id: "END-3", starts_on: "9999-12-31", ends_on: "9999-12-31" },
      ],
    });
    expect(reportOf(report, "agreements").bad.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, "ends_on", "This is not a date written YYYY-MM-DD, in the years 1900 to 2199, or 9999-12-31 for no end."],
      [4, "starts_on", "This is not a date written YYYY-MM-DD, in the years 1900 to 2199."],
    ]);
    const found = await asSystem("test", (db) =>
      db.select().from(agreements).where(eq(agreements.externalId, "END-1")),
    );
    expect(found).toMatchObject([{ endsOn: "9999-12-31" }]);
  });
});

describe("the templates", () => {
  it("are a file of each kind that imports without a finding, and never write over a file", async () => {
    const folder = path.join(temporaryFolder(), "new");
    const names = await writeTemplates(folder);
    const report = await importFolder(folder, { dryRun: true, allOrNothing: true });
    expect(report.files.map(({ file, rows }) => [file, rows])).toEqual(names.map((name) => [name, 0]));
    expect(report.ok).toBe(true);
    await expect(writeTemplates(folder)).rejects.toMatchObject({ code: "EEXIST" });
  });
});
