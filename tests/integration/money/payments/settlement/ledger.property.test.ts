import fc from "fast-check";
import { expect, it } from "vitest";
import { allocations } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { creditOf, payBlock } from "@/lib/money/payments/rules";
import { settlePayment } from "@/lib/money/payments/settlement/settle";
import { importFiles, receipt } from "@/tests/integration/sync/folder";
import { unique } from "@/tests/support/world";
import { CRASH, crashingAt } from "./crash";
import { expectSound, type LedgerRows, readLedger } from "./ledger";
import { createLedger, look, settle, startPayment, type World } from "./started";
import { type Happening, happening, Story } from "./stripe-story";

const RUNS = process.env.PORTAL_TEST_LONG ? 250 : 12;
const SEED = Number(process.env.PORTAL_TEST_SEED ?? Date.now() % 2_147_483_647);

const share = fc.integer({ min: 1, max: 100 });
const place = fc.nat({ max: 2 });

type Step =
  | { readonly kind: "start"; readonly shares: readonly number[] }
  | {
      readonly kind: "stripe";
      readonly payment: number;
      readonly what: Happening;
      readonly seen: "now" | "never" | "twice";
    }
  | { readonly kind: "crash"; readonly payment: number; readonly statement: number }
  | { readonly kind: "credit"; readonly payment: number; readonly invoice: number; readonly share: number }
  | {
      readonly kind: "erp";
      readonly receipt: number;
      readonly invoice: number | null;
      readonly dollars: number;
      readonly state: string;
      /** The portal payment whose reference the row carries. */
      readonly reports: number | null;
    };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("start" as const),
      shares: fc.array(fc.nat({ max: 100 }), { minLength: 3, maxLength: 3 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("stripe" as const),
      payment: place,
      what: happening,
      seen: fc.constantFrom("now" as const, "now" as const, "never" as const, "twice" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("crash" as const),
      payment: place,
      statement: fc.integer({ min: 1, max: 25 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("credit" as const), payment: place, invoice: place, share }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("erp" as const),
      receipt: place,
      invoice: fc.option(place),
      dollars: fc.integer({ min: 1, max: 80 }),
      state: fc.constantFrom("", "", "processing", "refunded", "disputed"),
      reports: fc.option(place, { freq: 4 }),
    }),
  },
);

/** The one run of a test: a company's ledger, and what Stripe knows of its payments. */
class Run {
  readonly stories: Story[] = [];
  private readonly key = unique("erp");

  constructor(readonly world: World) {}

  async take(each: Step): Promise<void> {
    const rows = await readLedger(this.world.company.id);
    if (each.kind === "start") return this.start(rows, each.shares);
    if (each.kind === "credit") return this.applyCredit(rows, each);
    if (each.kind === "erp") return this.receive(each);
    const story = this.stories[each.payment];
    if (!story) return;
    if (each.kind === "crash") return this.crash(story, each.statement, rows);
    if (!story.happen(each.what) || each.seen === "never") return;
    for (let times = each.seen === "twice" ? 2 : 1; times > 0; times--) {
      expect(await settle(await look(story.started, story.facts()))).toBe("settled");
    }
  }

  private async start({ documents, parts }: LedgerRows, shares: readonly number[]): Promise<void> {
    const plan = this.world.invoices.map(({ id }, index) => {
      const document = documents.find((row) => row.id === id);
      const planned = parts.some((part) => part.invoiceId === id && part.state === "planned");
      if (!document || payBlock({ ...document, planned }) !== null) return 0;
      return Math.floor((document.balanceMinor * (shares[index] ?? 0)) / 100);
    });
    const amountMinor = plan.reduce((sum, part) => sum + part, 0);
    if (amountMinor === 0) return;
    this.stories.push(new Story(await startPayment(this.world, plan), amountMinor));
  }

  private async crash(story: Story, statement: number, before: LedgerRows): Promise<void> {
    const snapshot = await look(story.started, story.facts());
    const outcome = await asSystem("test", (db) => settlePayment(crashingAt(db, statement), snapshot)).catch(
      (error: unknown) => error,
    );
    if (outcome === "settled") return;
    expect(outcome).toBe(CRASH);
    expect(await readLedger(this.world.company.id)).toEqual(before);
    expect(await settle(snapshot)).toBe("settled");
  }

  private async applyCredit(
    { received, documents }: LedgerRows,
    each: { payment: number; invoice: number; share: number },
  ): Promise<void> {
    const payment = received[each.payment];
    const invoice = documents[each.invoice];
    if (!payment || !invoice) return;
    const most = Math.min(creditOf(payment), invoice.balanceMinor);
    const amountMinor = Math.floor((most * each.share) / 100);
    if (amountMinor === 0) return;
    const { brand, id: companyId } = this.world.company;
    await asSystem("test: a client applies a credit", (db) =>
      db.insert(allocations).values({
        ...{ brand, companyId, paymentId: payment.id, invoiceId: invoice.id, amountMinor, state: "applied" },
        ...{ appliedBy: this.world.contact.id, appliedOn: "2026-02-10" },
      }),
    );
  }

  private async receive(each: Extract<Step, { kind: "erp" }>): Promise<void> {
    const invoice = each.invoice === null ? undefined : this.world.invoices[each.invoice];
    const reported = each.reports === null ? undefined : this.stories[each.reports];
    const report = await importFiles({
      "payments-received": [
        receipt({
          ...{ brand: this.world.company.brand, company: this.world.company.externalId, state: each.state },
          ...{ external_id: `${this.key}-${each.receipt}`, amount: "80.00", invoice: invoice?.externalId ?? "" },
          allocated_amount: invoice ? `${each.dollars}.00` : "",
          portal_reference: reported?.started.reference ?? "",
        }),
      ],
    });
    for (const file of report.files) expect(file.errors).toEqual([]);
  }
}

it(`the ledger loses no cent, whatever Stripe, the ERP and clients do in turn (seed ${SEED}, ${RUNS} runs)`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const run = new Run(await createLedger([5_000, 7_500, 10_001]));
      for (const each of steps) {
        await run.take(each);
        expectSound(await readLedger(run.world.company.id));
      }
      // In the end reconciliation looks at everything once more.
      for (const story of run.stories) await settle(await look(story.started, story.facts()));
      const rows = await readLedger(run.world.company.id);
      expectSound(rows);
      for (const story of run.stories) {
        const payment = rows.received.find(({ id }) => id === story.started.id);
        const { charge } = story.facts();
        const back = charge?.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0) ?? 0;
        const gone = rows.refunds.filter(({ paymentId }) => paymentId === payment?.id);
        expect(gone.reduce((sum, refund) => sum + refund.amountMinor, 0)).toBe(back);
        expect(payment?.disputeState ?? null).toBe(charge?.dispute ?? null);
        expect(payment?.succeededAt?.getTime() ?? null).toBe(charge?.at ?? null);
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 900_000);
