import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { plainAmount } from "@/lib/money/payments/checkout/rules";
import { createInvoice, createPayment, nobodysId } from "@/tests/support/world";
import { allocationsOf, checkoutsOf, house, invoiceById, paymentsOf, start } from "./support";

const RUNS = process.env.PORTAL_TEST_LONG ? 300 : 25;

const document = fc.record({
  totalMinor: fc.integer({ min: 1, max: 300_000 }),
  /** Part of the total that was received already. */
  receivedPercent: fc.constantFrom(0, 0, 0, 33, 99, 100),
  state: fc.constantFrom("applied" as const, "applied" as const, "pending" as const),
  isVoid: fc.boolean(),
  isNote: fc.constantFrom(false, false, false, true),
  currency: fc.constantFrom("USD", "USD", "USD", "EUR"),
});
const choice = fc.record({
  index: fc.nat({ max: 3 }),
  /** What is asked of the balance: all, a part, a cent too much, nothing. */
  amount: fc.constantFrom("all", "half", "over", "zero", "cent"),
});

describe("random ledgers and choices", () => {
  it("of invoices make a plan that is exact to the cent, or none at all", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 4, maxLength: 4 }),
        fc.uniqueArray(choice, { selector: (entry) => entry.index, minLength: 1, maxLength: 4 }),
        async (documents, choices) => {
          const { company, payer } = await house();
          const stored: NonNullable<Awaited<ReturnType<typeof invoiceById>>>[] = [];
          for (const { receivedPercent, state, isVoid, isNote, ...facts } of documents) {
            const voided = isVoid && receivedPercent === 0 && facts.totalMinor % 5 === 0;
            const row = await createInvoice(company, {
              ...facts,
              ...(isNote ? { kind: "credit_note" as const } : {}),
              ...(voided ? { voidedOn: "2026-01-02" } : {}),
            });
            const received = Math.floor((facts.totalMinor * receivedPercent) / 100);
            if (received > 0 && !isNote) {
              await createPayment(company, row, {
                amountMinor: received,
                currency: facts.currency,
                state: state === "pending" ? "processing" : "succeeded",
                allocation: { state },
              });
            }
            const now = await invoiceById(row.id);
            if (!now) throw new Error("expected the invoice");
            stored.push(now);
          }
          const lines = choices.map(({ index, amount }) => {
            const row = stored[index];
            if (!row) throw new Error("expected the invoice");
            const balance = row.balanceMinor;
            const minor = { all: balance, half: Math.floor(balance / 2), over: balance + 1, zero: 0, cent: 1 }[amount];
            return { row, minor };
          });
          const sum = lines.reduce((total, line) => total + line.minor, 0);
          const isRight =
            new Set(lines.map((line) => line.row.currency)).size === 1 &&
            sum >= 50 &&
            sum <= 99_999_999 &&
            lines.every(
              ({ row, minor }) =>
                row.kind === "invoice" &&
                row.voidedOn === null &&
                row.pendingMinor === 0 &&
                minor > 0 &&
                minor <= row.balanceMinor &&
                (minor === row.balanceMinor || minor >= 100),
            );
          const before = { allocations: await allocationsOf(company), payments: await paymentsOf(company) };
          const paymentId = nobodysId();
          const outcome = await start(payer, {
            paymentId,
            of: lines.map(({ row, minor }) => [row.number, plainAmount(minor, row.currency)] as const),
          }).catch((error: unknown) => error);

          for (const row of stored) expect(await invoiceById(row.id)).toEqual(row);
          if (!isRight) {
            expect(outcome).toBeInstanceOf(AppError);
            expect({ allocations: await allocationsOf(company), payments: await paymentsOf(company) }).toEqual(before);
            expect(await checkoutsOf(company)).toEqual([]);
            return;
          }
          expect(outcome).toMatchObject({ paymentId, state: "started" });
          const plan = (await allocationsOf(company)).filter((entry) => entry.paymentId === paymentId);
          expect(plan.map((entry) => [entry.invoiceId, entry.amountMinor, entry.state])).toEqual(
            lines.map(({ row, minor }) => [row.id, minor, "planned"]),
          );
          const payment = (await paymentsOf(company)).find((row) => row.id === paymentId);
          expect(payment).toMatchObject({
            amountMinor: sum,
            allocatedMinor: sum,
            unallocatedMinor: 0,
            returnedMinor: 0,
          });
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);
});
