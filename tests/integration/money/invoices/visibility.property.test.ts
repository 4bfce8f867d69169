import { eq, inArray } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { allocations, companies, invoiceLines, invoices, payments } from "@/db/schema";
import { ALLOCATION_STATES, type AllocationState, STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import { asSystem, type Context, runAsViewer, type Viewer } from "@/db/viewer";
import { addDays } from "@/lib/kit/time";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { countWaiting, type InvoiceRow, listInvoices } from "@/lib/money/invoices/queries";
import { INVOICE_FILTERS, INVOICE_SORTS, type InvoiceCursor, parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { nobodysId, unique } from "@/tests/support/world";

/*
 * In random ledgers, for any viewer, list, count, search, sums and detail show what one independent
 * statement of the rule says, and nothing else. The statement below reads plain rows and knows no SQL of ours.
 */
const TODAY = "2026-11-21";
const BRANDS = ["cimsoft", "insource"] as const;
const WORDS = ["pump", "valve 50%", "Ölfilter", "under_score"] as const;

interface Document {
  readonly brand: string;
  readonly companyId: string;
  readonly id: string;
  readonly number: string;
  readonly kind: "invoice" | "credit_note";
  readonly currency: string;
  readonly totalMinor: number;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly isVoid: boolean;
  readonly word: string;
  readonly parts: readonly { readonly state: AllocationState; readonly minor: number }[];
}

const arbitraryDocument = fc.record({
  company: fc.nat(3),
  kind: fc.constantFrom("invoice" as const, "invoice" as const, "invoice" as const, "credit_note" as const),
  currency: fc.constantFrom("USD", "USD", "EUR"),
  hundreds: fc.integer({ min: 0, max: 30 }),
  issued: fc.integer({ min: -60, max: 0 }),
  due: fc.integer({ min: -2, max: 2 }),
  isVoid: fc.nat(9).map((dice) => dice === 0),
  word: fc.constantFrom(...WORDS),
  // Two started payments never want the same invoice: the database refuses the second plan.
  parts: fc.uniqueArray(
    fc.record({ state: fc.constantFrom(...ALLOCATION_STATES), percent: fc.integer({ min: 1, max: 50 }) }),
    { maxLength: 3, comparator: (one, other) => one.state === "planned" && other.state === "planned" },
  ),
});

type RawDocument = typeof arbitraryDocument extends fc.Arbitrary<infer T> ? T : never;

const arbitraryViewer = fc.oneof(
  fc.record({
    kind: fc.constant("client" as const),
    brand: fc.constantFrom(...BRANDS),
    company: fc.option(fc.nat(3), { nil: null }),
    billing: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("staff" as const),
    brands: fc.subarray([...BRANDS]),
    roles: fc.subarray<StaffRole>([...STAFF_ROLES]),
  }),
);

/** The rule: who has the right billing sees their own company's; of the staff managers and administrators read, by brand. */
function maySee(viewer: Viewer, document: Document): boolean {
  if (viewer.kind === "client") {
    return viewer.rights.billing && viewer.companyId === document.companyId && viewer.brand === document.brand;
  }
  const reads = ["account_manager", "subscription_manager", "administrator"];
  return viewer.brands.includes(document.brand) && viewer.roles.some((role) => reads.includes(role));
}

/** Status by the ledger alone: sums over the document's own parts. */
function statusOf({ isVoid, kind, totalMinor, dueOn, parts }: Document) {
  const sum = (...states: AllocationState[]) =>
    parts.filter((part) => states.includes(part.state)).reduce((minor, part) => minor + part.minor, 0);
  const settled = sum("applied", "disputed");
  const balance = isVoid || kind === "credit_note" ? 0 : totalMinor - settled;
  const word = () => {
    if (isVoid) return "Void";
    if (kind === "credit_note") return totalMinor === 0 ? "Applied" : "Available";
    if (sum("disputed") > 0) return "Disputed";
    if (balance === 0) return "Paid";
    if (sum("pending") > 0) return "Processing";
    if (sum("refunded") > 0 && settled === 0) return "Refunded";
    if (dueOn < TODAY) return "Overdue";
    return settled > 0 ? "Partly paid" : "Open";
  };
  return { balance, status: word() };
}

function inFilter(document: Document, filter: string | null): boolean {
  const { status, balance } = statusOf(document);
  if (filter === null) return true;
  if (filter === "open") return balance > 0;
  return document.kind === "credit_note" ? filter === "void" && status === "Void" : status.toLowerCase() === filter;
}

/** Four companies, two a brand, and their documents, in tables of their own names. The same numbers on both brands. */
async function furnish(raw: readonly RawDocument[], prefix: string): Promise<Document[]> {
  const houses = BRANDS.flatMap((brand) => [1, 2].map((index) => ({ brand, id: nobodysId(), index })));
  const placesTaken = new Map<string, number>();
  const documents = raw.map((one): Document => {
    const house = houses[one.company];
    if (!house) throw new Error("no house");
    const totalMinor = one.hundreds * 100;
    const place = (placesTaken.get(house.brand) ?? 0) + 1;
    placesTaken.set(house.brand, place);
    return {
      brand: house.brand,
      companyId: house.id,
      id: nobodysId(),
      number: `${prefix}-${place}`,
      kind: one.kind,
      currency: one.currency,
      totalMinor,
      issuedOn: addDays(TODAY, one.issued),
      dueOn: addDays(TODAY, one.due),
      isVoid: one.isVoid,
      word: one.word,
      parts:
        one.kind === "invoice"
          ? one.parts
              .map((part) => ({ state: part.state, minor: Math.floor((totalMinor * part.percent) / 150) }))
              .filter((part) => part.minor > 0)
          : [],
    };
  });
  await asSystem("test world", async (db) => {
    await db
      .insert(companies)
      .values(houses.map(({ brand, id }) => ({ id, brand, externalId: id, name: `House ${id}` })));
    if (documents.length === 0) return;
    await db.insert(invoices).values(
      documents.map(({ isVoid, parts: _parts, word: _word, ...document }) => ({
        ...document,
        externalId: document.number,
        subtotalMinor: document.totalMinor,
        voidedOn: isVoid ? TODAY : null,
      })),
    );
    await db.insert(invoiceLines).values(
      documents.map(({ brand, companyId, id, word, totalMinor }) => ({
        ...{ brand, companyId, invoiceId: id, lineNumber: 1, description: word, quantity: "1" },
        unitPriceMinor: totalMinor,
        amountMinor: totalMinor,
      })),
    );
    for (const document of documents) {
      for (const part of document.parts) {
        const { brand, companyId, currency } = document;
        const paymentId = nobodysId();
        await db.insert(payments).values({
          ...{ id: paymentId, brand, companyId, currency, amountMinor: part.minor, receivedOn: TODAY },
          source: "erp",
          externalId: paymentId,
          method: "check",
          state: "succeeded",
        });
        await db
          .insert(allocations)
          .values({ brand, companyId, paymentId, invoiceId: document.id, amountMinor: part.minor, state: part.state });
      }
    }
  });
  return documents;
}

/** Every page of a list, by its own cursors. */
async function readAll(context: Context, raw: Record<string, string>) {
  const rows: InvoiceRow[] = [];
  let cursor: InvoiceCursor | null = null;
  for (;;) {
    const page = await listInvoices(context, { ...parseInvoiceFilters(raw), cursor }, TODAY);
    if (page.rows.length > 0) expect([page.from, page.to]).toEqual([rows.length + 1, rows.length + page.rows.length]);
    rows.push(...page.rows);
    cursor = page.next;
    if (!cursor) return { rows, count: page.count, totals: page.totals };
  }
}

const sorted = (numbers: readonly string[]) => [...numbers].sort();
const long = process.env.PORTAL_TEST_LONG !== undefined && process.env.PORTAL_TEST_LONG !== "";
const seed = Number(process.env.PORTAL_TEST_SEED ?? Date.now() % 2 ** 31);

it(`lists, counts, search and sums of random invoices show what the rule of visibility says, whoever asks (seed ${seed})`, {
  timeout: long ? 1_200_000 : 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryDocument, { maxLength: 60 }),
      fc.array(arbitraryViewer, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(null, ...INVOICE_FILTERS),
      fc.constantFrom(...INVOICE_SORTS),
      fc.constantFrom(...WORDS),
      async (raw, viewers, status, sort, word) => {
        // Staff see the rows of other runs too, so every question is asked about this run's prefix.
        const prefix = unique("p").toLowerCase();
        const documents = await furnish(raw, prefix);
        const houses = [...new Set(documents.map((document) => document.companyId))];
        for (const one of viewers) {
          const viewer: Viewer =
            one.kind === "staff"
              ? { ...one, staffId: nobodysId() }
              : {
                  kind: "client",
                  brand: one.brand,
                  contactId: nobodysId(),
                  companyId: one.company === null ? null : (houses[one.company] ?? nobodysId()),
                  rights: { billing: one.billing, pay: false, cases: "company", requests: "company" },
                };
          const mine = documents.filter((document) => maySee(viewer, document));
          const wanted = mine.filter((document) => inFilter(document, status));
          await runAsViewer(viewer, "read", async (context) => {
            const filter = { ...(status ? { status } : {}), sort };
            const list = await readAll(context, { ...filter, q: prefix });
            expect(sorted(list.rows.map((row) => row.number))).toEqual(sorted(wanted.map((item) => item.number)));
            expect(list.count).toBe(wanted.length);

            const search = await readAll(context, { ...filter, q: `${prefix} ${word.toUpperCase()}` });
            const named = wanted.filter((document) => document.word === word);
            expect(sorted(search.rows.map((row) => row.number))).toEqual(sorted(named.map((item) => item.number)));

            const waiting = await countWaiting(context, parseInvoiceFilters({ q: prefix }), TODAY);
            for (const name of ["open", "overdue", "processing"] as const) {
              expect(waiting[name]).toBe(mine.filter((document) => inFilter(document, name)).length);
            }

            const sums = new Map<string, { total: number; balance: number }>();
            for (const document of documents) {
              const key = { brand: document.brand, number: document.number };
              const detail = await findInvoice(context, key, TODAY);
              if (!mine.includes(document)) {
                expect(detail).toBeNull();
                continue;
              }
              const { status: expected, balance } = statusOf(document);
              expect(detail).toMatchObject({ status: expected, balance: { minor: balance } });
              if (!detail || !wanted.includes(document)) continue;
              const sum = sums.get(document.currency) ?? { total: 0, balance: 0 };
              sum.total += detail.isVoid ? 0 : detail.total.minor;
              sum.balance += detail.balance.minor;
              sums.set(document.currency, sum);
            }
            // The list's sums are the sums of its details.
            expect(
              new Map(
                list.totals.map(({ total, balance }) => [
                  total.currency,
                  { total: total.minor, balance: balance.minor },
                ]),
              ),
            ).toEqual(sums);
          });
        }
        await clear(houses);
      },
    ),
    { numRuns: long ? 200 : 20, seed },
  );
});

/** Deletes the run's rows: staff of the next run would have to read past ever more of them. */
async function clear(houses: string[]): Promise<void> {
  if (houses.length === 0) return;
  await asSystem("test world", async (db) => {
    for (const table of [allocations, payments, invoices]) {
      await db.delete(table).where(inArray(table.companyId, houses));
    }
    for (const id of houses) await db.delete(companies).where(eq(companies.id, id));
  });
}
