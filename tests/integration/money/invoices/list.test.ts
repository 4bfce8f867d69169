import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { companies } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { readCreditParts } from "@/lib/money/invoices/credit/queries";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { countWaiting, type InvoiceList, listInvoices, pageQuery } from "@/lib/money/invoices/queries";
import { INVOICE_SORTS, type InvoiceCursor, parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { sought } from "@/lib/money/invoices/search/queries";
import {
  clientViewer,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  unique,
} from "@/tests/support/world";

const TODAY = "2026-11-21";

async function house(): Promise<{ company: typeof companies.$inferSelect; viewer: ClientViewer }> {
  const company = await createCompany();
  return { company, viewer: clientViewer(await createContact(company)) };
}

const list = (viewer: ClientViewer, raw: Record<string, string> = {}, cursor: InvoiceCursor | null = null) =>
  runAsViewer(viewer, "read", (context) => listInvoices(context, { ...parseInvoiceFilters(raw), cursor }, TODAY));
const numbers = (page: InvoiceList) => page.rows.map((row) => row.number);

/**
 * Many documents at once, straight into the table: with equal values in every sort column. Returns a word that stands
 * in the number of each.
 */
async function fill(
  company: typeof companies.$inferSelect,
  count: number,
  word = unique("N").toLowerCase(),
): Promise<string> {
  const prefix = `${word}${company.externalId}`;
  await asSystem("test world", (db) =>
    db.execute(sql`insert into invoices
      (id, brand, company_id, external_id, number, kind, currency, issued_on, due_on, subtotal_minor, total_minor)
      select gen_random_uuid(), ${company.brand}, ${company.id}, ${prefix} || '-' || i, ${prefix} || '-' || i,
        case when i % 10 = 0 then 'credit_note' else 'invoice' end, 'USD',
        date '2026-01-01' + (i * 7919 % 300), date '2026-01-31' + (i * 104729 % 300), i * 31 % 400, i * 31 % 400
      from generate_series(1, ${count}::int) i`),
  );
  return word;
}

describe("paging through invoices", () => {
  it.each(INVOICE_SORTS)("sorted by %s visits each row once, in order, there and back", async (sort) => {
    const { company, viewer } = await house();
    await fill(company, 111);

    const pages: InvoiceList[] = [];
    for (let cursor: InvoiceCursor | null = null, page = 0; page < 10; page++) {
      const next: InvoiceList = await list(viewer, { sort }, cursor);
      pages.push(next);
      cursor = next.next;
      if (!cursor) break;
    }
    expect(pages.map((page) => [page.from, page.to, page.count])).toEqual([
      [1, 25, 111],
      [26, 50, 111],
      [51, 75, 111],
      [76, 100, 111],
      [101, 111, 111],
    ]);
    const rows = pages.flatMap((page) => page.rows);
    expect(new Set(rows.map((row) => row.number)).size).toBe(111);
    const keys = rows.map((row) => {
      if (sort.endsWith("due")) return Date.parse(row.dueOn);
      return sort.endsWith("issued") ? Date.parse(row.issuedOn) : Math.abs(row.total.minor);
    });
    expect(keys).toEqual([...keys].sort((a, b) => (sort.startsWith("-") ? b - a : a - b)));

    const back: InvoiceList[] = [];
    for (let cursor = pages.at(-1)?.previous ?? null; cursor; ) {
      const previous: InvoiceList = await list(viewer, { sort }, cursor);
      back.unshift(previous);
      cursor = previous.previous;
    }
    expect(back.map((page) => [page.from, page.to])).toEqual(pages.slice(0, -1).map((page) => [page.from, page.to]));
    expect(back.flatMap(numbers)).toEqual(pages.slice(0, -1).flatMap(numbers));
  });

  it("has neither previous nor next on a single page, and gives no range of an empty list", async () => {
    const { company, viewer } = await house();
    expect(await list(viewer)).toEqual({
      rows: [],
      from: 0,
      to: 0,
      count: 0,
      counted: null,
      previous: null,
      next: null,
      totals: [],
    });
    await fill(company, 25);
    expect(await list(viewer)).toMatchObject({ from: 1, to: 25, count: 25, previous: null, next: null });
  });

  it("shows the first page for a cursor beyond the end", async () => {
    const { company, viewer } = await house();
    await fill(company, 3);
    const beyond: InvoiceCursor = { side: "after", sort: "due", value: "2099-01-01", id: company.id };
    expect(await list(viewer, { sort: "due" }, beyond)).toMatchObject({ from: 1, to: 3, count: 3, previous: null });
  });
});

describe("filters of invoices", () => {
  it("show open, overdue, processing, paid and void documents, each with its sums", async () => {
    const { company, viewer } = await house();
    const make = (number: string, over: Parameters<typeof createInvoice>[1] = {}) =>
      createInvoice(company, { number: `${number}-${company.id}`, dueOn: "2026-12-01", ...over });
    await make("open");
    await make("overdue", { dueOn: "2026-11-20", totalMinor: 500 });
    await make("today", { dueOn: TODAY, totalMinor: 70 });
    await createPayment(company, await make("part"), { amountMinor: 2_500 });
    await createPayment(company, await make("clearing", { dueOn: "2026-11-01" }), { allocation: { state: "pending" } });
    await createPayment(company, await make("paid"));
    await createPayment(company, await make("refunded"), { state: "refunded", allocation: { state: "refunded" } });
    await createPayment(company, await make("disputed"), { state: "disputed", allocation: { state: "disputed" } });
    await make("void", { voidedOn: "2026-11-01" });
    await make("note", { kind: "credit_note", totalMinor: 900 });

    const shown = async (raw: Record<string, string>) => {
      const page = await list(viewer, raw);
      return [page.rows.map((row) => `${row.number.split("-")[0]}: ${row.status}`).sort(), page.totals];
    };
    const sums = (total: number, balance: number) => [
      { total: { minor: total, currency: "USD" }, balance: { minor: balance, currency: "USD" } },
    ];
    expect(await shown({ status: "open" })).toEqual([
      [
        "clearing: Processing",
        "open: Open",
        "overdue: Overdue",
        "part: Partly paid",
        "refunded: Refunded",
        "today: Open",
      ],
      sums(40_570, 38_070),
    ]);
    expect(await shown({ status: "overdue" })).toEqual([["overdue: Overdue"], sums(500, 500)]);
    expect(await shown({ status: "processing" })).toEqual([["clearing: Processing"], sums(10_000, 10_000)]);
    expect(await shown({ status: "paid" })).toEqual([["paid: Paid"], sums(10_000, 0)]);
    expect(await shown({ status: "void" })).toEqual([["void: Void"], sums(0, 0)]);
    const everything = await list(viewer);
    expect(everything.count).toBe(10);
    // The credit note lowers the sum of totals, never the open balance; the void invoice counts for neither.
    expect(everything.totals).toEqual(sums(40_570 + 20_000 - 900, 38_070));
    const waiting = await runAsViewer(viewer, "read", (context) =>
      countWaiting(context, parseInvoiceFilters({ status: "paid" }), TODAY),
    );
    expect(waiting).toEqual({ open: 6, overdue: 1, processing: 1 });
  });

  it("sum each currency apart", async () => {
    const { company, viewer } = await house();
    await createInvoice(company, { currency: "EUR", totalMinor: 300 });
    await createInvoice(company, { currency: "USD", totalMinor: 200 });
    await createInvoice(company, { currency: "USD", totalMinor: 100 });
    const { totals, count } = await list(viewer);
    expect(count).toBe(3);
    expect(totals.map((sum) => sum.total)).toEqual([
      { minor: 300, currency: "EUR" },
      { minor: 300, currency: "USD" },
    ]);
  });

  it("search number, PO and line text for every word, with LIKE's signs taken literally", async () => {
    const { company, viewer } = await house();
    const a = await createInvoice(company, { poNumber: "PO 4500/17", lines: ["Pump 50% share", "Überwachung"] });
    const b = await createInvoice(company, { poNumber: null, lines: ["Pump 500 share"] });
    const find = async (q: string) => numbers(await list(viewer, { q, sort: "issued" })).sort();
    expect(await find("pump share")).toEqual([a.number, b.number].sort());
    expect(await find("50%")).toEqual([a.number]);
    expect(await find("p_mp")).toEqual([]);
    expect(await find("ÜBERWACHUNG 4500/17")).toEqual([a.number]);
    expect(await find(b.number.toLowerCase())).toEqual([b.number]);
    expect(await find("\\")).toEqual([]);
    expect(await find("share nothing")).toEqual([]);
  });

  it("search finds a number however it is written", async () => {
    const { company, viewer } = await house();
    const own = (number: string, over: Parameters<typeof createInvoice>[1] = {}) =>
      createInvoice(company, { number: `${number}-${company.id}`, ...over });
    const a = await own("INV-1042", { lines: ["Valve DN-50/PN16"] });
    const b = await own("inv 77/1042", { poNumber: "PO 4500-17" });
    const c = await own("INV-3", { poNumber: null, lines: ["Invoice 1 of 1042 seats"] });
    const find = async (q: string) => numbers(await list(viewer, { q })).sort();
    for (const q of ["INV-1042", "inv1042", "Inv/1042", "INV\u20131042", "#inv-1042", "inv.1042"]) {
      expect(await find(q), q).toEqual([a.number]);
    }
    for (const q of ["inv-77-1042", "inv 77/1042", "no. 77/1042", "po4500-17", "PO 4500/17"]) {
      expect(await find(q), q).toEqual([b.number]);
    }
    // Parts of a number with spaces between are searched as words of their own.
    for (const q of ["#1042", "no. 1042", "inv 1042", "INV \u2013 1042"]) {
      expect(await find(q), q).toEqual([a.number, b.number, c.number].sort());
    }
    expect(await find("dn-50/pn16")).toEqual([a.number]);
    expect(await find("inv1042 valve")).toEqual([a.number]);
    expect(await find("inv1042 nothing")).toEqual([]);
  });

  it("narrow by days of issue, both included", async () => {
    const { company, viewer } = await house();
    for (const issuedOn of ["2026-03-01", "2026-03-02", "2026-03-03"]) await createInvoice(company, { issuedOn });
    const days = async (raw: Record<string, string>) => (await list(viewer, raw)).rows.map((row) => row.issuedOn);
    expect(await days({ from: "2026-03-02", sort: "issued" })).toEqual(["2026-03-02", "2026-03-03"]);
    expect(await days({ to: "2026-03-02", sort: "issued" })).toEqual(["2026-03-01", "2026-03-02"]);
    expect(await days({ from: "2026-03-03", to: "2026-03-01" })).toEqual([]);
  });
});

describe("one invoice or credit note", () => {
  it("shows lines, tax, payments and credits, and the same balance as the list", async () => {
    const { company, viewer } = await house();
    const invoice = await createInvoice(company, { subtotalMinor: 10_000, taxMinor: 600, lines: ["License", "Setup"] });
    const note = await createInvoice(company, { kind: "credit_note", totalMinor: 1_000 });
    await createPayment(company, invoice, { amountMinor: 5_000, receivedOn: "2026-02-01", method: "wire" });
    await createPayment(company, invoice, {
      amountMinor: 300,
      state: "failed",
      allocation: { state: "released" },
    });
    await asSystem("test world", (db) =>
      db.execute(sql`insert into allocations (id, brand, company_id, credit_note_id, invoice_id, amount_minor, state)
        values (gen_random_uuid(), ${company.brand}, ${company.id}, ${note.id}, ${invoice.id}, 600, 'applied')`),
    );
    const { brand } = company;
    const [document, credit, page, left] = await runAsViewer(
      viewer,
      "read",
      async (context) =>
        [
          await findInvoice(context, { brand, number: invoice.number }, TODAY),
          await findInvoice(context, { brand, number: note.number }, TODAY),
          await listInvoices(context, parseInvoiceFilters({ status: "open" }), TODAY),
          await readCreditParts(context),
        ] as const,
    );
    expect(document).toMatchObject({
      companyName: company.name,
      status: "Overdue",
      subtotal: { minor: 10_000 },
      tax: { minor: 600 },
      total: { minor: 10_600 },
      settled: { minor: 5_600 },
      balance: { minor: 5_000 },
      creditLeft: null,
      lines: [
        { lineNumber: 1, description: "License", quantity: "1" },
        { lineNumber: 2, description: "Setup" },
      ],
      settlements: [
        { kind: "credit", documentNumber: note.number, amount: { minor: 600 }, stateWords: "Applied" },
        {
          kind: "payment",
          on: "2026-02-01",
          method: "Wire transfer",
          amount: { minor: 5_000 },
          stateWords: "Received",
        },
      ],
    });
    expect(page.rows[0]?.balance).toEqual(document?.balance);
    expect(credit).toMatchObject({
      kind: "credit_note",
      status: "Partly applied",
      total: { minor: -1_000 },
      balance: { minor: 0 },
      creditLeft: { minor: 400 },
      settlements: [{ kind: "use", documentNumber: invoice.number, amount: { minor: 600 } }],
    });
    expect(left).toEqual({ usable: [], notes: [{ minor: 400, currency: "USD" }] });
  });
});

describe("credit that can be used", () => {
  it("is the money of succeeded payments, and apart from it of credit notes, that is on no invoice, by currency", async () => {
    const { company, viewer } = await house();
    await createPayment(company, null, { amountMinor: 1_500 });
    await createPayment(company, null, { amountMinor: 9_000, state: "processing" });
    await createPayment(company, null, { amountMinor: 9_000, state: "failed" });
    await createPayment(company, null, { amountMinor: 70, currency: "EUR" });
    await createInvoice(company, { kind: "credit_note", totalMinor: 250 });
    await createInvoice(company, { kind: "credit_note", totalMinor: 9_000, voidedOn: "2026-02-02" });
    expect(await runAsViewer(viewer, "read", readCreditParts)).toEqual({
      usable: [
        { minor: 70, currency: "EUR" },
        { minor: 1_500, currency: "USD" },
      ],
      notes: [{ minor: 250, currency: "USD" }],
    });
  });
});

describe("a search that finds more documents than it names one by one", () => {
  it("shows the same rows, count and sums as the list without a search, page by page", async () => {
    const { company, viewer } = await house();
    const word = await fill(company, 450);
    const stranger = await createCompany();
    await fill(stranger, 450, word);
    const orders: Record<string, string>[] = [{ sort: "-amount" }, { sort: "issued", status: "open" }];
    for (const raw of orders) {
      const pages = async (q: string) => {
        const read: InvoiceList[] = [];
        for (let cursor: InvoiceCursor | null = null; read.length < 30; ) {
          const page: InvoiceList = await list(viewer, { ...raw, q }, cursor);
          read.push(page);
          cursor = page.next;
          if (!cursor) break;
        }
        return read;
      };
      const all = await pages("");
      expect(all.length).toBeGreaterThan(12);
      expect(await pages(word)).toEqual(all);
      expect(await pages(`${word} ${word.slice(1)}`)).toEqual(all);
      expect(await pages(`${word.toUpperCase()}-4`)).not.toEqual(all);
    }
    const waiting = (q: string) =>
      runAsViewer(viewer, "read", (context) => countWaiting(context, parseInvoiceFilters({ q }), TODAY));
    expect(await waiting(word)).toEqual(await waiting(""));
    expect((await list(viewer, { q: "no such word at all" })).rows).toEqual([]);
  });
});

describe("the query plan of the list of invoices with twenty thousand documents of one company", () => {
  it("reads a page from an index in order, under both conditions and policies: no sort, no scan of the table", async () => {
    const { company, viewer } = await house();
    const word = await fill(company, 20_000);
    await asSystem("test world", (db) => db.execute(sql`analyze invoices`));
    const plan = (raw: Record<string, string>, cursor: InvoiceCursor | null) =>
      runAsViewer(viewer, "read", async (context) => {
        const filters = await sought(context, { ...parseInvoiceFilters(raw), cursor });
        const query = pageQuery(context, filters, TODAY).getSQL();
        const rows = await context.db.execute<{ "QUERY PLAN": string }>(sql`explain ${query}`);
        return rows.map((row) => row["QUERY PLAN"]).join("\n");
      });
    const place: InvoiceCursor = { side: "after", sort: "-issued", value: "2026-06-01", id: company.id };
    for (const [raw, cursor] of [
      [{}, null],
      [{}, place],
      [{ sort: "due" }, null],
      [{ sort: "-amount" }, null],
      [{ status: "open" }, null],
      [{ q: word }, null],
      [{ q: word }, place],
      [
        { status: "open", sort: "due" },
        { ...place, sort: "due" },
      ],
    ] as const) {
      const text = await plan(raw, cursor);
      expect(text).toMatch(/Index Scan/);
      expect(text).not.toMatch(/Seq Scan|Sort/);
      if (cursor) expect(text).toMatch(/Index Cond:.*ROW\(/);
    }
  });
});
