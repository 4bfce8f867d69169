import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { invoices, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { unique } from "../../support/world";
import { type Cells, company, type Files, importFiles, invoice, receipt } from "./folder";

const RUNS = process.env.PORTAL_TEST_LONG ? 200 : 20;
const SEED = Number(process.env.PORTAL_TEST_SEED ?? Date.now() % 2_147_483_647);

const NAMES = ["A", "B", "C"] as const;
const amount = fc.integer({ min: 0, max: 300 }).map((dollars) => `${dollars}.00`);

const invoiceRow = fc.record({
  name: fc.constantFrom(...NAMES),
  total: amount,
  voided: fc.boolean(),
  note: fc.option(fc.constantFrom(...NAMES)),
});
const paymentRow = fc.record({
  payment: fc.constantFrom("P", "Q", "R"),
  amount: fc.constantFrom("100.00", "250.00"),
  invoice: fc.option(fc.constantFrom(...NAMES)),
  allocated: amount,
  reference: fc.option(fc.constantFrom("CP-1", "CP-2")),
  state: fc.constantFrom("", "received", "processing", "refunded", "disputed"),
});
type InvoiceRow = typeof invoiceRow extends fc.Arbitrary<infer T> ? T : never;
type PaymentRow = typeof paymentRow extends fc.Arbitrary<infer T> ? T : never;
/** One import: some documents, then some payments. */
const step = fc.record({
  documents: fc.array(invoiceRow, { maxLength: 4 }),
  receipts: fc.array(paymentRow, { maxLength: 6 }),
});

/** The files of one import, with keys of this run's own company. */
function filesOf(key: string, { documents, receipts }: { documents: InvoiceRow[]; receipts: PaymentRow[] }): Files {
  const own = (name: string) => `${name}-${key}`;
  const rows = documents.map(({ name, total, voided, note }): Cells => {
    if (note === null) {
      const over = { company: own("X"), total, voided_on: voided && total < "2" ? "2026-03-01" : "" };
      return invoice({ ...over, external_id: own(name), balance: "0" });
    }
    return invoice({
      company: own("X"),
      total,
      external_id: own(`N${name}`),
      kind: "credit_note",
      applies_to: own(note),
    });
  });
  return {
    companies: [company({ external_id: own("X") })],
    ...(rows.length > 0 ? { invoices: rows } : {}),
    ...(receipts.length > 0
      ? {
          "payments-received": receipts.map((row) =>
            receipt({
              ...{ external_id: own(row.payment), company: own("X"), amount: row.amount, state: row.state },
              ...{ invoice: row.invoice ? own(row.invoice) : "", allocated_amount: row.invoice ? row.allocated : "" },
              portal_reference: row.reference ? own(row.reference) : "",
            }),
          ),
        }
      : {}),
  };
}

/** Documents and payments of a run, with their sums worked out afresh from the allocations. */
async function ledger(key: string) {
  return asSystem("test", async (db) => {
    const documents = await db
      .select({
        number: invoices.number,
        kind: invoices.kind,
        total: invoices.totalMinor,
        allocated: invoices.allocatedMinor,
        pending: invoices.pendingMinor,
        balance: invoices.balanceMinor,
        voidedOn: invoices.voidedOn,
        applied: sql<string>`(select coalesce(sum(amount_minor), 0) from allocations a
          where (a.invoice_id = invoices.id or a.credit_note_id = invoices.id) and a.state in ('applied', 'disputed'))`,
        waiting: sql<string>`(select coalesce(sum(amount_minor), 0) from allocations a
          where a.invoice_id = invoices.id and a.state = 'pending')`,
      })
      .from(invoices)
      .where(sql`${invoices.externalId} like ${`%-${key}`}`)
      .orderBy(invoices.externalId);
    const receipts = await db
      .select({
        key: sql<string>`coalesce(${payments.externalId}, ${payments.reference})`,
        amount: payments.amountMinor,
        allocated: payments.allocatedMinor,
        unallocated: payments.unallocatedMinor,
        inParts: sql<string>`(select coalesce(sum(amount_minor), 0) from allocations a
          where a.payment_id = payments.id and a.state <> 'released')`,
      })
      .from(payments)
      .where(sql`coalesce(${payments.externalId}, ${payments.reference}) like ${`%-${key}`}`)
      .orderBy(payments.externalId, payments.reference);
    return { documents, receipts };
  });
}

it(`an import keeps every balance the total less what is allocated, whatever comes in (seed ${SEED}, ${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
      const key = unique("p");
      for (const each of steps) {
        const files = filesOf(key, each);
        const report = await importFiles(files);
        for (const file of report.files) {
          expect(file.errors).toEqual([]);
          expect(file.created + file.updated + file.unchanged + file.badCount).toBe(file.rows);
        }
        const { documents, receipts } = await ledger(key);
        for (const document of documents) {
          expect(document.allocated).toBe(Number(document.applied));
          expect(document.pending).toBe(Number(document.waiting));
          expect(document.balance).toBe(document.voidedOn ? 0 : document.total - Number(document.applied));
          expect(document.balance).toBeGreaterThanOrEqual(0);
        }
        for (const payment of receipts) {
          expect(payment.allocated).toBe(Number(payment.inParts));
          expect(payment.allocated + payment.unallocated).toBe(payment.amount);
          expect(payment.unallocated).toBeGreaterThanOrEqual(0);
        }
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 600_000);

it(`an import changes nothing when the same payments come again (seed ${SEED}, ${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(paymentRow, { minLength: 1, maxLength: 8 }), async (receipts) => {
      const key = unique("q");
      const documents = NAMES.map((name): InvoiceRow => ({ name, total: "150.00", voided: false, note: null }));
      await importFiles(filesOf(key, { documents, receipts }));
      const before = await ledger(key);
      await importFiles(filesOf(key, { documents, receipts }));
      expect(await ledger(key)).toEqual(before);
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 600_000);
