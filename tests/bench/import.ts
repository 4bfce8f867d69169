import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "csv-stringify/sync";
import { importFolder } from "@/lib/sync/import";
import type { Log } from "./measure";

/** Rows of invoices.csv. The other files follow from it. */
const INVOICES = Number(process.env.BENCH_IMPORT_ROWS ?? 20_000);
const COMPANIES = 200;
const CONTACTS = 2_000;
const LINES_OF_ONE = 2;

const PRODUCTS = ["historian client license", "annual support of operations control", "engineering days on site"];

type Cells = Readonly<Record<string, string>>;

/** The folder of a first import: companies, contacts, and invoices with lines, of which every second one is paid. */
function files(): Readonly<Record<string, readonly Cells[]>> {
  const companies = upTo(COMPANIES, (n) => ({
    brand: "cimsoft",
    external_id: `C-${n}`,
    name: `Company ${n}`,
    mail_domains: `c${n}.example`,
    city: "Lancaster",
    country: "United States",
  }));
  const contacts = upTo(CONTACTS, (n) => ({
    brand: "cimsoft",
    external_id: `P-${n}`,
    email: `person${n}@c${n % COMPANIES}.example`,
    name: `Person ${n}`,
    company: `C-${n % COMPANIES}`,
    phone: `+1 717 555 ${String(n).padStart(4, "0")}`,
    address_line1: `${n} Main Street`,
    city: "Lancaster",
    billing: "yes",
    pay: "no",
  }));
  const day = (n: number, month: number) =>
    `2026-${String(month).padStart(2, "0")}-${String((n % 28) + 1).padStart(2, "0")}`;
  const invoices = upTo(INVOICES, (n) => ({
    brand: "cimsoft",
    external_id: `AR-${n}`,
    company: `C-${n % COMPANIES}`,
    number: `2026-${String(n).padStart(6, "0")}`,
    kind: "invoice",
    currency: "USD",
    issued_on: day(n, 1 + (n % 6)),
    due_on: day(n, 7 + (n % 6)),
    po_number: `PO 77${n % 977}`,
    terms: "Net 30",
    subtotal: `${100 + (n % 900)}.00`,
    tax: "6.00",
    total: `${106 + (n % 900)}.00`,
    balance: n % 2 === 0 ? "0.00" : `${106 + (n % 900)}.00`,
  }));
  const lines = upTo(INVOICES * LINES_OF_ONE, (n) => ({
    brand: "cimsoft",
    invoice: `AR-${Math.floor(n / LINES_OF_ONE)}`,
    line: String((n % LINES_OF_ONE) + 1),
    description: `${PRODUCTS[n % PRODUCTS.length]} for plant ${n % 37}`,
    quantity: "1",
    unit_price: "50.00",
    amount: "50.00",
  }));
  const payments = upTo(INVOICES / 2, (n) => ({
    brand: "cimsoft",
    external_id: `RC-${n}`,
    company: `C-${(n * 2) % COMPANIES}`,
    received_on: "2026-11-20",
    currency: "USD",
    amount: `${106 + ((n * 2) % 900)}.00`,
    invoice: `AR-${n * 2}`,
    allocated_amount: `${106 + ((n * 2) % 900)}.00`,
    method: "check",
  }));
  return { companies, contacts, invoices, "invoice-lines": lines, "payments-received": payments };
}

function upTo(count: number, row: (n: number) => Cells): Cells[] {
  return Array.from({ length: Math.floor(count) }, (_, n) => row(n));
}

/**
 * Measures an import in rows a second: of new rows, of the same folder again (nothing changes), and of the folder with
 * another text in every row.
 */
export async function benchImport(log: Log): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "portal-bench-"));
  try {
    for (const [name, round] of [
      ["new rows", (cells: Cells) => cells],
      ["the same rows", (cells: Cells) => cells],
      ["changed rows", changed],
    ] as const) {
      for (const [file, rows] of Object.entries(files())) {
        await writeFile(path.join(folder, `${file}.csv`), stringify(rows.map(round), { header: true }));
      }
      await measureImport(log, folder, name);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The row with another text in a column that its file may change. */
function changed(cells: Cells): Cells {
  if (cells.terms !== undefined) return { ...cells, terms: "Net 45" };
  if (cells.description !== undefined) return { ...cells, description: `${cells.description}, renewed` };
  if (cells.received_on !== undefined) return { ...cells, received_on: "2026-11-21" };
  return { ...cells, name: `${cells.name} anew` };
}

async function measureImport(log: Log, folder: string, name: string): Promise<void> {
  const began = performance.now();
  const done: { file: string; at: number }[] = [];
  const report = await importFolder(folder, {
    dryRun: false,
    allOrNothing: false,
    onProgress: ({ file }) => {
      if (done.at(-1)?.file !== file) done.push({ file, at: 0 });
      const last = done.at(-1);
      if (last) last.at = performance.now();
    },
  });
  const whole = performance.now() - began;
  let from = began;
  for (const { file, rows, created, updated, unchanged, badCount, warningCount } of report.files) {
    const at = done.find((one) => one.file === file)?.at ?? from;
    const counts = `${created} created, ${updated} updated, ${unchanged} unchanged, ${badCount} bad, ${warningCount} warnings`;
    log(`${name.padEnd(14)} ${file.padEnd(22)} ${perSecond(rows, at - from)} rows a second  (${counts})`);
    from = at;
  }
  const rows = report.files.reduce((sum, file) => sum + file.rows, 0);
  log(`${name.padEnd(14)} ${"all files".padEnd(22)} ${perSecond(rows, whole)} rows a second  (${rows} rows)`);
}

const perSecond = (rows: number, ms: number) => String(Math.round((rows * 1000) / ms)).padStart(7);
