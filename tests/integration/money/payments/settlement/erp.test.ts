import { beforeEach, describe, expect, it } from "vitest";
import { allocations } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { type Cells, counts, importFiles, places, receipt, reportOf } from "@/tests/integration/sync/folder";
import { createPayment, unique } from "@/tests/support/world";
import { expectSound, readLedger, rowsOf } from "./ledger";
import { createLedger, DAY, NOON, paid, type Started, settleFacts, startPayment, type World } from "./started";

let world: World;
let key: string;

beforeEach(async () => {
  world = await createLedger([10_000, 5_000, 4_000]);
  key = unique("RC");
});

/** A row of the ERP about a payment of this company: 100.00 on its first invoice. */
const row = (over: Cells = {}): Cells =>
  receipt({
    ...{ external_id: key, company: world.company.externalId, invoice: world.invoices[0]?.externalId ?? "" },
    ...over,
  });

const on = (index: number) => world.invoices[index]?.externalId ?? "";

async function receive(...rows: Cells[]) {
  const report = reportOf(await importFiles({ "payments-received": rows }), "payments-received");
  expectSound(await readLedger(world.company.id));
  return report;
}

describe("a portal payment that the ERP reports, by card of 100.00", () => {
  const settled = (started: Started) => settleFacts(started, paid(started, 10_000));

  it.each<[string, (started: Started) => Promise<void>]>([
    [
      "with its reference, before Stripe",
      async (portal) => {
        const report = await receive(row({ portal_reference: portal.reference }));
        expect(places(report.warnings)).toEqual(["2 portal_reference"]);
        expect((await rowsOf(portal)).balances[0]).toBe(10_000);
        await settled(portal);
      },
    ],
    [
      "with its reference, after Stripe",
      async (portal) => {
        await settled(portal);
        expect(counts(await receive(row({ portal_reference: portal.reference })))).toMatchObject({
          updated: 1,
          bad: 0,
        });
      },
    ],
    [
      "without, before Stripe, and with it after Stripe",
      async (portal) => {
        await receive(row());
        await settled(portal);
        expect((await rowsOf(portal)).payment.unallocatedMinor).toBe(10_000);
        await receive(row({ portal_reference: portal.reference }));
      },
    ],
    [
      "without and then with it, before Stripe",
      async (portal) => {
        await receive(row());
        await receive(row({ portal_reference: portal.reference }));
        await settled(portal);
      },
    ],
    [
      "without, after Stripe, and then with it",
      async (portal) => {
        await settled(portal);
        await receive(row());
        await receive(row({ portal_reference: portal.reference }));
      },
    ],
  ])("is one payment: %s", async (_, story) => {
    const started = await startPayment(world, [10_000]);
    await story(started);
    const { received, balances, kinds, payment } = await rowsOf(started);
    expect(received).toHaveLength(1);
    expect(payment).toMatchObject({ state: "succeeded", externalId: key, allocatedMinor: 10_000, unallocatedMinor: 0 });
    expect(balances[0]).toBe(0);
    expect(kinds).toEqual(["payment-receipt"]);
    // The same again in any order changes nothing.
    const before = await readLedger(world.company.id);
    expect(counts(await receive(row({ portal_reference: started.reference })))).toMatchObject({ unchanged: 1 });
    await settled(started);
    const after = await readLedger(world.company.id);
    expect([after.documents, after.parts, after.mails]).toEqual([before.documents, before.parts, before.mails]);
  });

  it("takes over no more than a refund has left of it", async () => {
    const started = await startPayment(world, [10_000]);
    await receive(row());
    const refunds = [{ kind: "refund" as const, stripeId: `re_${started.id}`, amountMinor: 7_000, at: NOON + DAY }];
    await settleFacts(started, paid(started, 10_000, { refunds }));
    await receive(row({ portal_reference: started.reference }));
    const { payment, balances } = await rowsOf(started);
    expect(payment).toMatchObject({ returnedMinor: 7_000, allocatedMinor: 3_000, unallocatedMinor: 0 });
    expect(balances[0]).toBe(7_000);
    // The refund fails later: the credit that the refund took is there again.
    await settleFacts(started, paid(started, 10_000));
    expect((await rowsOf(started)).payment).toMatchObject({ state: "succeeded", unallocatedMinor: 7_000 });
  });
});

it("an ERP payment of an invoice leaves a started payment's plan for it alone, and the payment's money becomes credit", async () => {
  const started = await startPayment(world, [10_000]);
  await receive(row());
  const before = await rowsOf(started);
  expect([before.payment.state, before.own]).toEqual(["started", ["planned 10000"]]);
  await settleFacts(started, paid(started, 10_000));
  expect((await rowsOf(started)).payment).toMatchObject({ unallocatedMinor: 10_000, state: "succeeded" });
});

describe("an ERP payment of 100.00 whose credit of 40.00 a client has allocated to the second invoice", () => {
  const first = () => row({ allocated_amount: "60.00" });
  const own = async () => {
    const { parts } = await readLedger(world.company.id);
    const place = new Map(world.invoices.map(({ id }, index) => [id, index]));
    return parts
      .map(
        (part) => `${place.get(part.invoiceId)} ${part.state} ${part.amountMinor}${part.appliedBy ? " by client" : ""}`,
      )
      .sort();
  };

  beforeEach(async () => {
    await receive(first());
    const [payment] = (await readLedger(world.company.id)).received;
    await asSystem("test: a client applies a credit", (db) =>
      db.insert(allocations).values({
        ...{ brand: "cimsoft", companyId: world.company.id, paymentId: payment?.id, amountMinor: 4_000 },
        ...{ invoiceId: world.invoices[1]?.id ?? "", state: "applied", appliedBy: world.contact.id },
        appliedOn: "2026-02-02",
      }),
    );
  });

  it("stays as it is when the ERP says again what it said before", async () => {
    expect(counts(await receive(first()))).toMatchObject({ unchanged: 1, bad: 0 });
    expect(await own()).toEqual(["0 applied 6000", "1 applied 4000 by client"]);
  });

  it.each([
    ["as much", "40.00", ["0 applied 6000", "1 applied 4000", "1 released 4000 by client"]],
    ["less", "15.00", ["0 applied 6000", "1 applied 1500", "1 applied 2500 by client"]],
  ])(
    "is allocated by the ERP alone once it has entered %s of the client's allocation, without a warning",
    async (_, amount, expected) => {
      const entered = [first(), row({ invoice: on(1), allocated_amount: amount })];
      const report = await receive(...entered);
      expect([report.badCount, report.warnings]).toEqual([0, []]);
      expect(await own()).toEqual(expected);
      expect(counts(await receive(...entered))).toMatchObject({ unchanged: 2 });
    },
  );

  it("loses the client's allocation, with a warning, to what the ERP allocates elsewhere", async () => {
    const entered = [first(), row({ invoice: on(2), allocated_amount: "30.00" })];
    expect(places((await receive(...entered)).warnings)).toEqual(["3 allocated_amount"]);
    expect(await own()).toEqual(["0 applied 6000", "1 applied 1000 by client", "2 applied 3000"]);
    expect((await receive(...entered)).warnings).toEqual([]);
  });

  it("loses the client's allocation when the payment turns out to be smaller", async () => {
    await receive(row({ amount: "75.00", allocated_amount: "60.00" }));
    expect(await own()).toEqual(["0 applied 6000", "1 applied 1500 by client"]);
  });

  it.each(["refunded", "processing"])("loses the client's allocation when the payment is %s", async (state) => {
    const report = await receive(row({ allocated_amount: "60.00", state }));
    expect(places(report.warnings)).toEqual(["2 allocated_amount"]);
    expect(await own()).toEqual([
      `0 ${state === "refunded" ? "refunded" : "pending"} 6000`,
      "1 released 4000 by client",
    ]);
  });

  it("passes the allocation to the portal's payment when the two turn out to be one", async () => {
    const started = await startPayment(world, [0, 0, 4_000]);
    await settleFacts(started, paid(started, 20_000));
    await receive(row({ portal_reference: started.reference, allocated_amount: "60.00" }));
    const { received } = await readLedger(world.company.id);
    expect(received).toMatchObject([{ id: started.id, externalId: key, unallocatedMinor: 6_000 }]);
    expect(await own()).toEqual(["0 applied 6000", "1 applied 4000 by client", "2 applied 4000"]);
  });

  it("becomes one with the portal's payment after a part of the allocation was lost", async () => {
    await receive(row({ allocated_amount: "60.00", state: "refunded" }));
    expect(await own()).toContain("1 released 4000 by client");
    const started = await startPayment(world, [0, 0, 4_000]);
    await settleFacts(started, paid(started, 20_000));
    const report = await receive(row({ portal_reference: started.reference, allocated_amount: "60.00" }));
    expect(report.badCount).toBe(0);
    expect((await readLedger(world.company.id)).received).toMatchObject([{ id: started.id, externalId: key }]);
  });
});

it("an ERP row about another company's payment changes no payment of the portal", async () => {
  const other = await createLedger([10_000]);
  const theirs = await createPayment(other.company, other.invoices[0] ?? null);
  await receive(row());
  expect((await readLedger(other.company.id)).received).toMatchObject([{ id: theirs.id, allocatedMinor: 10_000 }]);
});
