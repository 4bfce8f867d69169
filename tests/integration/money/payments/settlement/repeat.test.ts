import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { contacts, paymentCheckouts, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { settlePayment } from "@/lib/money/payments/settlement/settle";
import { createPayment, nobodysId } from "@/tests/support/world";
import { CRASH, crashingAt } from "./crash";
import { readLedger, rowsOf } from "./ledger";
import { charge, checkout, createLedger, DAY, look, NOON, paid, settle, settleFacts, startPayment } from "./started";

describe("a snapshot that comes again", () => {
  it("changes nothing but the time at which the payment was seen", async () => {
    const started = await startPayment(await createLedger([10_000, 5_000]), [10_000, 5_000]);
    const refunds = [{ kind: "refund" as const, stripeId: `re_${started.id}`, amountMinor: 7_000, at: NOON + DAY }];
    const facts = paid(started, 15_000, { refunds, dispute: "open" });
    await settleFacts(started, facts);
    const before = await readLedger(started.world.company.id);
    await settleFacts(started, facts);
    const after = await readLedger(started.world.company.id);
    const unseen = (rows: typeof before) => ({
      ...rows,
      received: rows.received.map((row) => ({ ...row, observation: 0, observedAt: null })),
    });
    expect(unseen(after)).toEqual(unseen(before));
    expect(after.received[0]?.observation).toBeGreaterThan(before.received[0]?.observation ?? 0);
  });

  it("changes nothing at all when it is older than the last one settled", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    const early = await look(started, { checkouts: [checkout(started, { state: "expired" })] });
    await settleFacts(started, paid(started, 10_000));
    const before = await readLedger(started.world.company.id);
    expect(await settle(early)).toBe("stale");
    expect(await settle({ ...early, observation: before.received[0]?.observation ?? 0 })).toBe("stale");
    expect(await readLedger(started.world.company.id)).toEqual(before);
  });

  it("has one effect when it is settled twenty times at once", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    const same = await look(started, paid(started, 10_000));
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => settle(same)));
    expect(outcomes.filter((outcome) => outcome === "settled")).toHaveLength(1);
    const rows = await rowsOf(started);
    expect([rows.kinds, rows.actions]).toEqual([["payment-receipt"], ["payment.succeeded"]]);
  }, 60_000);

  it("has one effect when twenty snapshots show the same state at the same thing", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await Promise.all(Array.from({ length: 20 }, () => settleFacts(started, paid(started, 10_000))));
    const rows = await rowsOf(started);
    expect([rows.kinds, rows.actions]).toEqual([["payment-receipt"], ["payment.succeeded"]]);
    expect(rows.own).toEqual(["applied 10000"]);
  }, 60_000);

  it("of two payments of the same invoices allocates both without a deadlock", async () => {
    const world = await createLedger([10_000, 5_000]);
    const first = await startPayment(world, [10_000, 5_000]);
    await settleFacts(first, { checkouts: [checkout(first, { state: "expired" })] });
    const second = await startPayment(world, [10_000, 5_000]);
    await Promise.all([settleFacts(first, paid(first, 15_000)), settleFacts(second, paid(second, 15_000))]);
    const rows = await rowsOf(second);
    expect(rows.balances).toEqual([0, 0]);
    expect(rows.received.reduce((sum, row) => sum + row.unallocatedMinor, 0)).toBe(15_000);
  });
});

describe("a snapshot that does not belong to the payment", () => {
  it("is refused when the payment is unknown, or is the ERP's", async () => {
    expect(await settle(await look({ id: nobodysId() }, { charge: charge(100) }))).toBe("unknown");
    const { company } = await createLedger([100]);
    const erp = await createPayment(company, null, { amountMinor: 100 });
    expect(await settle(await look(erp, { charge: charge(100) }))).toBe("unknown");
    expect((await readLedger(company.id)).received).toEqual([erp]);
  });

  it("is refused when the charge has another currency", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    const before = await readLedger(started.world.company.id);
    expect(await settleFacts(started, paid(started, 10_000, { currency: "CAD" }))).toBe("unknown");
    expect(await readLedger(started.world.company.id)).toEqual(before);
  });

  it("is refused when its session is another payment's, or was made on another brand", async () => {
    const one = await startPayment(await createLedger([10_000]), [10_000]);
    const two = await startPayment(await createLedger([10_000], "insource"), [10_000]);
    expect(await settleFacts(one, paid(two, 10_000))).toBe("unknown");
    expect((await rowsOf(one)).payment).toMatchObject({ state: "started", observation: 0 });
    await asSystem("test", (db) =>
      db.update(paymentCheckouts).set({ brand: "insource" }).where(eq(paymentCheckouts.paymentId, one.id)),
    );
    expect(await settleFacts(one, paid(one, 10_000))).toBe("unknown");
    expect((await rowsOf(two)).payment.state).toBe("started");
  });
});

describe("a crash during settlement", () => {
  it("at any statement leaves the ledger as it was, and the next run settles the payment", async () => {
    const world = await createLedger([10_000, 5_000]);
    const started = await startPayment(world, [10_000, 5_000]);
    const refunds = [{ kind: "refund" as const, stripeId: `re_${started.id}`, amountMinor: 7_000, at: NOON + DAY }];
    const snapshot = await look(started, paid(started, 15_000, { refunds }));
    const before = await readLedger(world.company.id);
    let statement = 1;
    for (; statement < 100; statement++) {
      const settled = asSystem("test", (db) => settlePayment(crashingAt(db, statement), snapshot));
      const outcome = await settled.catch((error: unknown) => error);
      if (outcome === "settled") break;
      expect(outcome).toBe(CRASH);
      expect(await readLedger(world.company.id)).toEqual(before);
    }
    expect(statement).toBeGreaterThan(15);
    const { payment, own, kinds } = await rowsOf(started);
    expect(payment.state).toBe("partly_refunded");
    expect(own.sort()).toEqual(["applied 8000", "refunded 2000 2026-02-02", "refunded 5000 2026-02-02"]);
    expect(kinds).toEqual(["payment-receipt", "payment-refunded"]);
  });
});

it("a payment is settled although the payer's address takes no mail", async () => {
  const world = await createLedger([10_000]);
  const started = await startPayment(world, [10_000]);
  await asSystem("test", async (db) => {
    await db.update(contacts).set({ email: "not an address" }).where(eq(contacts.id, world.contact.id));
  });
  expect(await settleFacts(started, paid(started, 10_000))).toBe("settled");
  const [row] = await asSystem("test", (db) => db.select().from(payments).where(eq(payments.id, started.id)));
  expect(row).toMatchObject({ state: "succeeded", allocatedMinor: 10_000 });
});
