import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AllocatedInvoice,
  type Allocation,
  allocatePlan,
  limitsOf,
  lowers,
  type MoneyBack,
  takeBack,
} from "./allocation";

const RUNS = process.env.PORTAL_TEST_LONG ? 20_000 : 300;

const cents = fc.integer({ min: 0, max: 500 });

/** Invoices of a company, a plan for some of them, and the money that came for it. */
const world = fc
  .array(fc.record({ total: fc.integer({ min: 1, max: 500 }), others: cents, planned: cents, voided: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((rows) => {
    const invoices: AllocatedInvoice[] = rows.map(({ total, others, voided }, index) => ({
      ...{ id: `i${index}`, number: `INV-${index + 8}`, totalMinor: total, allocatedMinor: Math.min(total, others) },
      voidedOn: voided && others % 7 === 0 ? "2026-01-01" : null,
    }));
    const parts: Allocation[] = rows.flatMap(({ planned }, index) =>
      planned === 0 ? [] : [part({ id: `00${index}`, invoiceId: `i${index}`, amountMinor: planned })],
    );
    return { invoices, parts };
  });

function part(over: Partial<Allocation>): Allocation {
  return {
    ...{ id: "00", invoiceId: "i0", amountMinor: 100, state: "planned", appliedOn: null, refundedOn: null },
    appliedBy: null,
    ...over,
  };
}

const sum = (parts: readonly Allocation[], test: (part: Allocation) => boolean = ({ state }) => state !== "released") =>
  parts.filter(test).reduce((total, { amountMinor }) => total + amountMinor, 0);

/** The invoices after the payment's parts have been replaced by others. */
function standing(
  invoices: readonly AllocatedInvoice[],
  before: readonly Allocation[],
  now: readonly Allocation[],
): AllocatedInvoice[] {
  return invoices.map((invoice) => {
    const own = (parts: readonly Allocation[]) =>
      sum(parts, (each) => each.invoiceId === invoice.id && lowers(each.state));
    return { ...invoice, allocatedMinor: invoice.allocatedMinor - own(before) + own(now) };
  });
}

const byId = (parts: readonly Allocation[]) => [...parts].sort((a, b) => (a.id < b.id ? -1 : 1));

function refundsOf(amounts: readonly number[], amountMinor: number): MoneyBack[] {
  let left = amountMinor;
  return amounts.flatMap((wanted, index) => {
    const minor = Math.min(wanted, left);
    left -= minor;
    return minor > 0 ? [{ stripeId: `re_${index}`, on: `2026-02-0${1 + (index % 3)}`, amountMinor: minor }] : [];
  });
}

describe("allocatePlan", () => {
  it("gives every invoice its planned amount as far as the invoice has room, and loses no cent", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 2_000 }), ({ invoices, parts }, amountMinor) => {
        const limits = limitsOf(invoices, parts);
        const allocated = allocatePlan(parts, amountMinor, limits, invoices);
        let left = amountMinor;
        for (const plan of parts) {
          const now = allocated.find(({ id }) => id === plan.id);
          const expected = Math.min(plan.amountMinor, limits.get(plan.invoiceId) ?? 0, left);
          left -= expected;
          expect(now && [now.state, expected === 0 ? 0 : now.amountMinor]).toEqual(
            expected === 0 ? ["released", 0] : ["applied", expected],
          );
        }
        expect(sum(allocated) + left).toBe(amountMinor);
        for (const invoice of standing(invoices, parts, allocated)) {
          expect(invoice.allocatedMinor).toBeLessThanOrEqual(invoice.totalMinor);
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it("allocates to INV-9 before INV-10", () => {
    const invoices = ["10", "9"].map((number, index) => ({
      ...{ id: `i${index}`, number: `INV-${number}`, totalMinor: 100, allocatedMinor: 0, voidedOn: null },
    }));
    const parts = [part({ id: "ten" }), part({ id: "nine", invoiceId: "i1" })];
    const allocated = allocatePlan(parts, 150, limitsOf(invoices, parts), invoices);
    expect(allocated.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
      ["nine", 100],
      ["ten", 50],
    ]);
  });
});

describe("takeBack", () => {
  /**
   * Applies refunds one after the other to a payment whose money came. Each step starts with the invoices as the one
   * before left them.
   */
  const history = fc.record({
    world,
    amount: fc.integer({ min: 1, max: 1_500 }),
    steps: fc.array(fc.record({ refunds: fc.array(cents, { maxLength: 3 }), disputed: fc.boolean(), taken: cents }), {
      minLength: 1,
      maxLength: 4,
    }),
  });

  it("takes exactly the refunded amount after any earlier refunds, and changes nothing when it runs again", () => {
    fc.assert(
      fc.property(history, ({ world: { invoices: first, parts: plan }, amount, steps }) => {
        let invoices: AllocatedInvoice[] = first;
        let parts: readonly Allocation[] = allocatePlan(plan, amount, limitsOf(invoices, plan), invoices);
        invoices = standing(invoices, plan, parts);
        for (const { refunds, disputed, taken } of steps) {
          const back = refundsOf(refunds, amount);
          const lay = (of: readonly Allocation[]) =>
            takeBack(of, amount, back, { limits: limitsOf(invoices, of), invoices, disputed });
          const now = lay(parts);
          const wholeBack = back.reduce((total, { amountMinor }) => total + amountMinor, 0);
          expect(sum(now.parts, ({ state }) => state === "refunded") + now.returnedMinor).toBe(wholeBack);
          expect(now.taken.reduce((total, { amountMinor }) => total + amountMinor, 0)).toBe(wholeBack);
          expect(sum(now.parts) + now.returnedMinor).toBeLessThanOrEqual(amount);
          expect(now.parts.every(({ amountMinor }) => amountMinor > 0)).toBe(true);
          expect(new Set(now.parts.map(({ id }) => id)).size).toBe(now.parts.length);
          // While there is credit, a refund takes the credit and not an allocation.
          const credit = amount - sum(now.parts) - now.returnedMinor;
          if (sum(now.parts, ({ state }) => state === "refunded") > 0) expect(credit).toBe(0);
          invoices = standing(invoices, parts, now.parts);
          for (const { allocatedMinor, totalMinor } of invoices) expect(allocatedMinor).toBeLessThanOrEqual(totalMinor);
          parts = now.parts;
          const again = lay(parts);
          expect({ ...again, parts: byId(again.parts) }).toEqual({ ...now, parts: byId(parts) });
          // Meanwhile another payer pays what is open.
          invoices = invoices.map((each) => ({
            ...each,
            allocatedMinor: Math.min(each.totalMinor, each.allocatedMinor + taken),
          }));
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it("refuses to take back more than came", () => {
    const invoices = [{ id: "i0", number: "1", totalMinor: 100, allocatedMinor: 100, voidedOn: null }];
    const parts = [part({ state: "applied" })];
    const back = [{ stripeId: "re", on: "2026-02-01", amountMinor: 101 }];
    const given = { limits: limitsOf(invoices, parts), invoices, disputed: false };
    expect(() => takeBack(parts, 100, back, given)).toThrow(RangeError);
  });
});
