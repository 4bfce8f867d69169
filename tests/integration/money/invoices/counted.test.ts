import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type ClientViewer, runAsViewer } from "@/db/viewer";
import { countWaiting, type InvoiceList, listInvoices } from "@/lib/money/invoices/queries";
import { type InvoiceCursor, parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { clientViewer, createCompany, createContact, createInvoice, seed, unique } from "@/tests/support/world";

const TODAY = "2026-11-21";
const MANY = 1_100;
const ZERO = "00000000-0000-0000-0000-000000000000";

/** A company with many documents, whose numbers all have one word; a stranger's documents have it too. */
async function house(): Promise<{ viewer: ClientViewer; word: string }> {
  const word = unique("M").toLowerCase();
  const [company, stranger] = [await createCompany(), await createCompany()];
  for (const { id, brand } of [company, stranger]) {
    await seed((db) =>
      db.execute(sql`insert into invoices
        (id, brand, company_id, external_id, number, kind, currency, issued_on, due_on, subtotal_minor, total_minor)
        select gen_random_uuid(), ${brand}, ${id}, ${id} || '-' || i, ${word} || ${id} || '-' || i,
          case when i % 10 = 0 then 'credit_note' else 'invoice' end, case when i % 7 = 0 then 'EUR' else 'USD' end,
          date '2026-01-01' + (i * 7919 % 300), date '2026-01-31' + (i * 104729 % 300), 1 + i * 31 % 400, 1 + i * 31 % 400
        from generate_series(1, ${MANY}::int) i`),
    );
  }
  return { viewer: clientViewer(await createContact(company)), word };
}

const list = (viewer: ClientViewer, raw: Record<string, string>, cursor: InvoiceCursor | null = null) =>
  runAsViewer(viewer, "read", (context) => listInvoices(context, { ...parseInvoiceFilters(raw), cursor }, TODAY));
const waiting = (viewer: ClientViewer, raw: Record<string, string>) =>
  runAsViewer(viewer, "read", (context) => countWaiting(context, parseInvoiceFilters(raw), TODAY));

describe("a search that finds more documents than are counted", () => {
  it("shows the rows of the list, counts a thousand and sums nothing, unless it is asked to", async () => {
    const { viewer, word } = await house();
    const all = await list(viewer, {});
    const found = await list(viewer, { q: word });
    expect(found).toMatchObject({ rows: all.rows, from: 1, to: 25, count: 1_001, counted: 1_000, totals: [] });
    expect(await list(viewer, { q: word, sums: "all" })).toEqual(all);
    expect(all.count).toBe(MANY);
    expect(all.totals).toHaveLength(2);

    const open = MANY - MANY / 10;
    expect(await waiting(viewer, {})).toMatchObject({ open });
    expect(await waiting(viewer, { q: word })).toEqual(await waiting(viewer, {}));
    expect(await waiting(viewer, { q: word, sums: "all" })).toEqual(await waiting(viewer, {}));
  });

  it("counts and sums all where other filters leave fewer", async () => {
    const { viewer, word } = await house();
    const narrowed: Record<string, string>[] = [
      { status: "open" },
      { from: "2026-04-01", sort: "amount" },
      { status: "void" },
    ];
    for (const raw of narrowed) {
      const all = await list(viewer, raw);
      expect(all.count).toBeLessThan(1_000);
      expect(await list(viewer, { ...raw, q: word })).toEqual({ ...all, counted: 1_000 });
    }
  });

  it("is read to its end, and back from there", async () => {
    const { viewer, word } = await house();
    const [all, found] = [{ sort: "issued" }, { sort: "issued", q: word }];
    // Some sixty of the documents are of a later day.
    let place: InvoiceCursor | null = { side: "after", sort: "issued", value: "2026-10-10", id: ZERO };
    for (let pages = 0; place && pages < 5; pages++) {
      const [expected, page]: InvoiceList[] = [await list(viewer, all, place), await list(viewer, found, place)];
      expect(page?.rows).toEqual(expected?.rows);
      expect([page?.previous, page?.next]).toEqual([expected?.previous, expected?.next]);
      // Behind the documents that are counted no position is known.
      expect(page?.from).toBeGreaterThan(1_000);
      const back = page?.previous ?? null;
      expect((await list(viewer, found, back)).rows).toEqual((await list(viewer, all, back)).rows);
      place = page?.next ?? null;
    }
    expect(place).toBeNull();
    const second = (await list(viewer, found)).next;
    expect(await list(viewer, found, second)).toMatchObject({ from: 26, to: 50, count: 1_001 });
  });
});

describe("a search for a number among many documents", () => {
  it("finds it however it is written, by the indexes of numbers", async () => {
    const company = await createCompany();
    const viewer = clientViewer(await createContact(company));
    const tail = unique("t").replaceAll("-", "");
    const a = await createInvoice(company, { number: `B-77${tail}`, poNumber: null });
    const b = await createInvoice(company, { poNumber: `B/77.${tail}` });
    // Its parts stand in this order too, but not together.
    await createInvoice(company, { lines: [`b ${tail} of 77 ${tail}`] });
    const find = async (q: string) => (await list(viewer, { q })).rows.map(({ number }) => number).sort();
    for (const q of [`b77${tail}`, `B-77-${tail}`, `b/77.${tail}`]) {
      expect(await find(q), q).toEqual([a.number, b.number].sort());
    }
    expect(await find(`pump b77${tail} b-77${tail} b/77${tail}`)).toEqual([]);
    expect(await find(`b77${tail} ${b.number} b-77${tail} b/77${tail}`)).toEqual([b.number]);
  });
});
